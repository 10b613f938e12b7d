/** Takes a message: its header is held back until it is whole, the rest goes to the queue as it comes. What is made of the header is the taker's. */
import { asMailError } from '../../base/errors.ts';
import type { Around } from '../around.ts';
import type { QueueRecord, QueueStore, Receipt } from '../queue/store.ts';
import type { ContentSink, Reply } from '../smtp/policy.ts';
import { taking } from './big.ts';
import { type RawField, type Split, splitHeader } from './fields.ts';
import { HEADER_OCTETS } from './limits.ts';

export interface Whole {
  readonly queueId: string;
  readonly fields: readonly RawField[];
  /** What follows the header. */
  body(): Promise<Buffer>;
}

/** The commit's parts, or why the message is not wanted. */
export type Verdict = { readonly refuse: Reply } | { readonly take: Parameters<Receipt['commit']>[0] };

export interface Taking {
  readonly around: Around;
  readonly queue: QueueStore;
  readonly maxSize: number;
  readonly recipients: readonly string[];
  judge(whole: Whole): Promise<Verdict>;
  /** It is durable; called before the answer is given. `message` where it is at hand. */
  taken(record: QueueRecord, message: Buffer | null): void;
}

export function takeContent(o: Taking): ContentSink {
  const receipt = o.queue.receive();
  let head: Buffer[] = [];
  let headSize = 0;
  /** How much of it was looked at, and what it ended in then. */
  let looked = 0;
  let last = Buffer.from('\n');
  let size = 0;
  let split: Split | null = null;
  let aborted = false;
  const body: Buffer[] = [];
  let bodySize = 0;

  const seen = (whole: boolean): void => {
    const octets = Buffer.concat(head);
    head = [octets];
    looked = headSize;
    split = splitHeader(octets, whole);
    if (split !== null) pass(octets.subarray(split.end));
  };
  const pass = (chunk: Buffer): void => {
    if (chunk.length === 0) return;
    receipt.write(chunk);
    bodySize += chunk.length;
    if (bodySize <= HEADER_OCTETS) body.push(chunk);
  };

  return {
    write(chunk) {
      size += chunk.length;
      if (aborted || size > o.maxSize) return;
      const octets = Buffer.from(chunk);
      if (split !== null) return pass(octets);
      if (headSize > HEADER_OCTETS) return;
      head.push(octets);
      headSize += octets.length;
      // Looked at again only where a blank line came, or much has come: octet by octet it would take for ever.
      last = Buffer.concat([last, octets]);
      if (headSize > 2 * looked || last.includes('\n\r\n') || last.includes('\n\n')) seen(false);
      last = last.subarray(-2);
    },
    async done() {
      if (split === null && headSize <= HEADER_OCTETS) seen(true);
      const found = split;
      const refuse = (reply: Reply): Reply => {
        receipt.abort();
        return reply;
      };
      if (size > o.maxSize) return refuse({ code: 552, text: `5.3.4 The message is longer than ${o.maxSize} octets` });
      if (found === null || found.end > HEADER_OCTETS)
        return refuse({ code: 552, text: `5.3.4 The header is longer than ${HEADER_OCTETS} octets` });
      if (diskIsFull(o)) return refuse({ code: 452, text: '4.3.1 The disk of the queue is full; nothing was taken' });
      const take = async (): Promise<Reply> => {
        const verdict = await o.judge({
          queueId: receipt.queueId,
          fields: found.fields,
          body: async () => (bodySize <= HEADER_OCTETS ? Buffer.concat(body) : receipt.content()),
        });
        if ('refuse' in verdict) return refuse(verdict.refuse);
        const record = await receipt.commit(verdict.take);
        const prepend = Buffer.from(verdict.take.prepend);
        o.taken(record, bodySize <= HEADER_OCTETS ? Buffer.concat([prepend, ...body]) : null);
        return { code: 250, text: `2.0.0 Queued as ${record.queueId}` };
      };
      try {
        return await taking.run(size, take);
      } catch (thrown) {
        receipt.abort();
        const error = asMailError(thrown, 'queue.store');
        if (error.reason === 'disk-full')
          return { code: 452, text: '4.3.1 The disk of the queue is full; nothing was taken' };
        return { code: 451, text: '4.3.0 The message could not be stored; nothing was taken' };
      }
    },
    abort() {
      aborted = true;
      receipt.abort();
    },
  };
}

/** The fault of that name, for this host or the first recipient. */
function diskIsFull({ around, recipients }: Taking): boolean {
  // Asked once for one mail: faults are counted.
  return around.faults.at('queue.store', around.host, recipients[0])?.kind === 'disk-full';
}
