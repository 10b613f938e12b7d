/** One command of RFC 1939 or its extensions. */
import type { Session } from './session.ts';

export interface Verb {
  readonly name: string;
  run(session: Session, argument: string): Promise<void>;
}
