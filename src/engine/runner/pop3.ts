import { MailError } from '../../base/errors.ts';
import type { AccountRow, SyncReport } from '../../contract/account.ts';
import { Counters } from '../../net/index.ts';
import { makeLocalFolders } from '../../outbox/place.ts';
import { openPop3 } from '../../pop3/index.ts';
import { syncMaildrop } from '../../sync/pop3/maildrop.ts';
import { Mutex } from '../mutex.ts';
import { asUser, passwordOf } from './password.ts';
import type { Runner, RunnerPorts } from './runner.ts';
import { StatusTeller } from './status.ts';
import { Turns } from './turns.ts';

const pollMs = 5 * 60_000;

/** A POP3 account: one short visit after another. The maildrop is locked while we are in it (RFC 1939 §4), so a visit never lingers. */
export class Pop3Runner implements Runner {
  readonly #account: AccountRow;
  readonly #ports: RunnerPorts;
  readonly #status: StatusTeller;
  readonly #turns: Turns;
  readonly #visits = new Mutex();
  readonly #closing = new AbortController();
  readonly counters = new Counters();

  constructor(account: AccountRow, ports: RunnerPorts) {
    this.#account = account;
    this.#ports = ports;
    this.#status = new StatusTeller(account.id, ports.now, ports.status);
    this.#turns = new Turns(ports, this.#status);
    makeLocalFolders(ports.vault, account);
  }

  get status() {
    return this.#status.current;
  }

  start(): void {
    this.#turns.start(async () => {
      await this.syncOnce();
      return this.#ports.pollMs ?? pollMs;
    });
  }

  wake(): void {
    this.#turns.wake();
  }

  syncOnce(): Promise<SyncReport> {
    return this.#status.telling(() => this.#visits.run(() => this.#visit()));
  }

  async flush(): Promise<void> {
    // Nothing of a POP3 account waits for the server: what is done to its mail is done in this profile.
  }

  reading(): Promise<never> {
    return Promise.reject(
      new MailError({
        kind: 'bad-input',
        at: 'pop3.reading',
        reason: 'not-found',
        advice: 'report',
        said: 'POP3 has no parts to fetch',
      }),
    );
  }

  async close(): Promise<void> {
    this.#closing.abort();
    await this.#turns.stop();
    await this.#visits.run(async () => {});
  }

  async #visit(): Promise<SyncReport> {
    const { vault, wire, now } = this.#ports;
    const { incoming, trust } = this.#account.settings;
    const began = now();
    const before = { ...this.counters };
    this.#status.set('connecting');
    const password = await passwordOf(this.#ports, this.#account);
    const session = await asUser(incoming.user, () =>
      openPop3({
        server: incoming,
        user: incoming.user,
        password,
        trust,
        counters: this.counters,
        route: this.#ports.route,
        record: wire.recorder(
          { account: this.#account.id, protocol: 'pop3', peer: `${incoming.host}:${incoming.port}` },
          now,
        ),
        signal: this.#closing.signal,
        silenceMs: this.#ports.silenceMs,
      }),
    );
    try {
      const tally = await syncMaildrop(vault, this.#account, session, {
        now,
        parse: this.#ports.parse,
        progress: ({ folder, done, total }) => this.#status.progress(folder, done, total),
        signal: this.#closing.signal,
      });
      this.#status.set('up-to-date');
      return {
        account: this.#account.id,
        ...tally,
        bytesIn: this.counters.bytesIn - before.bytesIn,
        bytesOut: this.counters.bytesOut - before.bytesOut,
        commands: this.counters.commands - before.commands,
        ms: now() - began,
      };
    } finally {
      session.close();
    }
  }
}
