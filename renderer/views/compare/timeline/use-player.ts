import { useCallback, useEffect, useState } from 'react';

export interface Player {
  /** Which step is shown, from 0, which is before the first one. */
  readonly at: number;
  readonly playing: boolean;
  go(to: number): void;
  next(): void;
  back(): void;
  /** From the start where it stands at the end. */
  toggle(): void;
}

/** Ms that a step stays while all are played: time to read its sentence and to look at what changed. */
const stay = 2600;

/** Goes through the steps 0 to `last`, one after the other, and stops at the end. It begins at the end, where the answer is seen, and stays there when steps are added. */
export function usePlayer(last: number): Player {
  const [at, setAt] = useState<number | 'end'>('end');
  const [playing, setPlaying] = useState(false);
  const here = at === 'end' ? last : Math.min(at, last);
  useEffect(() => {
    if (!playing) return;
    if (here >= last) {
      setPlaying(false);
      return;
    }
    const timer = setTimeout(() => setAt(here + 1 >= last ? 'end' : here + 1), stay);
    return () => clearTimeout(timer);
  }, [playing, here, last]);
  const go = useCallback(
    (to: number) => {
      setPlaying(false);
      setAt(to >= last ? 'end' : Math.max(0, to));
    },
    [last],
  );
  return {
    at: here,
    playing,
    go,
    next: () => go(here + 1),
    back: () => go(here - 1),
    toggle() {
      if (!playing && here >= last) setAt(0);
      setPlaying(!playing);
    },
  };
}
