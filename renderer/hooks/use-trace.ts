import { useEffect, useRef, useState } from 'react';
import type { TraceEvent } from '../../src/contract/lab/trace.ts';
import { pullInTurn } from './pull-in-turn.ts';
import { useLabLink } from './services.tsx';

/** The view holds this many events and forgets older ones; the lab's file has them. */
const most = 8000;

export interface LabTrace {
  readonly events: readonly TraceEvent[];
  /** Whether what happened before is there. */
  readonly ready: boolean;
}

/** What happened in the lab, as it happens. Pulled, so that a burst of events is one answer. */
export function useTrace(): LabTrace {
  const link = useLabLink();
  const [ready, setReady] = useState(false);
  const [events, setEvents] = useState<readonly TraceEvent[]>([]);
  const after = useRef(0);
  useEffect(() => {
    const pulling = pullInTurn(
      async (left) => {
        const some = await link.call('lab.trace', { after: after.current, limit: 2000 }).catch(() => null);
        if (some === null || left()) return 'failed';
        if (some.last < after.current) {
          // Another lab, or one that was started again, counts from the beginning.
          after.current = 0;
          setEvents([]);
          return 'more';
        }
        if (some.events.length === 0) return 'all';
        after.current = some.events.at(-1)?.seq ?? after.current;
        setEvents((old) => [...old, ...some.events].slice(-most));
        return some.events.length === 2000 ? 'more' : 'all';
      },
      () => setReady(true),
    );
    const stops = [
      link.on('lab.traced', () => pulling.nudge()),
      link.onUp(() => {
        after.current = 0;
        setEvents([]);
        pulling.nudge();
      }),
    ];
    pulling.nudge();
    return () => {
      pulling.leave();
      for (const stop of stops) stop();
    };
  }, [link]);
  return { events, ready };
}
