import { silentLog } from '../../base/ports.ts';
import { Counters } from '../../net/index.ts';
import { type SendPorts, trySend } from '../../outbox/send.ts';
import type { OutboxRecord } from '../../vault/index.ts';
import { Mutex } from '../mutex.ts';
import type { RunnerPorts } from './runner.ts';

/** Hands the outbox's mails to their submission servers, one after another, each when it is due. */
export class OutboxRunner {
  readonly #ports: RunnerPorts;
  readonly #filed: (account: number) => void;
  readonly #sends = new Mutex();
  readonly #closing = new AbortController();
  readonly counters = new Counters();
  #forget: () => void = () => {};
  #background = false;

  /** `filed` hears of each account whose Sent folder now has something to carry to the server. */
  constructor(ports: RunnerPorts, filed: (account: number) => void) {
    this.#ports = ports;
    this.#filed = filed;
    this.#takeUpAgain();
  }

  start(): void {
    this.#background = true;
    this.wake();
  }

  /** Something was added or is to be tried at once. */
  wake(): void {
    if (this.#background) this.#sendInBackground();
  }

  /** Tries all that are due now; what came of each is in the vault. */
  sendDue(): Promise<void> {
    return this.#sends.run(async () => {
      for (const record of this.#due()) await this.#try(record.id);
      this.#sleep();
    });
  }

  #sendInBackground(): void {
    this.sendDue().catch((thrown) => {
      // The vault or the keychain failed us, not the server: what was under way is taken up again at the next start.
      this.#ports.log('error', `outbox: ${String(thrown)}`);
    });
  }

  /** Tries this one now, due or not. */
  sendNow(id: number): Promise<void> {
    return this.#sends.run(() => this.#try(id));
  }

  async close(): Promise<void> {
    this.#forget();
    this.#background = false;
    this.#closing.abort();
    await this.#sends.run(async () => {});
  }

  async #try(id: number): Promise<void> {
    const { vault, passwords, wire, route, now, random, log } = this.#ports;
    const record = vault.outbox.find(id);
    if (record === null || record.state === 'sent' || this.#closing.signal.aborted) return;
    const account = vault.accounts.get(record.account);
    const { outgoing } = account.settings;
    const ports: SendPorts = {
      now,
      random,
      counters: this.counters,
      route,
      record: wire.recorder({ account: account.id, protocol: 'smtp', peer: `${outgoing.host}:${outgoing.port}` }, now),
      signal: this.#closing.signal,
    };
    await trySend(vault, account, record, await passwords.get(account.id), ports);
    (log ?? silentLog)('info', `outbox ${id}: ${vault.outbox.find(id)?.state ?? 'gone'}`);
    this.#filed(account.id);
  }

  #due(): OutboxRecord[] {
    const now = this.#ports.now();
    return this.#ports.vault.outbox
      .list()
      .filter((each) => each.state === 'queued' && each.nextTry !== null && each.nextTry <= now);
  }

  #sleep(): void {
    this.#forget();
    if (!this.#background) return;
    const times = this.#ports.vault.outbox
      .list()
      .flatMap((each) => (each.state === 'queued' && each.nextTry !== null ? [each.nextTry] : []));
    if (times.length === 0) return;
    this.#forget = this.#ports.after(Math.max(100, Math.min(...times) - this.#ports.now()), () =>
      this.#sendInBackground(),
    );
  }

  /**
   * What was under way when the program ended: nobody knows whether the server took it. It is sent again under the same Message-ID, since
   * a mail that comes twice is a smaller harm than one that never comes (RFC 5321 §4.5.3.2.6 takes the same side).
   */
  #takeUpAgain(): void {
    const { vault, now } = this.#ports;
    for (const record of vault.outbox.list())
      if (record.state === 'sending')
        vault.write(() => vault.outbox.set(record.id, { ...record, state: 'queued', nextTry: now() }));
  }
}
