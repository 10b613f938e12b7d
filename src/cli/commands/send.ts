import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import { MailError } from '../../base/errors.ts';
import type { Address } from '../../contract/mail.ts';
import type { DraftAttachment } from '../../contract/outbox.ts';
import type { Engine } from '../../engine/index.ts';
import { decodeText, parseAddresses } from '../../message/index.ts';
import { outboxRow } from '../../vault/index.ts';
import { type Command, type Given, required, type Surroundings, text, texts, UsageError } from '../command.ts';
import { line } from '../look/width.ts';
import { sent } from '../sent.ts';

export const send: Command = {
  name: 'send',
  usage: '--from A --to A… [--cc A…] [--bcc A…] --subject S --text FILE|- [--attach FILE]… [--wait]',
  options: ['from', 'to', 'cc', 'bcc', 'subject', 'text', 'attach', 'wait'],
  words: 0,
  async run(given, around) {
    const { words } = around;
    const from = required(given, 'from');
    const to = addresses(given, 'to');
    if (to.length === 0) throw new UsageError((words) => words.missing('--to A'));
    const source = required(given, 'text');
    for (const file of texts(given, 'attach')) await checkFile(file);
    const engine = await around.engine();
    const account = accountOf(engine, from, around);
    const body = await textOf(source, around);
    const { id, messageId } = await engine.handlers['outbox.submit']({
      draft: {
        account,
        to,
        cc: addresses(given, 'cc'),
        bcc: addresses(given, 'bcc'),
        subject: text(given, 'subject') ?? '',
        text: body,
        attachments: await uploads(engine, texts(given, 'attach')),
        answers: null,
      },
      draftId: null,
    });
    if (given.options['wait'] === true) await sent(engine, id);
    const row = outboxRow(engine.parts.vault.outbox.get(id));
    return {
      json: { ...row, messageId },
      lines: [words.outboxState(id, words.states[row.state], line(row.said ?? ''))],
    };
  },
};

function accountOf(engine: Engine, from: string, { words }: Surroundings): number {
  const wanted = (parseAddresses(from)[0]?.address ?? from).toLowerCase();
  const account = engine.parts.vault.accounts.list().find((each) => each.settings.email.toLowerCase() === wanted);
  if (account !== undefined) return account.id;
  throw new MailError({
    kind: 'bad-input',
    at: 'cli.from',
    reason: 'not-found',
    advice: 'check-input',
    facts: { what: words.accountFor(from) },
  });
}

function addresses(given: Given, name: 'to' | 'cc' | 'bcc'): Address[] {
  return texts(given, name).flatMap((word) => parseAddresses(word));
}

/** Text as it lies in the file, in whatever charset it is. */
async function textOf(source: string, { stdin }: Surroundings): Promise<string> {
  const bytes =
    source === '-'
      ? await stdin()
      : await readFile(source).catch((thrown: Error) => {
          throw new UsageError((words) => words.noUse('--text', thrown.message));
        });
  return decodeText(bytes, null).text;
}

async function checkFile(file: string): Promise<void> {
  const found = await stat(file).catch((thrown: Error) => {
    throw new UsageError((words) => words.noUse('--attach', thrown.message));
  });
  if (!found.isFile()) throw new UsageError((words) => words.noUse('--attach', file));
}

async function uploads(engine: Engine, files: readonly string[]): Promise<DraftAttachment[]> {
  const { handlers } = engine;
  const attachments: DraftAttachment[] = [];
  for (const file of files) {
    const name = basename(file);
    const type = types[extname(file).toLowerCase()] ?? 'application/octet-stream';
    const { id } = await handlers['upload.begin']({ name, type });
    for await (const chunk of createReadStream(file, { highWaterMark: 1 << 20 }))
      await handlers['upload.chunk']({ id, bytes: new Uint8Array(chunk as Buffer) });
    const { size } = await handlers['upload.end']({ id });
    attachments.push({ upload: id, name, type, size });
  }
  return attachments;
}

/** The few that people attach most; what is not here goes as octets, which every reader can save. */
const types: Readonly<Record<string, string>> = {
  '.txt': 'text/plain',
  '.html': 'text/html',
  '.csv': 'text/csv',
  '.pdf': 'application/pdf',
  '.png': 'image/png',
  '.jpg': 'image/jpeg',
  '.jpeg': 'image/jpeg',
  '.gif': 'image/gif',
  '.svg': 'image/svg+xml',
  '.zip': 'application/zip',
  '.json': 'application/json',
  '.eml': 'message/rfc822',
};
