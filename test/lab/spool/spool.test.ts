import { spawnSync } from 'node:child_process';
import {
  appendFileSync,
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { folderOf, mailboxName, nameOfFolder } from '../../../src/lab/spool/names.ts';
import { AIKO, BEN, boxOf, openIn, temporary, text } from './support/spool.ts';

const inFolder = (root: string, ...more: string[]): string => join(root, AIKO, ...more);

test('a user has five mailboxes from the beginning, the public none, and a stranger nothing', async () => {
  const { spool } = await openIn(temporary());
  expect(spool.list(AIKO).map(({ name, specialUse }) => [name, specialUse])).toEqual([
    ['INBOX', null],
    ['Drafts', '\\Drafts'],
    ['Junk', '\\Junk'],
    ['Sent', '\\Sent'],
    ['Trash', '\\Trash'],
  ]);
  expect(spool.list('')).toEqual([]);
  expect(spool.list('chiyo@yuki.test')).toEqual([]);
  expect(spool.owners()).toEqual([AIKO, BEN]);
  await expect(spool.deliver('chiyo@yuki.test', text('x'))).rejects.toMatchObject({ reason: 'not-found' });
  const news = await spool.create('', 'tea');
  await news.append(text('news'), { once: 'q1' });
  await news.append(text('news'), { once: 'q1' });
  expect(news.messages).toHaveLength(1);
  expect(spool.list('').map(({ name }) => name)).toEqual(['tea']);
});

test('names, special uses, subscriptions and rights are there again; a name that is used again has another UIDVALIDITY', async () => {
  const root = temporary();
  const { spool } = await openIn(root);
  const spring = await spool.create(AIKO, 'Projects/春.v1', '\\Archive');
  await spool.subscribe(AIKO, '#news/tea', true);
  await spool.subscribe(AIKO, 'Trash', false);
  await spring.setAcl(BEN, 'lrs');
  await spring.append(text('kept'));
  const trash = await boxOf(spool, AIKO, 'Trash');
  await spool.remove(AIKO, 'Trash');
  await expect(trash.append(text('late'))).rejects.toMatchObject({ reason: 'not-found' });
  const again = await spool.create(AIKO, 'Trash');
  expect(again.uidValidity).toBeGreaterThan(trash.uidValidity);
  await spool.rename(AIKO, 'Projects', 'Work');
  expect(spring.name).toBe('Work/春.v1');
  await spring.append(text('after'));
  await spool.close();

  const reopened = (await openIn(root)).spool;
  expect(reopened.list(AIKO).map(({ name }) => name)).toEqual([
    'INBOX',
    'Drafts',
    'Junk',
    'Sent',
    'Trash',
    'Work',
    'Work/春.v1',
  ]);
  const found = await boxOf(reopened, AIKO, 'Work/春.v1');
  expect(found.uidValidity).toBe(spring.uidValidity);
  expect([...found.acl]).toEqual([[BEN, 'lrs']]);
  expect(found.messages).toHaveLength(2);
  expect(reopened.list(AIKO).find(({ name }) => name === found.name)?.specialUse).toBe('\\Archive');
  expect(reopened.subscriptions(AIKO)).toEqual(['#news/tea', 'Drafts', 'INBOX', 'Junk', 'Sent']);
});

test('INBOX renamed is emptied into the new one and stays', async () => {
  const { spool } = await openIn(temporary());
  await spool.deliver(AIKO, text('one'));
  await spool.rename(AIKO, 'inbox', 'Old');
  expect((await boxOf(spool)).messages).toEqual([]);
  expect((await boxOf(spool, AIKO, 'Old')).messages).toHaveLength(1);
  for (const bad of ['', '/', 'a//b', 'a/', 'a\nb', 'a*', 'INBOX', `${'x/'.repeat(40)}x`, 'あ'.repeat(200)])
    await expect(spool.create(AIKO, bad), bad).rejects.toMatchObject({ reason: 'bad-value' });
  await expect(spool.remove(AIKO, 'INBOX')).rejects.toMatchObject({ reason: 'bad-value' });
  await expect(spool.remove(AIKO, 'Nowhere')).rejects.toMatchObject({ reason: 'not-found' });
});

test('every name has its own folder, and comes back from it', () => {
  fc.assert(
    fc.property(
      fc.array(fc.string({ unit: 'binary', minLength: 1, maxLength: 12 }), { minLength: 1, maxLength: 3 }),
      (levels) => {
        const name = levels.join('/');
        let usable: string;
        try {
          usable = mailboxName(name);
        } catch {
          return;
        }
        if (usable === 'INBOX') return;
        const folder = folderOf(usable);
        expect(folder).toMatch(/^\.[\x20-\x7e]+$/);
        expect(folder).not.toContain('/');
        expect(nameOfFolder(folder)).toBe(usable);
      },
    ),
  );
});

test('a delivery that comes again is not stored twice: at once, later, after a restart, after it was expunged', async () => {
  const root = temporary();
  const { spool } = await openIn(root);
  const [a, b] = await Promise.all([
    spool.deliver(AIKO, text('one'), { once: 'q1' }),
    spool.deliver(AIKO, text('one'), { once: 'q1' }),
  ]);
  expect(a).toEqual(b);
  await spool.deliver(BEN, text('one'), { once: 'q1' });
  await spool.deliver(AIKO, text('two'), { once: 'q2' });
  await (await boxOf(spool)).expunge([1], 'pop3');
  await spool.close();
  const again = (await openIn(root)).spool;
  expect((await again.deliver(AIKO, text('one'), { once: 'q1' })).uid).toBe(1);
  expect((await again.deliver(AIKO, text('two'), { once: 'q2' })).uid).toBe(2);
  expect((await boxOf(again)).messages.map(({ uid }) => uid)).toEqual([2]);
  expect((await boxOf(again, BEN)).messages).toHaveLength(1);
});

test('a line of the index that was torn is passed over, and writing goes on behind it', async () => {
  const root = temporary();
  const first = (await openIn(root)).spool;
  for (const name of ['a', 'b', 'c']) await first.deliver(AIKO, text(name));
  const { uidValidity } = await boxOf(first);
  await first.close();
  const index = inFolder(root, 'tegami-index');
  appendFileSync(index, '1234abcd {"t":"gone","u":"1:3","m":9');
  const second = (await openIn(root)).spool;
  expect((await boxOf(second)).messages).toHaveLength(3);
  await second.deliver(AIKO, text('d'));
  await second.close();
  // The last line only half: its message was promised here, and the file is there. It is found again.
  truncateSync(index, readFileSync(index).length - 20);
  const third = await boxOf((await openIn(root)).spool);
  expect(third.messages.map(({ uid }) => uid)).toEqual([1, 2, 3, 4]);
  expect(third.uidValidity).toBe(uidValidity);
});

test('a damaged index loses no mail: what can be read counts, files are found, and UIDVALIDITY tells it', async () => {
  const root = temporary();
  const first = (await openIn(root)).spool;
  for (const name of ['a', 'b', 'c']) await first.deliver(AIKO, text(name));
  const before = (await boxOf(first)).uidValidity;
  await first.close();
  const index = inFolder(root, 'tegami-index');
  const lines = readFileSync(index, 'utf8').split('\n');
  writeFileSync(index, lines.with(2, lines[2]?.replace('"t"', '"T"') ?? '').join('\n'));
  const second = await openIn(root);
  const inbox = await boxOf(second.spool);
  expect(inbox.messages).toHaveLength(3);
  expect(inbox.uidValidity).toBeGreaterThan(before);
  await second.spool.close();
  rmSync(index);
  const third = await boxOf((await openIn(root)).spool);
  expect(third.messages).toHaveLength(3);
  const contents = await Promise.all(third.messages.map(({ uid }) => third.read(uid)));
  expect(contents.map(String).sort()).toEqual(['a', 'b', 'c'].map((name) => text(name).toString()));
});

test('the quota refuses what does not fit, and takes it when there is room', async () => {
  const { spool, world } = await openIn(temporary());
  const user = world.users.find(({ address }) => address === AIKO);
  if (user === undefined) throw new Error('no aiko');
  const size = text('n').length;
  user.quota = 3 * size;
  const given = await Promise.allSettled(Array.from({ length: 10 }, () => spool.deliver(AIKO, text('n'))));
  expect(given.filter(({ status }) => status === 'fulfilled')).toHaveLength(3);
  expect(spool.quota(AIKO)).toEqual({ used: 3 * size, limit: 3 * size, messages: 3 });
  await expect(spool.deliver(AIKO, text('n'))).rejects.toMatchObject({ reason: 'message-refused', said: 'over quota' });
  const inbox = await boxOf(spool);
  await expect(inbox.copy([1], await boxOf(spool, AIKO, 'Sent'))).rejects.toMatchObject({ said: 'over quota' });
  await inbox.expunge([1], 'pop3');
  await spool.deliver(AIKO, text('n'));
});

test('a fault of the world is a full disk for whom it names', async () => {
  const { spool, faults } = await openIn(temporary());
  faults.push({ id: 'f', point: 'spool.store', effect: { kind: 'disk-full' }, address: AIKO, times: 1, skip: 0 });
  await expect(spool.deliver(AIKO, text('x'))).rejects.toMatchObject({ reason: 'disk-full' });
  await spool.deliver(BEN, text('x'));
  await spool.deliver(AIKO, text('x'));
});

test('renumbered: a new UIDVALIDITY, UIDs from one, the same mail, also after a restart', async () => {
  const root = temporary();
  const { spool } = await openIn(root);
  for (const name of ['a', 'b', 'c']) await spool.deliver(AIKO, text(name));
  const inbox = await boxOf(spool);
  await inbox.expunge([1], 'lab');
  await inbox.setFlags([3], 'add', ['\\Seen', 'work']);
  const before = inbox.uidValidity;
  const since = inbox.highestModseq;
  await inbox.renumber();
  expect(inbox.uidValidity).toBeGreaterThan(before);
  expect(inbox.messages.map(({ uid, flags }) => [uid, [...flags]])).toEqual([
    [1, []],
    [2, ['\\Seen', 'work']],
  ]);
  expect(inbox.vanishedSince(since)).toBe(null);
  await spool.close();
  const again = await boxOf((await openIn(root)).spool);
  expect(again.uidValidity).toBe(inbox.uidValidity);
  expect((await again.read(2)).equals(text('c'))).toBe(true);
});

test('the index stays short however much is changed, and remembers what was expunged', async () => {
  const root = temporary();
  const { spool } = await openIn(root);
  await spool.deliver(AIKO, text('stays'));
  const inbox = await boxOf(spool);
  for (let n = 0; n < 3000; n++) await inbox.setFlags([1], n % 2 ? 'remove' : 'add', ['\\Seen']);
  await spool.deliver(AIKO, text('goes'));
  await inbox.expunge([2], 'lab');
  expect(readFileSync(inFolder(root, 'tegami-index'), 'utf8').split('\n').length).toBeLessThan(2100);
  await spool.close();
  const again = await boxOf((await openIn(root)).spool);
  expect(again.highestModseq).toBe(inbox.highestModseq);
  expect(again.vanishedSince(1)).toEqual([2]);
});

test('one lock for a maildrop', async () => {
  const { spool } = await openIn(temporary());
  const unlock = spool.lock(AIKO);
  expect(unlock).not.toBe(null);
  expect(spool.lock(AIKO.toUpperCase())).toBe(null);
  expect(spool.lock(BEN)).not.toBe(null);
  unlock?.();
  unlock?.();
  expect(spool.lock(AIKO)).not.toBe(null);
});

test('cleared, everything is gone, and no UIDVALIDITY comes again', async () => {
  const root = temporary();
  const { spool } = await openIn(root);
  await spool.deliver(AIKO, text('x'));
  const before = (await boxOf(spool)).uidValidity;
  await spool.clear();
  expect(existsSync(inFolder(root))).toBe(false);
  await spool.deliver(AIKO, text('y'));
  const inbox = await boxOf(spool);
  expect(inbox.messages.map(({ uid }) => uid)).toEqual([1]);
  expect(inbox.uidValidity).toBeGreaterThan(before);
  expect(spool.quota(AIKO)).toMatchObject({ used: text('y').length, messages: 1 });
});

test('it is a Maildir: Python reads messages, flags and folders, and what Python puts there has a UID at the next start', async () => {
  const root = temporary();
  const { spool } = await openIn(root);
  await spool.deliver(AIKO, text('fresh'));
  await spool.deliver(AIKO, text('read'));
  const inbox = await boxOf(spool);
  await inbox.setFlags([2], 'add', ['\\Seen', '\\Flagged', 'work']);
  await inbox.copy([1, 2], await spool.create(AIKO, 'Work'));
  await spool.close();
  const script = `
import json, mailbox, sys
md = mailbox.Maildir(sys.argv[1], create=False)
show = lambda box: sorted([m['Subject'], m.get_subdir(), m.get_flags()] for m in box)
found = {'inbox': show(md), 'folders': sorted(md.list_folders()), 'work': show(md.get_folder('Work'))}
m = mailbox.MaildirMessage('Subject: from Python\\n\\nline\\n')
m.set_subdir('cur'); m.set_flags('RS')
md.add(m)
print(json.dumps(found))
`;
  const ran = spawnSync('python3', ['-c', script, inFolder(root)], { encoding: 'utf8' });
  expect(ran.stderr).toBe('');
  const expected = [
    ['fresh', 'new', ''],
    ['read', 'cur', 'FS'],
  ];
  expect(JSON.parse(ran.stdout)).toMatchObject({ inbox: expected, work: expected });
  const again = await boxOf((await openIn(root)).spool);
  const third = again.messages[2];
  expect([third?.uid, ...(third?.flags ?? [])]).toEqual([3, '\\Answered', '\\Seen']);
  const content = (await again.read(3)).toString();
  expect(content).toContain('from Python\r\n');
  expect(content).not.toMatch(/[^\r]\n/);
  expect(third?.size).toBe(content.length);
});

test('files that somebody put there twice, took away, or left in tmp do no harm', async () => {
  const root = temporary();
  const { spool } = await openIn(root);
  for (const name of ['a', 'b']) await spool.deliver(AIKO, text(name));
  await spool.close();
  const [one = '', two = ''] = readdirSync(inFolder(root, 'new')).sort();
  copyFileSync(inFolder(root, 'new', one), inFolder(root, 'cur', `${one}:2,S`));
  rmSync(inFolder(root, 'new', two));
  writeFileSync(inFolder(root, 'tmp', 'half'), 'Subj');
  mkdirSync(inFolder(root, '.By Hand', 'cur'), { recursive: true });
  writeFileSync(inFolder(root, '.By Hand', 'cur', 'x:2,F'), 'Subject: by hand\n\n');
  const again = (await openIn(root)).spool;
  expect((await boxOf(again)).messages).toHaveLength(1);
  expect((await boxOf(again)).vanishedSince(0)).toHaveLength(1);
  const byHand = await boxOf(again, AIKO, 'By Hand');
  expect(byHand.messages.map(({ flags }) => [...flags])).toEqual([['\\Flagged']]);
  expect(readdirSync(inFolder(root, 'tmp'))).toEqual([]);
});

test('what is being read can be read to its end though it is expunged', async () => {
  const { spool } = await openIn(temporary());
  const big = Buffer.concat([text('big'), Buffer.alloc(1_000_000, 'x'), Buffer.from('\r\n')]);
  await spool.deliver(AIKO, big);
  const inbox = await boxOf(spool);
  const stream = await inbox.stream(1);
  await inbox.expunge([1], 'imap');
  const pieces: Buffer[] = [];
  for await (const piece of stream) pieces.push(piece as Buffer);
  expect(Buffer.concat(pieces).equals(big)).toBe(true);
  await expect(inbox.read(1)).rejects.toMatchObject({ reason: 'not-found' });
});
