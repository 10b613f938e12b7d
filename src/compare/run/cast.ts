/** What a step works with: everybody who is on the stage. */
import type { Ground, GroundMailbox } from '../ground/ground.ts';
import type { RunningMachine } from '../machine/machine.ts';
import type { MovableClock } from './clock.ts';
import type { MailNames } from './names.ts';

export interface Cast {
  readonly machines: readonly RunningMachine[];
  readonly mailboxes: readonly GroundMailbox[];
  readonly ground: Ground;
  readonly names: MailNames;
  readonly clock: MovableClock;
  readonly seed: number;
  /** Nothing more is to be begun once it is aborted; what is under way ends by itself then. */
  readonly signal: AbortSignal;
}
