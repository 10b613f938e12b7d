import { useCallback } from 'react';
import { withPatches } from '../store/overlay.ts';
import { messageRows } from '../store/queries/messages.ts';
import { useStore } from './services.tsx';
import type { Actions } from './use-actions.ts';

/** Takes a flag away from messages that all have it; else gives it to all. */
export function useToggle(actions: Actions): (flag: 'seen' | 'flagged', ids: readonly number[]) => void {
  const { mirror, overlay } = useStore();
  return useCallback(
    (flag, ids) => {
      void messageRows(mirror, ids).then((rows) => {
        const known = rows.flatMap((row) => (row === undefined ? [] : [withPatches(row, overlay.patches())]));
        const all = known.every((row) => row.flags.includes(flag));
        actions.flag(ids, all ? [] : [flag], all ? [flag] : []);
      });
    },
    [mirror, overlay, actions],
  );
}
