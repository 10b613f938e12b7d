import { readFile, stat, writeFile } from 'node:fs/promises';
import { MailError } from '../base/errors.ts';
import type { OpenMessage, Problem } from '../contract/mail.ts';
import { chooseText, type ImapSession, type PartNode } from '../imap/index.ts';
import { decodeText, type ParsedMessage, type ParserPool } from '../message/index.ts';
import type { MessageRecord, Vault } from '../vault/index.ts';
import { decodeFile } from './decode-file.ts';
import type { Runner } from './runner/runner.ts';

/** A decoded part that lies in the vault. */
export interface LocatedPart {
  readonly file: string;
  readonly size: number;
  readonly type: string;
  readonly name: string;
  readonly problems: readonly Problem[];
}

/** Bodies: which text is shown, and bringing parts into the vault, from the message's file or from the server. */
export class Bodies {
  readonly #vault: Vault;
  readonly #pool: ParserPool;
  readonly #runnerOf: (account: number) => Runner;

  constructor(vault: Vault, pool: ParserPool, runnerOf: (account: number) => Runner) {
    this.#vault = vault;
    this.#pool = pool;
    this.#runnerOf = runnerOf;
  }

  /** Makes a message ready to be read: only the text that is shown is fetched. */
  async open(id: number): Promise<OpenMessage> {
    const record = this.#vault.messages.get(id);
    if (record.file !== null)
      return this.#openHeld(record, await this.#pool.parse(this.#vault.files.mailPath(record.file)));
    const choice = record.structure === null ? null : chooseText(record.structure);
    const shown = choice?.shown ?? null;
    const located = shown === null ? null : await this.part(id, shown.part);
    return {
      ...this.#common(id),
      shown: shown === null ? null : { part: shown.part, kind: shown.kind },
      alternatives: (choice?.alternatives ?? []).map(({ part, kind }) => ({ part, kind })),
      problems: [...(located?.problems ?? [])],
    };
  }

