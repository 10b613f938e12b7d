import { useCallback } from 'react';
import type { WorldProblem } from '../../../../src/contract/lab/table.ts';
import type { World } from '../../../../src/contract/lab/world.ts';
import { useLabLink } from '../../../hooks/services.tsx';

/** A world, and the way to have the lab take over another one. */
export interface WorldEditor {
  readonly world: World;
  /** What the lab has against it; empty: taken over. @throws MailError */
  readonly save: (next: unknown) => Promise<readonly WorldProblem[]>;
}

export function useSaveWorld(): WorldEditor['save'] {
  const link = useLabLink();
  return useCallback(async (world) => (await link.call('lab.setWorld', { world })).problems, [link]);
}
