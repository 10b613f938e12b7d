/** What FETCH asks of every message before any is read: envelope and structure, made once per message. */
import type { Mailbox, StoredMessage } from '../../spool/store.ts';
import { type Summary, summarize } from './summary.ts';

/** Octets of summaries that are held: some 20,000 messages. */
const HELD = 12 * 1024 * 1024;

export class Summaries {
  readonly #held = new Map<string, Summary>();
  #size = 0;

  /** What is at hand without asking the disk. */
  held(mailbox: Mailbox, message: StoredMessage): Summary | undefined {
    return this.#held.get(keyOf(mailbox, message));
  }

  /** @throws MailError not-found when the message has gone meanwhile. */
  async of(mailbox: Mailbox, message: StoredMessage): Promise<Summary> {
    const key = keyOf(mailbox, message);
    const held = this.#held.get(key);
    if (held !== undefined) return held;
    const summary = summarize(await mailbox.read(message.uid));
    this.#keep(key, summary);
    return summary;
  }

  #keep(key: string, summary: Summary): void {
    this.#held.set(key, summary);
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

const keyOf = (mailbox: Mailbox, message: StoredMessage): string => `${mailbox.owner}/${mailbox.name}/${message.guid}`;
