/** The maildrop as this session sees it: numbers are given once, at sign-in, and stay. RFC 1939 §5. */
import type { Mailbox, StoredMessage } from '../spool/store.ts';

export class Maildrop {
  readonly mailbox: Mailbox;
  readonly owner: string;
  /** UIDs mean nothing any more when this has changed. */
  readonly #uidValidity: number;
  readonly #messages: readonly StoredMessage[];
  readonly #deleted = new Set<number>();
  readonly #unlock: () => void;

  constructor(mailbox: Mailbox, unlock: () => void) {
    this.mailbox = mailbox;
    this.owner = mailbox.owner;
    this.#uidValidity = mailbox.uidValidity;
    this.#messages = mailbox.messages;
    this.#unlock = unlock;
  }

  /** Null: no such number, or marked as deleted. */
  get(number: number): StoredMessage | null {
    return this.#deleted.has(number) ? null : (this.#messages[number - 1] ?? null);
  }

  /** Not marked as deleted, with their numbers. */
  *all(): Generator<{ number: number; message: StoredMessage }> {
    for (const [at, message] of this.#messages.entries())
      if (!this.#deleted.has(at + 1)) yield { number: at + 1, message };
  }

  count(): { messages: number; octets: number } {
    let octets = 0;
    for (const { message } of this.all()) octets += message.size;
    return { messages: this.#messages.length - this.#deleted.size, octets };
  }

  mark(number: number): void {
    this.#deleted.add(number);
  }

  reset(): void {
    this.#deleted.clear();
  }

  /** Whether its UIDs are still those of the mailbox. */
  get isSame(): boolean {
    return this.mailbox.uidValidity === this.#uidValidity;
  }

  /** What is marked, in the order of the UIDs. */
  get marked(): number[] {
    return this.#messages.flatMap(({ uid }, at) => (this.#deleted.has(at + 1) ? [uid] : []));
  }

  unlock(): void {
    this.#unlock();
  }
}
