/** The agent of one host: what it has taken, what it works on now, and when it wakes for what waits. */
import type { QueueRecord } from '../queue/store.ts';
import type { Peer, SmtpPolicy } from '../smtp/policy.ts';
import { exchangePolicy } from './exchange.ts';
import { AT_ONCE, KEPT_OCTETS, KEPT_TOGETHER } from './limits.ts';
import { ListMemory } from './list.ts';
import type { MtaParts } from './parts.ts';
import { recover } from './recover.ts';
import { Relay } from './relay/relay.ts';
import { submissionPolicy } from './submission.ts';
import { tellQueued } from './told.ts';
import { workOn } from './work.ts';

export interface Injected {
  readonly reversePath: string;
  readonly recipients: readonly string[];
  /** The whole message, CRLF line ends. */
  readonly content: Uint8Array;
}

export class Mta {
  readonly #parts: MtaParts;
  readonly #relay = new Relay();
  readonly #lists = new ListMemory();
  readonly #working = new Map<string, Promise<void>>();
  /** In the order in which they became due. */
  readonly #ready = new Map<string, { readonly all: boolean }>();
  /** Found on disk at the start, and not tried since. */
  readonly #recovered = new Set<string>();
  readonly #kept = new Map<string, Buffer>();
  #keptOctets = 0;
  #running = false;
  #alarm: { readonly at: number; readonly stop: () => void } | null = null;
  #idle: (() => void)[] = [];
  #begun: Promise<void> | null = null;

  constructor(parts: MtaParts) {
    this.#parts = parts;
  }

  /** For the server at which users hand their mail over. */
  submission(): SmtpPolicy {
    return submissionPolicy(this.#parts, (record, message, peer) => this.#take(record, message, peer));
  }

  /** For the server that other hosts call. */
  exchange(): SmtpPolicy {
    return exchangePolicy(this.#parts, (record, message, peer) => this.#take(record, message, peer));
  }

  /** Begins with what is on disk and due. */
  start(): void {
    if (this.#running) return;
    this.#running = true;
    this.#begun ??= this.#begin();
    void this.#begun.then(() => this.#wind());
    this.#pump();
  }

  /** Tries nothing until `start`; resolves when what was under way has ended. */
  async stop(): Promise<void> {
    this.#running = false;
    this.#alarm?.stop();
    this.#alarm = null;
    this.#relay.abort();
    await Promise.all(this.#working.values());
  }

  busy(): boolean {
    return this.#working.size > 0 || (this.#running && this.#ready.size > 0);
  }

  /** Resolves when nothing is under way; what waits for a later moment may wait. */
  async settled(): Promise<void> {
    await this.#begun;
    while (this.busy()) await new Promise<void>((done) => this.#idle.push(done));
  }

  /** Tries everything that waits, now. */
  async flush(): Promise<void> {
    await this.#begun;
    for (const { queueId } of this.#parts.queue.list()) this.#due(queueId, true);
    this.#pump();
    await this.settled();
  }

  async close(): Promise<void> {
    await this.stop();
    this.#ready.clear();
    this.#kept.clear();
  }

  /** Puts a mail into the queue, as if a program on this host had written it. Durable when it resolves. */
  async inject({ reversePath, recipients, content }: Injected): Promise<QueueRecord> {
    const receipt = this.#parts.queue.receive();
    receipt.write(content);
    const record = await receipt.commit({
      mail: receipt.queueId,
      envelope: {
        reversePath,
        recipients: recipients.map((address) => ({
          address,
          original: null,
          notify: null,
          state: 'waiting',
          said: null,
          through: [],
        })),
        ret: null,
        envid: null,
        smtputf8: false,
        body: '8bitmime',
      },
      why: 'local',
      parent: null,
      prepend: '',
    });
    this.#take(record, Buffer.from(content), null);
    return record;
  }

  async #begin(): Promise<void> {
    const { queue } = this.#parts;
    await recover(queue);
    const now = this.#parts.around.clock.now();
    for (const { queueId, next } of queue.list()) {
      if (this.#working.has(queueId) || this.#ready.has(queueId)) continue;
      this.#recovered.add(queueId);
      if (next <= now) this.#due(queueId, false);
    }
    this.#pump();
  }

  #take(record: QueueRecord, message: Buffer | null, peer: Peer | null): void {
    tellQueued(this.#parts, record, peer?.connection);
    if (message !== null && message.length <= KEPT_OCTETS && this.#keptOctets + message.length <= KEPT_TOGETHER) {
      this.#kept.set(record.queueId, message);
      this.#keptOctets += message.length;
    }
    this.#due(record.queueId, false);
    this.#pump();
  }

  #due(queueId: string, all: boolean): void {
    if (this.#working.has(queueId) || this.#ready.has(queueId)) return;
    this.#ready.set(queueId, { all });
  }

  #pump(): void {
    while (this.#running && this.#working.size < AT_ONCE) {
      const [first] = this.#ready;
      if (first === undefined) break;
      const [queueId, { all }] = first;
      this.#ready.delete(queueId);
      this.#working.set(queueId, this.#work(queueId, all));
    }
    if (this.busy()) return;
    const idle = this.#idle;
    this.#idle = [];
    for (const done of idle) done();
  }

  async #work(queueId: string, all: boolean): Promise<void> {
    const { queue } = this.#parts;
    const before = queue.get(queueId)?.next;
    try {
      await workOn({
        ...this.#parts,
        queueId,
        all,
        message: this.#keptOf(queueId),
        recovered: this.#recovered.delete(queueId),
        lists: this.#lists,
        relay: this.#relay,
        running: () => this.#running,
        made: (record, message) => this.#take(record, message, null),
      });
    } finally {
      this.#working.delete(queueId);
      // Looking at everything that waits is for when the first of them has gone.
      const after = queue.get(queueId)?.next ?? Number.POSITIVE_INFINITY;
      if (before === this.#alarm?.at) this.#wind();
      else if (after < (this.#alarm?.at ?? Number.POSITIVE_INFINITY)) this.#wakeAt(after);
      this.#pump();
    }
  }

  #keptOf(queueId: string): Buffer | null {
    const message = this.#kept.get(queueId) ?? null;
    if (message !== null) this.#keptOctets -= message.length;
    this.#kept.delete(queueId);
    return message;
  }

  /** One alarm, for the first that is due. */
  #wind(): void {
    let first = Number.POSITIVE_INFINITY;
    for (const { queueId, next } of this.#parts.queue.list())
      if (next < first && !this.#working.has(queueId) && !this.#ready.has(queueId)) first = next;
    this.#wakeAt(first);
  }

  /** Infinity: nothing waits. */
  #wakeAt(at: number): void {
    if (!this.#running || this.#alarm?.at === at) return;
    this.#alarm?.stop();
    this.#alarm = null;
    if (at === Number.POSITIVE_INFINITY) return;
    const { clock } = this.#parts.around;
    this.#alarm = { at, stop: clock.after(at - clock.now(), () => this.#wake()) };
  }

  #wake(): void {
    this.#alarm = null;
    const now = this.#parts.around.clock.now();
    for (const { queueId, next } of this.#parts.queue.list()) if (next <= now) this.#due(queueId, false);
    this.#pump();
    this.#wind();
  }
}