  /** One part, decoded, as a file of the vault; text as UTF-8. Fetched or unpacked where it is not there yet. */
  async part(id: number, part: string): Promise<LocatedPart> {
    const record = this.#vault.messages.get(id);
    return (
      (await this.#held(record, part)) ??
      (record.file !== null ? this.#unpack(record, part) : this.#fetch(record, part))
    );
  }

  /** The text of a message as far as it lies here, all its forms; null where none of it does. Asks no server. */
  async heldText(id: number): Promise<string | null> {
    const record = this.#vault.messages.find(id);
    if (record === null) return null;
    if (record.file !== null) {
      const { textParts } = await this.#pool.parse(this.#vault.files.mailPath(record.file));
      return textParts.map(({ text }) => text).join('\n');
    }
    const choice = record.structure === null ? null : chooseText(record.structure);
    const texts: string[] = [];
    for (const each of [choice?.shown ?? [], choice?.alternatives ?? []].flat()) {
      const held = await this.#held(record, each.part);
      if (held !== null) texts.push(await readFile(held.file, 'utf8'));
    }
    return texts.length === 0 ? null : texts.join('\n');
  }

  /** The whole message's exact bytes; fetched once where only the server has them. */
  async raw(id: number): Promise<{ file: string; size: number }> {
    const record = this.#vault.messages.get(id);
    if (record.file !== null) return { file: this.#vault.files.mailPath(record.file), size: record.size };
    const { staged } = await this.#vault.files.receive((file, before) =>
      this.#reading(record, (session, uid) => session.raw(uid, file, before)),
    );
    await this.#vault.files.seal([staged]);
    try {
      this.#vault.write(() => this.#vault.messages.setFile(id, staged.sha256));
    } catch (thrown) {
      this.#vault.abandon([staged]);
      throw thrown;
    }
    return { file: this.#vault.files.mailPath(staged.sha256), size: staged.size };
  }

  async #openHeld(record: MessageRecord, mail: ParsedMessage): Promise<OpenMessage> {
    const [shown, ...alternatives] = mail.textParts.map(({ part, kind }) => ({ part, kind }));
    const text = mail.textParts[0];
    if (text !== undefined && (await this.#held(record, text.part)) === null)
      await this.#keep(
        record,
        text.part,
        { type: textType(text.kind), name: '', problems: [] },
        (file) => writeFile(file, text.text),
        'upkeep',
      );
    return { ...this.#common(record.id), shown: shown ?? null, alternatives, problems: mail.problems };
  }

  #common(id: number): Pick<OpenMessage, 'row' | 'bcc' | 'replyTo' | 'references'> {
    const record = this.#vault.messages.get(id);
    const [row] = this.#vault.messages.rows([id]);
    if (row === undefined) throw new Error('the record was there a moment ago');
    return { row, bcc: record.bcc, replyTo: record.replyTo, references: record.references };
  }

  /** The part as it lies, or null; a file that somebody removed is made again. */
  async #held(record: MessageRecord, part: string): Promise<LocatedPart | null> {
    const known = this.#vault.parts.find(record.id, part);
    if (known === null) return null;
    const file = this.#vault.files.partPath(record.id, part);
    const there = await stat(file).then(
      (found) => found.size === known.size,
      () => false,
    );
    return there ? { file, ...known } : null;
  }

  async #unpack(record: MessageRecord, part: string): Promise<LocatedPart> {
    const source = this.#vault.files.mailPath(record.file ?? '');
    const attachment = record.attachments.find((each) => each.part === part);
    let type = '';
    const located = await this.#keep(
      record,
      part,
      { type: '', name: attachment?.name ?? '', problems: [] },
      async (file) => {
        type = (await this.#pool.extractPart(source, part, file)).type;
      },
      attachment === undefined ? 'upkeep' : 'arrival',
    );
    const full = { ...located, type: withCharset(type) };
    this.#vault.write(() => this.#vault.parts.put(record.id, { part, ...full, problems: [...full.problems] }));
    return full;
  }

  async #fetch(record: MessageRecord, part: string): Promise<LocatedPart> {
    const node = record.structure === null ? null : findPart(record.structure, part);
    if (node === null) throw noSuchPart(record.id, part);
    const problems: Problem[] = [];
    return this.#vault.files.temporarily(async (encoded, before) => {
      await this.#reading(record, (session, uid) => session.partToFile(uid, part, encoded, before));
      const attachment = record.attachments.find((each) => each.part === part);
      const isText = attachment === undefined && node.type.startsWith('text/');
      const type = isText ? textType(node.type === 'text/html' ? 'html' : 'text') : node.type;
      const located = await this.#keep(record, part, { type, name: attachment?.name ?? '', problems }, async (file) => {
        problems.length = 0; // a second time, where the disk was full and room was made
        problems.push(...(await decodeFile(encoded, file, node.encoding)));
        if (isText) problems.push(...(await toUtf8(file, node.parameters['charset'] ?? null)));
      });
      if (attachment !== undefined) this.#markHeld(record.id, part, located.size);
      return located;
    });
  }

  async #keep(
    record: MessageRecord,
    part: string,
    about: { type: string; name: string; problems: Problem[] },
    fill: (file: string) => Promise<void>,
    use: 'arrival' | 'upkeep' = 'arrival',
  ): Promise<LocatedPart> {
    const { file, size } = await this.#vault.keepPart(record.id, part, fill, use);
    this.#vault.write(() => this.#vault.parts.put(record.id, { part, size, ...about }));
    return { file, size, ...about };
  }

  #markHeld(id: number, part: string, size: number): void {
    this.#vault.write(() => {
      const { attachments } = this.#vault.messages.get(id);
      this.#vault.messages.setAttachments(
        id,
        attachments.map((each) => (each.part === part ? { ...each, held: true, size } : each)),
      );
    });
  }

  /** Asks the server under the message's UID, where that still means this message (RFC 3501 §2.3.1.1). */
  async #reading(record: MessageRecord, work: (session: ImapSession, uid: number) => Promise<unknown>): Promise<void> {
    const { uid, path, folder } = await this.#onServer(record);
    const runner = this.#runnerOf(record.account);
    await runner.reading((session) =>
      session.within(
        path,
        async ({ uidValidity }) => {
          const known = this.#vault.folders.cursor(folder).uidValidity;
          if (known === null || known === uidValidity) return work(session, uid);
          runner.wake();
          throw notThereNow(record.id);
        },
        { asIs: true },
      ),
    );
  }

  /** Where the server has it. A message that is on its way to another folder has no number there yet: it is carried there first. */
  async #onServer(record: MessageRecord): Promise<{ uid: number; path: string; folder: number }> {
    let now = record;
    if (now.uid === null) {
      await this.#runnerOf(record.account).flush();
      now = this.#vault.messages.get(record.id);
    }
    if (now.uid !== null) {
      const { id: folder, path } = this.#vault.folders.get(now.folder);
      return { uid: now.uid, path, folder };
    }
    throw notThereNow(record.id);
  }
}

function notThereNow(id: number): MailError {
  return new MailError({
    kind: 'unreachable',
    at: 'imap.fetch',
    reason: 'not-found',
    advice: 'retry-later',
    facts: { what: `message ${id}` },
  });
}

function findPart(node: PartNode, part: string): PartNode | null {
  if (node.part === part && node.children.length === 0) return node;
  if (node.part === part && node.type === 'message/rfc822') return node;
  for (const child of node.children) {
    const found = findPart(child, part);
    if (found !== null) return found;
  }
  return null;
}

/** Charset to UTF-8, in place. */
async function toUtf8(file: string, charset: string | null): Promise<readonly Problem[]> {
  const { text, problems } = decodeText(await readFile(file), charset);
  await writeFile(file, text);
  return problems;
}

function textType(kind: 'html' | 'text'): string {
  return kind === 'html' ? 'text/html; charset=utf-8' : 'text/plain; charset=utf-8';
}

/** Unpacked text is UTF-8, whatever it was in the mail. */
function withCharset(type: string): string {
  return type.startsWith('text/') && !type.includes(';') ? `${type}; charset=utf-8` : type;
}

function noSuchPart(id: number, part: string): MailError {
  return new MailError({
    kind: 'bad-input',
    at: 'message.part',
    reason: 'not-found',
    advice: 'check-input',
    facts: { what: `part ${part} of message ${id}` },
  });
}
