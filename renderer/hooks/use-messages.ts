import { liveQuery } from 'dexie';
import { useCallback, useEffect, useMemo, useState, useSyncExternalStore } from 'react';
import type { MessageRow } from '../../src/contract/mail.ts';
import { type Patch, withoutGone, withPatches } from '../store/overlay.ts';
import { type Filter, messageIds, messageRows } from '../store/queries/messages.ts';
import { useStore } from './services.tsx';
import { type Live, useLive } from './use-live.ts';

export function usePatches(): readonly Patch[] {
  const { overlay } = useStore();
  return useSyncExternalStore(overlay.onChange, overlay.patches);
}

/** Ten thousand keys are read again at most so often while mail pours in. */
const idPace = 400;

/** The ids of a folder, newest first, without what the user just moved away. */
export function useMessageIds(folder: number, filter: Filter): Live<readonly number[]> {
  const ids = useLive(`ids ${folder} ${filter}`, (mirror) => messageIds(mirror, folder, filter), idPace);
  const patches = usePatches();
  return useMemo(
    () => (ids.state === 'ready' ? { state: 'ready', value: withoutGone(ids.value, patches) } : ids),
    [ids, patches],
  );
}

/** Rows are read in windows of this many, so that scrolling by a line does not ask again. */
const window = 40;
const kept = 2000;

/** The rows of `ids` between two places, and whatever was read before; undefined where a row is not read yet or gone. */
export function useMessageRows(
  ids: readonly number[],
  from: number,
  to: number,
): (id: number) => MessageRow | undefined {
  const { mirror } = useStore();
  const patches = usePatches();
  const [rows, setRows] = useState<ReadonlyMap<number, MessageRow>>(new Map());
  const wanted = ids.slice(Math.floor(from / window) * window, Math.ceil((to + 1) / window) * window);
  const key = wanted.join();
  useEffect(() => {
    const some = key === '' ? [] : key.split(',').map(Number);
    const subscription = liveQuery(() => messageRows(mirror, some)).subscribe({
      next: (read) =>
        setRows((old) => {
          const next = new Map(old.size > kept ? [] : old);
          for (const [at, id] of some.entries()) {
            const row = read[at];
            if (row === undefined) next.delete(id);
            else next.set(id, row);
          }
          return next;
        }),
      error: () => {}, // the database is being replaced
    });
    return () => subscription.unsubscribe();
  }, [mirror, key]);
  return useCallback(
    (id) => {
      const row = rows.get(id);
      return row === undefined ? undefined : withPatches(row, patches);
    },
    [rows, patches],
  );
}
