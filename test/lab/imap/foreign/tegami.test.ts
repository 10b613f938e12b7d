/** Our own client (imapflow) at our own server: both ends of the same standard. */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, describe, expect, onTestFinished, test } from 'vitest';
import { type ImapOptions, type ImapSession, openImap, type Summary } from '../../../../src/imap/index.ts';
import { AIKO, type ImapHouse, mail, PASSWORD, startImapHouse } from './house.ts';

describe("Tegami's client at the lab", () => {
  let house: ImapHouse;
  beforeAll(async () => {
    house = await startImapHouse();
  });
  afterAll(() => house?.close());
  afterEach(() => expect(house.refusals()).toEqual([]));

  async function open(
    security: 'none' | 'starttls' | 'implicit' = 'implicit',
    o: Partial<ImapOptions> = {},
  ): Promise<ImapSession> {
    const session = await openImap({
      server: { host: 'localhost', port: security === 'implicit' ? house.imaps : house.imap, security },
      user: AIKO,
      password: PASSWORD,
      trust: { ca: house.caPem, pins: [] },
      ...o,
    });
    onTestFinished(() => session.close());
    return session;
  }

  async function summaries(session: ImapSession): Promise<Summary[]> {
    const found: Summary[] = [];
    await session.summaries(await session.uids(), (one) => found.push(one));
    return found;
  }

  test.each(['none', 'starttls', 'implicit'] as const)(
    'signs in (%s) and sees what the server can',
    async (security) => {
      const session = await open(security);
      for (const name of ['IDLE', 'UIDPLUS', 'MOVE', 'CONDSTORE', 'QRESYNC', 'SPECIAL-USE', 'NAMESPACE', 'ESEARCH'])
        expect(session.capabilities).toContain(name);
    },
  );

  test('folders with roles, names in Japanese, a new one', async () => {
    const session = await open();
    expect(await session.createFolder('送信済み/2026 & 春')).toBe('送信済み/2026 & 春');
    await house.fill('', 'tea', [mail('tea')]);
    const folders = new Map((await session.folders()).map((folder) => [folder.path, folder]));
    expect(folders.get('INBOX')).toMatchObject({ role: 'inbox', selectable: true });
    expect(folders.get('Sent')).toMatchObject({ role: 'sent' });
    expect(folders.get('Trash')).toMatchObject({ role: 'trash' });
    expect(folders.get('送信済み/2026 & 春')).toMatchObject({ subscribed: true, selectable: true });
    expect(folders.get('#news')).toMatchObject({ selectable: false });
    expect(await session.within('#news/tea', async ({ readOnly, exists }) => ({ readOnly, exists }))).toEqual({
      readOnly: true,
      exists: 1,
    });
  });

  test('summaries, previews, parts and whole messages', async () => {
    const texts = [mail('一', '本文です'), mail('two', 'x'.repeat(3000))];
    await house.fill(AIKO, 'read', texts, ['\\Flagged', 'work']);
    const session = await open();
    await session.within('read', async (selected) => {
      expect(selected).toMatchObject({ exists: 2, readOnly: false, uidNext: 3 });
      expect(selected.permanentFlags).toEqual(expect.arrayContaining(['seen', '*']));
      const found = await summaries(session);
      expect(found).toMatchObject([
        {
          uid: 1,
          flags: expect.arrayContaining(['flagged', 'work']),
          envelope: { subject: '一', from: { address: 'anna@yuki.test' } },
        },
        { uid: 2, size: texts[1]?.length },
      ]);
      const previews = await session.previews([
        { uid: 1, part: '1' },
        { uid: 2, part: '1' },
      ]);
      expect(Buffer.from(previews.get(1) ?? []).toString()).toBe('本文です\r\n');
      expect(previews.get(2)?.length).toBe(600);
      const file = join(house.folder, 'raw.eml');
      await session.raw(1, file);
      expect(readFileSync(file, 'utf8')).toBe(texts[0]);
      expect((await session.flags('1:*')).messages.map(({ flags }) => flags.includes('seen'))).toEqual([false, false]);
    });
  });

  test('flags, and what changed since, also what went', async () => {
    const uids = await house.fill(AIKO, 'since', [mail('a'), mail('b'), mail('c'), mail('d')]);
    const session = await open();
    const before = await session.within('since', async ({ highestModseq }) => highestModseq ?? '');
    const mailbox = await house.spool.open(AIKO, 'since');
    await mailbox?.setFlags([uids[1] ?? 0], 'add', ['\\Flagged']);
    await mailbox?.expunge([uids[2] ?? 0], 'imap');
    await session.within('since', async () => {
      const report = await session.flags('1:*', before);
      expect(report.messages).toMatchObject([{ uid: 2, flags: ['flagged'] }]);
      expect(report.vanished === null || report.vanished.includes(3)).toBe(true);
      await session.store([1, 2], { set: ['seen'], unset: ['flagged'] });
      await session.store([4], { set: ['deleted'] });
      expect(await session.remove([1])).toBe('expunged');
      expect(await session.uids()).toEqual([2, 4]);
    });
    expect([...(mailbox?.get(2)?.flags ?? [])]).toEqual(['\\Seen']);
    expect(mailbox?.get(4)?.flags.has('\\Deleted')).toBe(true);
  });

  test('moves, appends and finds again', async () => {
    await house.fill(AIKO, 'from', [mail('a'), mail('b')]);
    await house.fill(AIKO, 'to', [mail('z')]);
    const session = await open();
    const moved = await session.within('from', () => session.move([1, 2], 'to'));
    expect([...(moved ?? [])]).toEqual([
      [1, 2],
      [2, 3],
    ]);
    const file = join(house.folder, 'append.eml');
    writeFileSync(file, mail('appended'));
    const date = Date.UTC(2020, 1, 3, 4, 5, 6);
    const appended = await session.append('to', file, ['seen'], date);
    expect(appended).toMatchObject({ uid: 4 });
    const id = `<${Buffer.from('appended').toString('hex')}@yuki.test>`;
    expect(await session.findByMessageId('to', id)).toEqual([4]);
    const mailbox = await house.spool.open(AIKO, 'to');
    expect(mailbox?.get(4)?.internalDate).toBe(date);
    expect(String(await mailbox?.read(4))).toBe(mail('appended'));
  });

  test('news come while it idles', async () => {
    await house.fill(AIKO, 'news', [mail('a')]);
    const heard: string[] = [];
    const session = await open('implicit', { onNews: (path, what) => heard.push(`${path} ${what}`) });
    await session.idle('news');
    await house.fill(AIKO, 'news', [mail('b')]);
    await expect.poll(() => heard).toContain('news exists');
    const mailbox = await house.spool.open(AIKO, 'news');
    await mailbox?.setFlags([1], 'add', ['\\Seen']);
    await expect.poll(() => heard).toContain('news flags');
    await mailbox?.expunge([1], 'imap');
    await expect.poll(() => heard).toContain('news expunge');
  });
});
