/** Which mail is meant by a name in a step, and which name a Message-ID has. */
import type { MailInfo } from '../../contract/compare/result.ts';

export class MailNames {
  readonly #all: MailInfo[] = [];
  readonly #byId = new Map<string, MailInfo>();
  readonly #byName = new Map<string, MailInfo[]>();

  get all(): readonly MailInfo[] {
    return this.#all;
  }

  add(info: MailInfo): void {
    this.#all.push(info);
    this.#byId.set(info.messageId, info);
    const called = this.#byName.get(info.mail);
    if (called === undefined) this.#byName.set(info.mail, [info]);
    else called.push(info);
  }

  /** What a machine composed has no size here until it was seen somewhere. */
  sized(messageId: string, size: number): void {
    const info = this.#byId.get(messageId);
    if (info !== undefined && info.size === 0) info.size = size;
  }

  /** Null: nobody gave it a name. */
  nameOf(messageId: string | null): string | null {
    return messageId === null ? null : (this.#byId.get(messageId)?.mail ?? null);
  }

  /** Message-IDs of the mails named, each as this mailbox got it; where it got none of that name, as another one did (it may be shared). */
  idsOf(names: string | readonly string[], mailbox: string): string[] {
    return (typeof names === 'string' ? [names] : names).flatMap((name) => this.find(name, mailbox)?.messageId ?? []);
  }

  find(name: string, mailbox: string): MailInfo | null {
    const called = this.#byName.get(name) ?? [];
    return called.find((info) => info.mailbox === mailbox) ?? called[0] ?? null;
  }

  /** Each name once, in the order in which they were given. */
  names(): string[] {
    return [...this.#byName.keys()];
  }
}
