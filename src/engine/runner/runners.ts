import { MailError } from '../../base/errors.ts';
import { ImapRunner } from './imap.ts';
import { Pop3Runner } from './pop3.ts';
import type { Runner, RunnerPorts } from './runner.ts';

/** One runner for each account. */
export class Runners {
  readonly #ports: RunnerPorts;
  readonly #background: boolean;
  readonly #byAccount = new Map<number, Runner>();

  constructor(ports: RunnerPorts, background: boolean) {
    this.#ports = ports;
    this.#background = background;
    for (const account of ports.vault.accounts.list()) this.begin(account.id);
  }

  begin(id: number): void {
    const account = this.#ports.vault.accounts.get(id);
    const runner =
      account.settings.protocol === 'imap'
        ? new ImapRunner(account, this.#ports)
        : new Pop3Runner(account, this.#ports);
    this.#byAccount.set(id, runner);
    if (this.#background) runner.start();
  }

  /** @throws MailError not-found. */
  of(id: number): Runner {
    const runner = this.#byAccount.get(id);
    if (runner !== undefined) return runner;
    throw new MailError({
      kind: 'bad-input',
      at: 'engine.account',
      reason: 'not-found',
      advice: 'check-input',
      facts: { what: `account ${id}` },
    });
  }

  all(): Runner[] {
    return [...this.#byAccount.values()];
  }

  async end(id: number): Promise<void> {
    const runner = this.#byAccount.get(id);
    this.#byAccount.delete(id);
    await runner?.close();
  }

  async close(): Promise<void> {
    await Promise.all([...this.#byAccount.keys()].map((id) => this.end(id)));
  }
}
