/** A verb of SMTP: a name and what it does; which may follow which stands in states.ts. */
import type { Answer } from '../replies.ts';
import type { Session } from '../session.ts';

export interface Verb {
  readonly name: string;
  /** How it is written, for HELP. */
  readonly usage: string;
  /** Null: the connection ended meanwhile. */
  run(session: Session, argument: string): Answer | Promise<Answer | null>;
}
