import type { FolderRow, MessageRow } from '../../contract/mail.ts';
import { type Command, required, text, whole } from '../command.ts';
import { moment, size } from '../look/measures.ts';
import { table } from '../look/table.ts';
import { findFolders, foldersOf } from './folders.ts';

export const list: Command = {
  name: 'list',
  usage: '--folder NAME [--account ID] [--limit N]',
  options: ['folder', 'account', 'limit'],
  words: 0,
  async run(given, { engine, words, lang, width }) {
    const name = required(given, 'folder');
    const wanted = text(given, 'limit');
    const limit = wanted === undefined ? Number.MAX_SAFE_INTEGER : whole(wanted, '--limit');
    const open = await engine();
    const found = findFolders(foldersOf(open, given), name, words);
    const rows = found
      .flatMap((folder) => open.parts.vault.messages.list(folder.id, limit).map((row) => ({ row, folder })))
      .sort((a, b) => b.row.date - a.row.date)
      .slice(0, limit);
    const columns = [
      { head: words.head.id, right: true },
      { head: '' },
      { head: words.head.date },
      { head: words.head.from, most: 28 },
      { head: words.head.size, right: true },
      { head: words.head.subject },
    ];
    const cells = rows.map(({ row }) => [
      String(row.id),
      marks(row),
      moment(row.date, lang),
      row.from?.name || row.from?.address || '',
      size(row.size, lang),
      row.subject || words.noSubject,
    ]);
    return {
      json: rows.map(({ row, folder }) => listed(row, folder)),
      lines: rows.length === 0 ? [words.noMail()] : table(columns, cells, width),
    };
  },
};

/** Not read, flagged, answered, with an attachment. */
function marks({ flags, attachments }: MessageRow): string {
  return [
    flags.includes('seen') ? ' ' : '*',
    flags.includes('flagged') ? '!' : ' ',
    flags.includes('answered') ? 'r' : ' ',
    attachments.length > 0 ? '+' : ' ',
  ].join('');
}

/** A message as `list` and `show` print it with --json. */
export function listed(row: MessageRow, folder: FolderRow) {
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
