/** A fault that strikes: which one, and what it does. */
import type { FaultEffect } from '../../contract/lab/world.ts';

export interface Struck {
  readonly id: string;
  readonly effect: FaultEffect;
}
