import { useCallback, useEffect, useState } from 'react';
import { asMailError, type ErrorValue } from '../../src/base/errors.ts';
import type { LabCalls, LabSignals } from '../../src/contract/lab/table.ts';
import type { Carries, Gives, Takes } from '../../src/contract/table.ts';
import { useLabLink } from './services.tsx';

export type LabData<T> =
  | { readonly state: 'loading' }
  | { readonly state: 'ready'; readonly value: T; readonly again: () => void }
  | { readonly state: 'failed'; readonly error: ErrorValue; readonly again: () => void };

/** The calls that take nothing and give all there is of a kind. */
type Whole = 'lab.queue' | 'lab.spool' | 'lab.world' | 'lab.scenes';
type What = Carries<LabSignals, 'lab.changed'>['what'];

/** What a call gives, again whenever `what` changed. While it is being asked again the old answer stays; a burst of changes asks once more. */
export function useLabData<N extends Whole>(name: N, what: What): LabData<Gives<LabCalls, N>> {
  const link = useLabLink();
  const [attempt, setAttempt] = useState(0);
  const [data, setData] = useState<LabData<Gives<LabCalls, N>>>({ state: 'loading' });
  const again = useCallback(() => setAttempt((n) => n + 1), []);
  // biome-ignore lint/correctness/useExhaustiveDependencies: another attempt asks again
  useEffect(() => {
    let left = false;
    let asking = false;
    let more = false;
    const ask = async () => {
      if (asking) {
        more = true;
        return;
      }
      asking = true;
      do {
        more = false;
        try {
          const value = await link.call(name, {} as Takes<LabCalls, N>);
          if (!left) setData({ state: 'ready', value, again });
        } catch (thrown) {
          if (!left) setData({ state: 'failed', error: asMailError(thrown, name).toValue(), again });
        }
      } while (more && !left);
      asking = false;
    };
    const stops = [
      link.onUp(() => void ask()),
      link.on('lab.changed', (changed) => {
        if (changed.what === what) void ask();
      }),
    ];
    return () => {
      left = true;
      for (const stop of stops) stop();
    };
  }, [link, name, what, again, attempt]);
  return data;
}
