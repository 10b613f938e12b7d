import { useEffect, useRef, useState } from 'react';
import type { WireLine } from '../../src/contract/wire.ts';
import { pullInTurn } from './pull-in-turn.ts';
import { useLink } from './services.tsx';

/** The drawer shows this many lines and forgets older ones; the engine has them. */
const most = 5000;

/** What was said on the wire in this run, as it is said. Pulled, so that a burst of lines is one answer. */
export function useWire(): readonly WireLine[] {
  const link = useLink();
  const [lines, setLines] = useState<readonly WireLine[]>([]);
  const after = useRef(0);
  useEffect(() => {
    const pulling = pullInTurn(async (left) => {
      const some = await link.call('wire.lines', { after: after.current, limit: 1000 }).catch(() => []);
      const last = some.at(-1);
      if (last === undefined || left()) return 'all';
      after.current = last.n;
      setLines((old) => [...old, ...some].slice(-most));
      return some.length === 1000 ? 'more' : 'all';
    });
    const stops = [
      link.on('wire.ready', () => pulling.nudge()),
      link.onUp(() => {
        // Another engine counts from the beginning.
        after.current = 0;
        setLines([]);
        pulling.nudge();
      }),
    ];
    return () => {
      pulling.leave();
      for (const stop of stops) stop();
    };
  }, [link]);
  return lines;
}
