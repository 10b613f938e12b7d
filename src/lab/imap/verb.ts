/** One command of IMAP: its name, when it is allowed, and what it does. */
import type { Scanner } from './grammar/scanner.ts';
import type { Session, State } from './session.ts';

export interface Verb {
  /** As `FETCH` or `UID FETCH`. */
  readonly name: string;
  readonly states: readonly State[];
  /** Message numbers must stay as they are until its tagged answer: FETCH, STORE, SEARCH. RFC 3501 §7.4.1. */
  readonly keepsNumbers?: boolean;
  /**
   * Reads its arguments from `args` to the end (`args.end()`), which stands right after the name, and answers. Gives what follows `OK` in the tagged answer, as `[APPENDUID 3 7] Appended`; '' where it has
   * answered itself. @throws Refusal for NO and BAD; MailError where the spool refused.
   */
  run(session: Session, args: Scanner, tag: string): Promise<string>;
}

export const anytime: readonly State[] = ['not-authenticated', 'authenticated', 'selected'];
export const signedIn: readonly State[] = ['authenticated', 'selected'];
export const inMailbox: readonly State[] = ['selected'];
