import { useCallback, useMemo, useState } from 'react';
import { asMailError, type ErrorValue } from '../../src/base/errors.ts';
import { useServices } from './services.tsx';

/** What can be done to messages. Each shows at once and is stored by the engine before it answers. */
export interface Actions {
  flag(ids: readonly number[], set: readonly string[], unset: readonly string[]): void;
  move(ids: readonly number[], to: number): void;
  remove(ids: readonly number[]): void;
  /** The last one that the engine refused; null when there is none or it was dismissed. */
  readonly failure: ErrorValue | null;
  dismiss(): void;
}

export function useActions(): Actions {
  const { link, store } = useServices();
  const [failure, setFailure] = useState<ErrorValue | null>(null);

  const run = useCallback(
    async (
      patch: { ids: readonly number[]; set?: readonly string[]; unset?: readonly string[]; gone?: boolean },
      call: () => Promise<unknown>,
    ) => {
      if (patch.ids.length === 0) return;
      const { ids, set = [], unset = [], gone = false } = patch;
      const undo = store.overlay.add({ ids: new Set(ids), set, unset, gone });
      try {
        await call();
        await store.projector.caughtUp();
      } catch (thrown) {
        setFailure(asMailError(thrown, 'messages').toValue());
      } finally {
        undo();
      }
    },
    [store],
  );

  return useMemo(
    () => ({
      flag: (ids, set, unset) =>
        void run({ ids, set, unset }, () =>
          link.call('messages.flag', { ids: [...ids], set: [...set], unset: [...unset] }),
        ),
      move: (ids, to) => void run({ ids, gone: true }, () => link.call('messages.move', { ids: [...ids], to })),
      remove: (ids) => void run({ ids, gone: true }, () => link.call('messages.delete', { ids: [...ids] })),
      failure,
      dismiss: () => setFailure(null),
    }),
    [run, link, failure],
  );
}
