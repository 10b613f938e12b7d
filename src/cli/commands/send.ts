import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { basename, extname } from 'node:path';
import { MailError } from '../../base/errors.ts';
import type { Address } from '../../contract/mail.ts';
import type { DraftAttachment } from '../../contract/outbox.ts';
import type { Engine } from '../../engine/index.ts';
import { parseAddresses } from '../../message/index.ts';
import { outboxRow } from '../../vault/index.ts';
import { type Command, type Given, required, type Surroundings, text, texts, UsageError, whole } from '../command.ts';

const many = { type: 'string', multiple: true } as const;

export const send: Command = {
  name: 'send',
  usage: '--from A --to A… [--cc A…] [--bcc A…] --subject S --text FILE|- [--attach FILE]… [--wait]',
  options: {
    from: { type: 'string' },
    to: many,
    cc: many,
    bcc: many,
    subject: { type: 'string' },
    text: { type: 'string' },
    attach: many,
    wait: { type: 'boolean' },
  },
  async run(given, around) {
    const body = await textOf(required(given, 'text'), around);
    const engine = await around.engine();
    const account = accountOf(engine, required(given, 'from'));
    const { id, messageId } = await engine.handlers['outbox.submit']({
      draft: {
        account,
        to: addresses(given, 'to'),
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
      lines: [`outbox ${id}: ${row.state}${row.said === undefined ? '' : ` (${row.said})`}`],
    };
  },
};

export const outbox: Command = {
  name: 'outbox',
  usage: '[retry ID | cancel ID]',
  options: {},
  async run(given, { engine }) {
    const open = await engine();
    const [verb, word] = given.words;
    if (verb === 'cancel') {
      const json = await open.handlers['outbox.cancel']({ id: whole(word ?? '', 'an outbox id') });
      return { json, lines: [`taken back; it is draft ${json.draft} again`] };
    }
    if (verb === 'retry') {
      const id = whole(word ?? '', 'an outbox id');
      await open.handlers['outbox.retry']({ id });
      await sent(open, id);
    } else if (verb !== undefined) throw new UsageError(`outbox ${verb}: no such thing to do`);
    const rows = await open.handlers['outbox.list']({});
    return {
      json: rows,
      lines: rows.map(
        (row) => `${row.id}\t${row.state}\t${row.recipients.map((each) => each.address).join(', ')}\t${row.subject}`,
      ),
    };
  },
};

/** Waits for the server's answer, and for the copy in Sent. @throws MailError the server's refusal. */
async function sent(engine: Engine, id: number): Promise<void> {
  const { outbox: runner, vault, runners } = engine.parts;
  await runner.sendNow(id);
  const record = vault.outbox.get(id);
  if (record.error !== undefined) throw new MailError(record.error);
  const refused = record.recipients.find((each) => each.state !== 'accepted');
  if (refused !== undefined)
    throw new MailError({
      kind: 'refused',
      at: 'smtp.rcpt',
      reason: 'recipient-refused',
      advice: 'check-address',
      said: refused.said,
      facts: { address: refused.address },
    });
  await runners.of(record.account).flush();
}

function accountOf(engine: Engine, from: string): number {
  const wanted = (parseAddresses(from)[0]?.address ?? from).toLowerCase();
  const account = engine.parts.vault.accounts.list().find((each) => each.settings.email.toLowerCase() === wanted);
  if (account !== undefined) return account.id;
  throw new MailError({
    kind: 'bad-input',
    at: 'cli.from',
    reason: 'not-found',
    advice: 'check-input',
    facts: { what: `an account for ${from}` },
  });
}

function addresses(given: Given, name: string): Address[] {
  return texts(given, name).flatMap((word) => parseAddresses(word));
}

async function textOf(source: string, { stdin }: Surroundings): Promise<string> {
  if (source === '-') return stdin();
  return readFile(source, 'utf8').catch((thrown: Error) => {
    throw new UsageError(`--text ${source}: ${thrown.message}`);
  });
}

async function uploads(engine: Engine, files: readonly string[]): Promise<DraftAttachment[]> {
  const { handlers } = engine;
  const attachments: DraftAttachment[] = [];
  for (const file of files) {
    await stat(file).catch((thrown: Error) => {
      throw new UsageError(`--attach ${file}: ${thrown.message}`);
    });
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
