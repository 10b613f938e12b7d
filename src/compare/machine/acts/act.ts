/** What every act has: the machine that it is done on, and what it gives. */
import type { Machine } from '../../../contract/compare/machine.ts';
import type { Step, StepOf } from '../../../contract/compare/step.ts';
import type { Line } from '../../line/line.ts';
import type { Did } from '../machine.ts';
import type { Program } from '../program.ts';
import type { Spoken } from '../spoken.ts';

/** A machine, as its acts see it. */
export interface Site {
  readonly plan: Machine;
  readonly program: Program;
  readonly line: Line;
  readonly spoken: Spoken;
  /** Aborted when its line is cut for good: nobody waits any more. */
  readonly ending: AbortSignal;
  /** Without a line to the server. */
  offline: boolean;
  /** Octets that the profile may take; null: no limit. */
  storage: number | null;
  /** Octets that the profile takes now. */
  used(): Promise<number>;
  /** The program is ended and opened again on the same profile: one that listens, or one that only does what it is told. */
  reopen(listens: boolean): Promise<void>;
}

/** One step, done on one machine. Mails are named by their Message-IDs. @throws MailError what could not be done */
export type Doing<D extends Step['do']> = (
  site: Site,
  step: StepOf<D>,
  mails: readonly string[],
) => Promise<Partial<Did>> | Promise<void>;
