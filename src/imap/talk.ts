/** What the verbs share: the flow, the reason why it ended, and errors with their place. */
import { hasCapability } from 'imapflow/lib/tools.js';
import { MailError } from '../base/errors.ts';
import { asImapError, cut, rename } from './errors.ts';
import { asImapFlow, conversation, type Flow } from './flow.ts';
import type { ImapLimits } from './types.ts';

export interface SessionState {
  readonly peer: string;
  readonly limits: ImapLimits;
  /** Where we are: `imap.auth`. */
  step: string;
  /** Why the session ended, first reason first. */
  ended: MailError | null;
  /** We said LOGOUT, or were told to close. */
  closing: boolean;
}

export class Talk {
  constructor(
    readonly flow: Flow,
    readonly state: SessionState,
  ) {}

  /** Runs commands with IDLE broken; what they throw becomes a MailError at `at`. */
  ask<T>(at: string, work: () => Promise<T>): Promise<T> {
    return this.named(at, () => conversation(this.flow, work));
  }

  /** The same for imapflow's own methods, which break IDLE themselves. */
  async named<T>(at: string, work: () => Promise<T>): Promise<T> {
    this.state.step = at;
    try {
      if (this.flow.isClosed) throw this.closed(at);
      return await work();
    } catch (thrown) {
      throw this.error(thrown, at);
    }
  }

  error(thrown: unknown, at: string): MailError {
    const error = asImapError(thrown, { at, peer: this.state.peer, ended: this.state.ended });
    if (error.at === 'imap.read' || error.at === 'imap.write') return rename(error, at);
    return error.reason === 'closed' && !error.said ? this.closed(at) : error;
  }

  /** Why nothing can be said any more. */
  closed(at: string): MailError {
    if (this.state.ended) return rename(this.state.ended, at);
    const said = this.flow.byeReason === undefined ? undefined : cut(`BYE ${this.flow.byeReason}`);
    return new MailError({
      kind: 'unreachable',
      at,
      reason: 'closed',
      advice: 'retry-later',
      said,
      peer: this.state.peer,
    });
  }

  /** Breaks the connection: what the peer said cannot be trusted, or we cannot go on. */
  fail(error: MailError): void {
    this.state.ended ??= error;
    this.flow.close();
  }

  /** Also what IMAP4rev2 has built in, once it is in use. */
  has(capability: string): boolean {
    return hasCapability(asImapFlow(this.flow), capability);
  }

  notFound(at: string): MailError {
    return new MailError({ kind: 'refused', at, reason: 'not-found', advice: 'check-input', peer: this.state.peer });
  }
}
