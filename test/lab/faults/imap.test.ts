/** What an IMAP program sees of each fault; and the mail stays where it is. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { FaultPoint } from '../../../src/contract/lab/world.ts';
import { openImap } from '../../../src/imap/index.ts';
import { effects, type Kind, pairs, type Table, table } from './support.ts';

const user = 'daichi@niwa.test';
const mails = ['one', 'two', 'three'].map((n) => `Subject: ${n}\r\n\r\n${`${n} `.repeat(40)}\r\n`);
const added = 'Subject: added\r\n\r\nx\r\n';

let house: Table;
let folder: string;
beforeAll(async () => {
  house = await table();
  folder = mkdtempSync(path.join(tmpdir(), 'tegami-faults-imap-'));
  writeFileSync(path.join(folder, 'added'), added);
  await fill();
});
afterAll(async () => {
  await house.close();
  rmSync(folder, { recursive: true, force: true });
});

const box = async (name: string) => house.lab.spoolOf('niwa.test')?.open(user, name);

/** All three are there, and nothing else, whatever was before. */
async function fill(): Promise<void> {
  for (const name of ['INBOX', 'Drafts']) {
    const mailbox = await box(name);
    await mailbox?.expunge(
      mailbox.messages.map(({ uid }) => uid),
      'lab',
    );
  }
  const inbox = await box('INBOX');
  for (const mail of mails) await inbox?.append(Buffer.from(mail));
}

interface Visit {
  readonly uidValidity: string;
  readonly sizes: readonly number[];
  readonly contents: readonly string[];
}

/** A program that puts a mail into one folder and reads all of another. */
async function visit(security: 'none' | 'implicit' = 'none'): Promise<Visit> {
  const { lab } = house;
  const at = lab.status().hosts.find(({ name }) => name === 'niwa.test');
  const session = await openImap({
    server: { host: at?.address ?? '', port: (security === 'none' ? at?.imap : at?.imaps) ?? 1, security },
    user,
    password: 'tegami',
    trust: { ca: lab.status().ca, pins: [] },
  });
  try {
    await session.append('Drafts', path.join(folder, 'added'), [], Date.UTC(2026, 10, 21));
    const { uidValidity } = await session.select('INBOX');
    const uids = await session.uids();
    const sizes: number[] = [];
    await session.summaries(uids, ({ size }) => sizes.push(size));
    const contents: string[] = [];
    for (const uid of uids) {
      const file = path.join(folder, 'fetched');
      await session.raw(uid, file);
      contents.push(readFileSync(file, 'utf8'));
    }
    return { uidValidity: String(uidValidity), sizes, contents };
  } finally {
    await session.close();
  }
}

/** What the visit is like then: another account of the same mails, or the step at which it fails. */
function seen(point: FaultPoint, kind: Kind, is: Visit): Visit | RegExp {
  switch (kind) {
    case 'delay':
      return is;
    case 'lying-size':
      return { ...is, sizes: is.sizes.map((size) => size + 7) };
    case 'uidvalidity-bump':
      return { ...is, uidValidity: expect.not.stringMatching(`^${is.uidValidity}$`) as string };
    case 'dead-host':
      return /^net\.connect$/;
    case 'bad-tls':
      return /^tls\.handshake$/;
    default:
      return step[point] ?? /never/;
  }
}

const step: Partial<Record<FaultPoint, RegExp>> = {
  'imap.connect': /^imap\.greeting$/,
  'imap.login': /^imap\.auth$/,
  'imap.select': /^imap\.select$/,
  'imap.fetch': /^imap\.fetch$/,
  'imap.append': /^imap\.append$/,
};

test.each(pairs('imap.'))('%s: %s', async (point, kind) => {
  const expected = seen(point, kind, await visit());
  await house.strike({ point, effect: effects[kind], host: 'niwa.test' });
  const drafts = (await box('Drafts'))?.messages.length ?? 0;
  const visited = visit(kind === 'bad-tls' ? 'implicit' : 'none');
  if (expected instanceof RegExp) await expect(visited).rejects.toMatchObject({ at: expect.stringMatching(expected) });
  else expect(await visited).toEqual(expected);
  expect([...new Set(house.told())]).toEqual([`f ${point} ${kind}`]);
  // What was not answered OK is not in the folder, but where only the answer was lost.
  const appended = ((await box('Drafts'))?.messages.length ?? 0) - drafts;
  const reached = !['imap.connect', 'imap.login'].includes(point) || kind === 'delay';
  const stored = point === 'imap.append' ? kind === 'delay' || kind === 'drop' : reached;
  expect(appended).toBe(stored ? 1 : 0);
  await house.heal();
  // A mail that another session removed is gone: that is this fault.
  expect((await visit()).contents).toEqual(kind === 'expunge-during-fetch' ? mails.slice(0, 2) : mails);
  await fill();
});
