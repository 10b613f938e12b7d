import { useEffect, useMemo, useState } from 'react';
import { systemClock } from '../../../src/base/ports.ts';
import { useLink } from '../../hooks/services.tsx';
import { createKeeper, type Keeper, type Kept } from './keeper.ts';

/** The keeper of one letter for as long as its view lives, and how it stands. */
export function useKeeper(id: number | null): { keeper: Keeper; kept: Kept } {
  const link = useLink();
  const [kept, setKept] = useState<Kept>({ at: 'nothing' });
  // biome-ignore lint/correctness/useExhaustiveDependencies: one letter, one keeper
  const keeper = useMemo(
    () =>
      createKeeper({
        id,
        save: async (draft, content) => (await link.call('drafts.save', { id: draft, draft: content })).id,
        clock: systemClock,
        tell: setKept,
      }),
    [],
  );
  useEffect(() => {
    // The window may go away without asking: what was typed in the last second is saved when it is left.
    const save = () => void keeper.flush();
    window.addEventListener('blur', save);
    window.addEventListener('pagehide', save);
    return () => {
      window.removeEventListener('blur', save);
      window.removeEventListener('pagehide', save);
      save();
    };
  }, [keeper]);
  return { keeper, kept };
}
