import { type FolderRow, type MessageRow, Role } from '../../../src/contract/mail.ts';
import type { Mirror } from '../mirror.ts';

/** What a person's mail is like, counted. Octets; shares from 0 to 1. */
export interface OwnNumbers {
  /** How many mails were looked at. */
  readonly mails: number;
  readonly mailsPerDay: number;
  /** Of a mail without its attachments. */
  readonly mailSize: number;
  readonly attachmentShare: number;
  readonly attachmentSize: number;
}

const day = 86_400_000;
/** Long enough for holidays and busy weeks, short enough to be what mail is like now. */
const days = 90;
const most = 5000;
/** Smaller ones are signatures and logos. */
const large = 100_000;
/** RFC 2045 §6.8: base64 makes a line of 78 octets, with its end, of 57. */
const encoded = 78 / 57;

const notReceived: readonly FolderRow['role'][] = [Role.enum.sent, Role.enum.drafts];

/** Of what came in the last months, in all accounts. Null where nothing did. */
export async function ownNumbers(mirror: Mirror, now: number): Promise<OwnNumbers | null> {
  const folders = (await mirror.folders.toArray()).filter(({ role }) => !notReceived.includes(role));
  const from = now - days * day;
  const rows = (
    await Promise.all(
      folders.map(({ id }) =>
        mirror.messages
          .where('[folder+date]')
          .between([id, from], [id, now], true, true)
          .reverse()
          .limit(most)
          .toArray(),
      ),
    )
  ).flat();
  return numbersOf(rows, now);
}

/** Of all mails that came since the oldest of these. */
export function numbersOf(
  rows: readonly Pick<MessageRow, 'date' | 'size' | 'attachments'>[],
  now: number,
): OwnNumbers | null {
  if (rows.length === 0) return null;
  const oldest = rows.reduce((least, { date }) => Math.min(least, date), now);
  const attached = rows.map(({ attachments }) =>
    attachments.reduce((sum, { size, held }) => sum + (held ? size * encoded : size), 0),
  );
  const heavy = attached.filter((octets) => octets >= large);
  const total = (numbers: readonly number[]) => numbers.reduce((sum, one) => sum + one, 0);
  const light = total(
    rows.map(({ size }, n) => Math.max(0, size - ((attached[n] ?? 0) >= large ? (attached[n] ?? 0) : 0))),
  );
  return {
    mails: rows.length,
    mailsPerDay: rows.length / Math.max(1, (now - oldest) / day),
    mailSize: light / rows.length,
    attachmentShare: heavy.length / rows.length,
    attachmentSize: heavy.length === 0 ? 0 : total(heavy) / heavy.length / encoded,
  };
}
