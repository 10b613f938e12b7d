import type { Address, FolderRow, FoundMessage, MessageRow } from '../../contract/mail.ts';
import type { Vault } from '../../vault/index.ts';
import type { Bodies } from '../body.ts';
import type { Question } from './question.ts';
import type { Found } from './server.ts';

/** Rows that are looked at before others get their turn. */
const atOnce = 500;

/**
 * Among what this profile holds: sender, recipients, subject and preview of every mail, and the text of those of which it lies here.
 * Without case and width, as the lists are searched too.
 */
export async function searchHere(
  vault: Vault,
  bodies: Pick<Bodies, 'heldText'>,
  account: number,
  question: Question,
  limit: number,
): Promise<Found> {
  const asked = { from: folded(question.from), to: folded(question.to), text: folded(question.text) };
  const found: FoundMessage[] = [];
  let total = 0;
  for (const folder of inboxFirst(vault.folders.list(account)))
    for (let at = 0; ; at += atOnce) {
      const rows = vault.messages.list(folder.id, atOnce, at);
      for (const row of rows) {
        if (!(await matches(row, asked, bodies))) continue;
        total += 1;
        const { id, messageId, uid, subject } = row;
        if (found.length < limit) found.push({ id, messageId, folder: folder.path, uid, subject });
      }
      if (rows.length < atOnce) break;
      await new Promise<void>((resolve) => setImmediate(resolve));
    }
  return { found, total };
}

async function matches(row: MessageRow, asked: Question, bodies: Pick<Bodies, 'heldText'>): Promise<boolean> {
  if (!all(asked.from, written(row.from))) return false;
  if (!all(asked.to, row.to.map(written).join(' '))) return false;
  if (asked.text.length === 0) return true;
  const people = [row.from, ...row.to, ...row.cc].map(written).join(' ');
  const listed = fold(`${row.subject} ${people} ${row.preview}`);
  const missing = asked.text.filter((word) => !listed.includes(word));
  return missing.length === 0 || all(missing, (await bodies.heldText(row.id)) ?? '');
}

const all = (words: readonly string[], text: string): boolean => {
  const where = fold(text);
  return words.every((word) => where.includes(word));
};
const written = (address: Address | null): string => (address === null ? '' : `${address.name} ${address.address}`);
const fold = (text: string): string => text.normalize('NFKC').toLowerCase();
const folded = (words: readonly string[]): string[] => words.map(fold);

function inboxFirst(folders: readonly FolderRow[]): FolderRow[] {
  return [...folders].sort((a, b) => Number(b.role === 'inbox') - Number(a.role === 'inbox'));
}
