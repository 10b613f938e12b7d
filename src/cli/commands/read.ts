import { createReadStream } from 'node:fs';
import { copyFile, readFile } from 'node:fs/promises';
import { MailError } from '../../base/errors.ts';
import type { FolderRow, MessageRow } from '../../contract/mail.ts';
import type { Engine } from '../../engine/index.ts';
import { type Command, type Given, required, text, UsageError, whole } from '../command.ts';

export const folders: Command = {
  name: 'folders',
  usage: '[--account ID]',
  options: { account: { type: 'string' } },
  async run(given, { engine }) {
    const rows = foldersOf(await engine(), given);
    return {
      json: rows.map(({ id, account, path, name, role, total, unread, selectable, local }) => ({
        id,
        account,
        path,
        name,
        role,
        total,
        unread,
        selectable,
        local,
      })),
      lines: rows.map(
        (row) => `${row.account}\t${row.path}\t${row.unread}/${row.total}${row.role === null ? '' : `\t${row.role}`}`,
      ),
    };
  },
};

export const list: Command = {
  name: 'list',
  usage: '--folder NAME [--account ID] [--limit N]',
  options: { folder: { type: 'string' }, limit: { type: 'string' }, account: { type: 'string' } },
  async run(given, { engine }) {
    const open = await engine();
    const found = findFolders(foldersOf(open, given), required(given, 'folder'));
    const limit = Math.min(10_000, whole(text(given, 'limit') ?? '10000', '--limit'));
    const rows = found
      .flatMap((folder) => open.parts.vault.messages.list(folder.id, limit).map((row) => ({ row, folder })))
      .sort((a, b) => b.row.date - a.row.date)
      .slice(0, limit);
    return {
      json: rows.map(({ row, folder }) => listed(row, folder)),
      lines: rows.map(
        ({ row }) =>
          `${row.id}\t${row.flags.includes('seen') ? ' ' : '*'}\t${new Date(row.date).toISOString()}\t${row.from?.name || row.from?.address || ''}\t${row.subject}`,
      ),
    };
  },
};

export const show: Command = {
  name: 'show',
  usage: 'ID [--raw] [--part N --out FILE]',
  options: { raw: { type: 'boolean' }, part: { type: 'string' }, out: { type: 'string' } },
  async run(given, { engine }) {
    const [word, more] = given.words;
    if (word === undefined || more !== undefined) throw new UsageError('one message id is wanted; "list" shows them');
    const id = whole(word, 'an id');
    const { parts, handlers } = await engine();
    if (given.options['raw'] === true) {
      const { file } = await parts.bodies.raw(id);
      return { bytes: createReadStream(file) };
    }
    const part = text(given, 'part');
    if (part !== undefined) {
      const out = required(given, 'out');
      const located = await parts.bodies.part(id, part);
      await copyFile(located.file, out);
      return {
        json: { id, part, out, size: located.size, type: located.type, name: located.name },
        lines: [`${out}: ${located.size} octets`],
      };
    }
    const opened = await handlers['messages.open']({ id });
    const folder = parts.vault.folders.get(opened.row.folder);
    const shown =
      opened.shown === null ? '' : await readFile((await parts.bodies.part(id, opened.shown.part)).file, 'utf8');
    const json = {
      ...listed(opened.row, folder),
      cc: opened.row.cc,
      bcc: opened.bcc,
      replyTo: opened.replyTo,
      references: opened.references,
      shown: opened.shown,
      alternatives: opened.alternatives,
      text: shown,
      problems: opened.problems,
    };
    return { json, lines: readable(json) };
  },
};

function listed(
  row: MessageRow,
  folder: FolderRow,
): Record<string, unknown> & { from: MessageRow['from']; to: MessageRow['to']; subject: string; date: string } {
  return {
    id: row.id,
    account: row.account,
    folder: folder.path,
    ...(row.uidl === null ? { uid: row.uid } : { uidl: row.uidl }),
    messageId: row.messageId,
    from: row.from,
    to: row.to,
    subject: row.subject,
    date: new Date(row.date).toISOString(),
    size: row.size,
    flags: row.flags,
    preview: row.preview,
    attachments: row.attachments,
    pending: row.pending,
  };
}

function readable(mail: ReturnType<typeof listed> & { text: string }): string[] {
  const address = ({ name, address }: { name: string; address: string }): string =>
    name === '' ? address : `${name} <${address}>`;
  return [
    `From: ${mail.from === null ? '' : address(mail.from)}`,
    `To: ${mail.to.map(address).join(', ')}`,
    `Date: ${mail.date}`,
    `Subject: ${mail.subject}`,
    '',
    mail.text,
  ];
}

function foldersOf(engine: Engine, given: Given): FolderRow[] {
  const account = text(given, 'account');
  return engine.parts.vault.folders.list(account === undefined ? undefined : whole(account, '--account'));
}

/** By path, by name or by role, capitals aside. @throws MailError not-found. */
export function findFolders(rows: readonly FolderRow[], wanted: string): FolderRow[] {
  const exact = rows.filter((row) => row.path === wanted);
  if (exact.length > 0) return exact;
  const lower = wanted.toLowerCase();
  const loose = rows.filter(
    (row) => row.path.toLowerCase() === lower || row.name.toLowerCase() === lower || row.role === lower,
  );
  if (loose.length > 0) return loose;
  throw new MailError({
    kind: 'bad-input',
    at: 'cli.folder',
    reason: 'not-found',
    advice: 'check-input',
    facts: { what: `folder ${wanted}` },
  });
}
