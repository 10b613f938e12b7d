/** The trace as far as the map shows it: one move after the other, each in the time of its transition, never ahead of what happened. */
import { useEffect, useRef, useState } from 'react';
import type { TraceEvent } from '../../../../src/contract/lab/trace.ts';
import { moves } from './envelopes.ts';

/** One move at leisure and in a hurry, ms; and how many may wait before the map stops showing each. */
const leisure = 460;
const hurry = 120;
const most = 40;
const many = 8;

/**
 * @param ready whether `events` holds what happened before the map was opened; that is not played again.
 * @param asks what is a question to the name server that has its moment too.
 */
export function useShown(
  events: readonly TraceEvent[],
  ready: boolean,
  still: boolean,
  asks: (event: TraceEvent) => boolean,
): { events: readonly TraceEvent[]; ms: number } {
  const [shown, setShown] = useState<number | null>(null);
  const moved = useRef(0);
  const last = events.at(-1)?.seq ?? 0;
  const waiting = shown === null || still ? [] : movesAfter(events, shown, asks);
  const ms = still ? 0 : waiting.length > many ? hurry : leisure;
  const next = (waiting.length > most ? waiting.at(-most) : waiting[0])?.seq ?? null;

  useEffect(() => {
    if (!ready) return;
    if (next === null) {
      if (shown !== last) setShown(last);
      return;
    }
    const timer = setTimeout(
      () => {
        moved.current = performance.now();
        setShown(next);
      },
      Math.max(0, moved.current + ms - performance.now()),
    );
    return () => clearTimeout(timer);
  }, [ready, next, shown, last, ms]);

  const until = still || shown === null || shown > last ? last : shown;
  return { events: until === last ? events : events.filter(({ seq }) => seq <= until), ms };
}

function movesAfter(events: readonly TraceEvent[], seq: number, asks: (event: TraceEvent) => boolean): TraceEvent[] {
  const found: TraceEvent[] = [];
  for (let n = events.length - 1; n >= 0; n--) {
    const event = events[n];
    if (event === undefined || event.seq <= seq) break;
    if (moves.has(event.kind) || asks(event)) found.push(event);
  }
  found.reverse();
  // In a hurry no question can be read.
  return found.length > many ? found.filter(({ kind }) => moves.has(kind)) : found;
}
