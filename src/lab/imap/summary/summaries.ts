/** What FETCH asks of every message before any is read: envelope and structure, made once per message. */
import type { Mailbox, StoredMessage } from '../../spool/store.ts';
import { HELD } from './limits.ts';
import { SummaryStore } from './store.ts';
import { type Summary, summarize, summarizeHeader } from './summary.ts';

export class Summaries {
  readonly #store: SummaryStore | null;
  /** Without a store only. */
  readonly #held = new Map<string, Summary>();
  #size = 0;

  /** `folder`: where they are kept; null: in memory, as many as fit. */
  constructor(folder: string | null) {
    this.#store = folder === null ? null : SummaryStore.open(folder);
  }

  /** What is at hand without the message. `whole`: with the structure. */
  held({ guid, size }: StoredMessage, whole: boolean): Summary | undefined {
    const found = this.#store === null ? this.#held.get(guid) : this.#store.get(guid, size);
    return whole && found?.body === '' ? undefined : found;
  }

  /** @throws MailError not-found when the message has gone meanwhile. */
  async of(mailbox: Mailbox, message: StoredMessage, whole: boolean): Promise<Summary> {
    const octets = await mailbox.read(message.uid);
    const summary = whole ? summarize(octets) : summarizeHeader(octets);
    if (this.#store === null) this.#keep(message.guid, summary);
    else this.#store.put(message.guid, message.size, summary);
    return summary;
  }

  close(): void {
    this.#store?.close();
  }

  #keep(guid: string, summary: Summary): void {
    const before = this.#held.get(guid);
    if (before !== undefined) this.#size -= sizeOf(before);
    this.#held.set(guid, summary);
    this.#size += sizeOf(summary);
    for (const [oldest, its] of this.#held) {
      if (this.#size <= HELD) return;
      this.#held.delete(oldest);
      this.#size -= sizeOf(its);
    }
  }
}

const sizeOf = (summary: Summary): number =>
  200 + summary.envelope.length + summary.body.length + summary.bodyStructure.length;
