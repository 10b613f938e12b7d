/** The queue of one host in a folder. `mail/` holds a file for each mail and, where its record has changed since, the newer record beside it. */
import { mkdir, open, readdir, readFile, rename, rm, unlink } from 'node:fs/promises';
import path from 'node:path';
import { asMailError, MailError } from '../../base/errors.ts';
import type { Clock } from '../../base/ports.ts';
import { FOOT_OCTETS, layoutOf, messageOf, readRecord, tail } from './file.ts';
import { FolderSync } from './folder.ts';
import { nextId } from './id.ts';
import { HEAD_OCTETS, RECORD_OCTETS } from './limits.ts';
import { Incoming } from './receipt.ts';
import type { QueueRecord, QueueStore, Receipt } from './store.ts';
import { subjectAndId } from './subject.ts';

/** What is newer than the record in the mail's own file. */
const NEWER = '.record';

/** Opens the folder, or makes it. What was being written when the process ended is removed: nobody was told that it was taken. */
export async function openQueueStore(folder: string, clock: Clock): Promise<QueueStore> {
  const mails = path.join(folder, 'mail');
  const temporary = path.join(folder, 'tmp');
  await mkdir(mails, { recursive: true });
  await rm(temporary, { recursive: true, force: true });
  await mkdir(temporary, { recursive: true });
  await new FolderSync(folder).sync();
  return new DiskQueue(mails, temporary, clock, await load(mails));
}

async function load(mails: string): Promise<Map<string, QueueRecord>> {
  const names = await readdir(mails);
  const records: QueueRecord[] = [];
  for (const name of names.filter((one) => !one.endsWith(NEWER))) {
    const newer = names.includes(name + NEWER) ? readRecord(await readFile(path.join(mails, name + NEWER))) : null;
    const record = newer ?? (await ownRecord(path.join(mails, name)));
    if (record !== null) records.push(record);
  }
  const lonely = names.filter((one) => one.endsWith(NEWER) && !names.includes(one.slice(0, -NEWER.length)));
  for (const name of lonely) await rm(path.join(mails, name), { force: true });
  records.sort((a, b) => a.since - b.since || (a.queueId < b.queueId ? -1 : 1));
  return new Map(records.map((record) => [record.queueId, record]));
}

async function ownRecord(file: string): Promise<QueueRecord | null> {
  const handle = await open(file, 'r');
  try {
    const { size } = await handle.stat();
    if (size < FOOT_OCTETS) return null;
    const foot = await handle.read(Buffer.alloc(FOOT_OCTETS), 0, FOOT_OCTETS, size - FOOT_OCTETS);
    const layout = layoutOf(foot.buffer, size);
    if (layout === null || layout.json > RECORD_OCTETS) return null;
    const json = Buffer.alloc(layout.json);
    await handle.read(json, 0, json.length, layout.content + layout.fields);
    return readRecord(json);
  } finally {
    await handle.close();
  }
}

class DiskQueue implements QueueStore {
  readonly #mails: string;
  readonly #temporary: string;
  readonly #clock: Clock;
  readonly #records: Map<string, QueueRecord>;
  /** Those with a newer record beside them. */
  readonly #newer = new Set<string>();
  readonly #sync: FolderSync;
  #written = 0;

  constructor(mails: string, temporary: string, clock: Clock, records: Map<string, QueueRecord>) {
    this.#mails = mails;
    this.#temporary = temporary;
    this.#clock = clock;
    this.#records = records;
    // Which of them have one is not remembered: removing looks for it.
    for (const id of records.keys()) this.#newer.add(id);
    this.#sync = new FolderSync(mails);
  }

  receive(): Receipt {
    const queueId = nextId((id) => this.#records.has(id));
    const temporary = path.join(this.#temporary, queueId);
    const incoming = new Incoming(temporary);
    let head = Buffer.alloc(0);
    return {
      queueId,
      get size() {
        return incoming.size;
      },
      write: (chunk) => {
        if (head.length < HEAD_OCTETS) head = Buffer.concat([head, chunk]);
        incoming.write(chunk);
      },
      content: () => incoming.content(),
      commit: async ({ prepend, ...o }) => {
        const fields = typeof prepend === 'string' ? Buffer.from(prepend) : prepend;
        const now = this.#clock.now();
        const record: QueueRecord = {
          queueId,
          ...o,
          size: fields.length + incoming.size,
          ...subjectAndId(Buffer.concat([fields, head])),
          since: now,
          attempts: 0,
          next: now,
          warned: false,
        };
        await incoming.finish(tail(record, fields));
        try {
          await this.#place(temporary, queueId);
        } catch (thrown) {
          // Its name may be there already: what was refused must not come to life at the next start.
          await rm(path.join(this.#mails, queueId), { force: true }).catch(() => {});
          throw thrown;
        }
        this.#records.set(queueId, record);
        return record;
      },
      abort: () => void incoming.drop(),
    };
  }

  list(): readonly QueueRecord[] {
    return [...this.#records.values()];
  }

  get(queueId: string): QueueRecord | undefined {
    return this.#records.get(queueId);
  }

  async read(queueId: string): Promise<Buffer> {
    const missing = (cause?: unknown) =>
      new MailError({ kind: 'not-stored', at: 'queue.read', reason: 'not-found', advice: 'report' }, cause);
    if (!this.#records.has(queueId)) throw missing();
    try {
      const message = messageOf(await readFile(path.join(this.#mails, queueId)));
      if (message === null) throw missing();
      return message;
    } catch (thrown) {
      throw asMailError(thrown, 'queue.read');
    }
  }

  async update(record: QueueRecord): Promise<void> {
    const name = record.queueId + NEWER;
    const temporary = path.join(this.#temporary, `${name}${++this.#written}`);
    const incoming = new Incoming(temporary);
    if (!this.#records.has(record.queueId)) return;
    // In memory in any case: where the disk refuses, what was delivered is not delivered again as long as this process lives.
    this.#records.set(record.queueId, record);
    await incoming.finish(Buffer.from(JSON.stringify(record)));
    if (!this.#records.has(record.queueId)) return incoming.drop();
    this.#newer.add(record.queueId);
    await this.#place(temporary, name);
  }

  async remove(queueId: string): Promise<void> {
    const record = this.#records.get(queueId);
    if (record === undefined) return;
    this.#records.delete(queueId);
    try {
      // The mail first: a record alone is nothing, and is removed at the next start.
      await unlink(path.join(this.#mails, queueId)).catch((thrown: unknown) => {
        // It is there still, and would come back at the next start.
        this.#records.set(queueId, record);
        throw thrown;
      });
      if (this.#newer.delete(queueId)) await rm(path.join(this.#mails, queueId + NEWER), { force: true });
      await this.#sync.sync();
    } catch (thrown) {
      throw asMailError(thrown, 'queue.remove');
    }
  }

  async clear(): Promise<void> {
    this.#records.clear();
    this.#newer.clear();
    for (const name of await readdir(this.#mails)) await rm(path.join(this.#mails, name), { force: true });
    await this.#sync.sync();
  }

  async close(): Promise<void> {
    await this.#sync.sync().catch(() => {});
  }

  /** Under its own name, and the name on disk. */
  async #place(temporary: string, name: string): Promise<void> {
    try {
      await rename(temporary, path.join(this.#mails, name));
      await this.#sync.sync();
    } catch (thrown) {
      await rm(temporary, { force: true }).catch(() => {});
      throw asMailError(thrown, 'queue.store');
    }
  }
}
