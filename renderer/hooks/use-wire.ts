import { useEffect, useRef, useState } from 'react';
import type { WireLine } from '../../src/contract/wire.ts';
import { useLink } from './services.tsx';

/** The drawer shows this many lines and forgets older ones; the engine has them. */
const most = 5000;

/** What was said on the wire in this run, as it is said. Pulled, so that a burst of lines is one answer. */
export function useWire(): readonly WireLine[] {
  const link = useLink();
  const [lines, setLines] = useState<readonly WireLine[]>([]);
  const after = useRef(0);
  useEffect(() => {
    let left = false;
    let pulling = false;
    let again = false;
    const pull = async () => {
      if (pulling) {
        again = true;
        return;
      }
      pulling = true;
      do {
        again = false;
        const some = await link.call('wire.lines', { after: after.current, limit: 1000 }).catch(() => []);
        if (left) return;
        const last = some.at(-1);
        if (last !== undefined) {
          after.current = last.n;
          setLines((old) => [...old, ...some].slice(-most));
          again ||= some.length === 1000;
        }
      } while (again);
      pulling = false;
    };
    const stops = [
      link.on('wire.ready', () => void pull()),
      link.onUp(() => {
        // Another engine counts from the beginning.
        after.current = 0;
        setLines([]);
        void pull();
      }),
    ];
    return () => {
      left = true;
      for (const stop of stops) stop();
    };
  }, [link]);
  return lines;
}
