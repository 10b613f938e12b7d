/** The lab's IMAP server beside Dovecot: FLAGS and ENVELOPE of a whole mailbox, the first time and the second. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { AIKO, PASSWORD, startImapHouse } from '../test/lab/imap/foreign/house.ts';
import { startDovecot } from '../test/servers/dovecot.ts';
import { mail } from './mails.ts';
import { run } from './process.ts';
import { median, type Report } from './report.ts';

const command = 'UID FETCH 1:* (FLAGS ENVELOPE)';
const client = fileURLToPath(new URL('./fetch-client.mjs', import.meta.url));

interface Fetched {
  readonly ms: number;
  readonly octets: number;
  readonly messages: number;
}

export async function labImap(count: number, runs: number): Promise<Report> {
  const folder = mkdtempSync(join(tmpdir(), 'tegami-bench-lab-'));
  const users = Array.from({ length: runs }, (_, i) => `user${i}`);
  const dovecot = await startDovecot({ users: Object.fromEntries(users.map((user) => [user, PASSWORD])) });
  const ours: { cold: Fetched[]; warm: Fetched[] } = { cold: [], warm: [] };
  const theirs: { cold: Fetched[]; warm: Fetched[] } = { cold: [], warm: [] };
  try {
    const first = await startImapHouse(() => {}, folder);
    const inbox = await first.spool.open(AIKO, 'INBOX');
    for (let i = 0; i < count; i += 500) {
      const some = Array.from({ length: Math.min(500, count - i) }, (_, k) => Buffer.from(mail(i + k, 4000)));
      await Promise.all(some.map((content) => inbox?.append(content)));
    }
    await first.close();
    for (const user of users) {
      // A mailbox that Dovecot has not seen, and a server of ours that has just started: neither has read a message.
      dovecot.fill(user, 'INBOX', { count, make: (i) => mail(i, 4000) });
      const [cold, warm] = await twice(dovecot.imap, user, count);
      theirs.cold.push(cold);
      theirs.warm.push(warm);
      const house = await startImapHouse(() => {}, folder);
      const [first, second] = await twice(house.imap, AIKO, count);
      ours.cold.push(first);
      ours.warm.push(second);
      await house.close();
    }
  } finally {
    await dovecot.close();
    rmSync(folder, { recursive: true, force: true });
  }
  const row = (what: string, fetched: readonly Fetched[], beside?: readonly Fetched[]) => ({
    what,
    ms: fetched.map(({ ms }) => ms),
    octets: fetched[0]?.octets ?? 0,
    ...(beside === undefined ? {} : { more: { 'of Dovecot': ratio(fetched, beside) } }),
  });
  return {
    name: 'lab-imap',
    title: `IMAP servers, ${command} of ${count} messages, no TLS, client in its own process, median of ${runs}`,
    rows: [
      row('Dovecot, first time', theirs.cold),
      row("the lab's server, first time", ours.cold, theirs.cold),
      row('Dovecot, second time', theirs.warm),
      row("the lab's server, second time", ours.warm, theirs.warm),
    ],
  };
}

const ratio = (a: readonly Fetched[], b: readonly Fetched[]): string =>
  `${(median(a.map(({ ms }) => ms)) / median(b.map(({ ms }) => ms))).toFixed(2)} ×`;

async function twice(port: number, user: string, count: number): Promise<[Fetched, Fetched]> {
  const { out } = await run(process.execPath, [client, String(port), user, PASSWORD, command, command]);
  const [cold, warm] = JSON.parse(out) as Fetched[];
  if (cold?.messages !== count || warm?.messages !== count) throw new Error(`not all messages came: ${out}`);
  return [cold, warm];
}
