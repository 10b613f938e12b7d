import { liveQuery, type Subscription } from 'dexie';
import { useEffect, useState } from 'react';
import type { Mirror } from '../store/mirror.ts';
import { useStore } from './services.tsx';

export type Live<T> = { readonly state: 'loading' } | { readonly state: 'ready'; readonly value: T };

/**
 * The result of a query of the mirror, again whenever it changes. `key` names the query: with another key the old result is
 * not shown as if it were the new one. The query itself may be another function at each drawing; only `key` counts.
 *
 * @param pace ms between two results while changes pour in, for a query that costs much; a single change shows at once.
 */
export function useLive<T>(key: string, query: (mirror: Mirror) => Promise<T>, pace = 0): Live<T> {
  const { mirror } = useStore();
  const [result, setResult] = useState<{ key: string; value: T } | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `key` stands for the query
  useEffect(() => {
    let subscription: Subscription | null = null;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let last = Number.NEGATIVE_INFINITY;
    const subscribe = () => {
      subscription = liveQuery(() => query(mirror)).subscribe({
        next: (value) => {
          setResult({ key, value });
          const now = performance.now();
          if (now - last < pace) {
            // What changes in the meantime is read when it subscribes again.
            subscription?.unsubscribe();
            timer = setTimeout(subscribe, pace);
          }
          last = now;
        },
        error: () => {}, // the database is being replaced; the next subscription reads the new one
      });
    };
    subscribe();
    return () => {
      clearTimeout(timer);
      subscription?.unsubscribe();
    };
  }, [mirror, key]);
  return result?.key === key ? { state: 'ready', value: result.value } : { state: 'loading' };
}
