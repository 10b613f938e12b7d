import { asMailError, type MailError } from '../../base/errors.ts';
import type { AccountStatus } from '../../contract/account.ts';

/** What an account is doing now, told when it changes. Progress is told at most ten times a second. */
export class StatusTeller {
  #status: AccountStatus;
  #toldAt = 0;
  readonly #now: () => number;
  readonly #tell: (status: AccountStatus) => void;

  constructor(account: number, now: () => number, tell: (status: AccountStatus) => void) {
    this.#now = now;
    this.#tell = tell;
    this.#status = { account, state: 'idle', at: now() };
  }

  get current(): AccountStatus {
    return this.#status;
  }

  set(state: AccountStatus['state']): void {
    this.#status = { account: this.#status.account, state, at: this.#now() };
    this.#say();
  }

  progress(folder: string, done: number, total: number): void {
    const since = this.#status.state === 'syncing' ? this.#status.at : this.#now();
    this.#status = { account: this.#status.account, state: 'syncing', folder, done, total, at: since };
    if (done === total || this.#now() - this.#toldAt >= 100) this.#say();
  }

  failed(error: MailError, nextTry: number | undefined): void {
    const state =
      error.reason === 'password-missing' ? 'needs-password' : error.kind === 'unreachable' ? 'offline' : 'error';
    this.#status = {
      account: this.#status.account,
      state,
      at: this.#now(),
      error: error.toValue(),
      ...(nextTry === undefined ? {} : { nextTry }),
    };
    this.#say();
  }

  /** What goes wrong in `work` is told too, whoever asked for it. */
  async telling<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (thrown) {
      const error = asMailError(thrown, 'engine.sync');
      if (error.reason !== 'cancelled') this.failed(error, undefined);
      throw error;
    }
  }

  #say(): void {
    this.#toldAt = this.#now();
    this.#tell(this.#status);
  }
}
