import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { chooseText, openImap } from '../../src/imap/index.ts';
import { Counters } from '../../src/net/index.ts';
import { describeDovecot } from '../servers/available.ts';
import { type Dovecot, startDovecot } from '../servers/dovecot.ts';
import { imapExpunge, imapFlags, imapFolders, imapPython, imapRaw, imapStore } from '../servers/observer.ts';
import { signIn, summariesOf, tempFolder } from './support/session.ts';

const names = [
  'folders',
  'mail',
  'japan',
  'flags',
  'move',
  'remove',
  'since',
  'big',
  'idle',
  'append',
  'raw',
  'find',
  'validity',
];
const users = Object.fromEntries(
  [...names, 'tls', 'loss', 'zip', 'many', 'tag'].map((name) => [name, `pass ${name} "é`]),
);

const crlf = (...lines: string[]): string => `${lines.join('\r\n')}\r\n`;
const mail = (subject: string, ...more: string[]): string =>
  crlf(
    `From: Anna <anna@example.jp>`,
    `Subject: ${subject}`,
    `Message-ID: <${subject}@example.jp>`,
    ...more,
    '',
    'Text',
  );

describeDovecot('IMAP with Dovecot', () => {
  let dovecot: Dovecot;
  beforeAll(async () => {
    dovecot = await startDovecot({ users, rawlog: true, extra: 'protocol imap {\n  mail_plugins = imap_zlib\n}\n' });
  });
  afterAll(() => dovecot?.close());

  test('lists folders with their roles, hierarchy and decoded names, and makes new ones', async () => {
    dovecot.fill('folders', '仕事/A & B', 1);
    const { session } = await signIn(dovecot, 'folders');
    expect(await session.createFolder('送信済み/2026')).toBe('送信済み/2026');
    expect(await session.createFolder('送信済み/2026')).toBe('送信済み/2026');
    const folders = new Map((await session.folders()).map((folder) => [folder.path, folder]));
    expect(folders.get('INBOX')).toMatchObject({ role: 'inbox', name: 'INBOX', parentPath: '', selectable: true });
    expect(folders.get('Trash')).toMatchObject({ role: 'trash', subscribed: true });
    expect([...folders.values()].map(({ role }) => role).filter(Boolean)).toEqual(
      expect.arrayContaining(['inbox', 'drafts', 'sent', 'trash', 'junk', 'archive']),
    );
    expect(folders.get('仕事/A & B')).toMatchObject({ name: 'A & B', parentPath: '仕事', delimiter: '/', role: null });
    expect(folders.get('仕事')).toMatchObject({ selectable: false });
    expect(folders.get('送信済み/2026')).toMatchObject({ subscribed: true, role: null });
    expect(await session.status('仕事/A & B')).toMatchObject({ messages: 1, unseen: 1, uidNext: 2 });
    expect(await session.select('仕事/A & B')).toMatchObject({
      exists: 1,
      readOnly: false,
      permanentFlags: expect.arrayContaining(['seen', '*']),
    });
    expect(await imapFolders(dovecot, 'folders')).toContain('&kAFP4W4IMH8-/2026');
    await expect(session.select('Nowhere')).rejects.toMatchObject({ at: 'imap.select', reason: 'not-found' });
    await expect(session.uids()).rejects.toMatchObject({ at: 'imap.search' });
  });

  test('reads envelopes, structure and previews of mail as other programs write it', async () => {
    dovecot.fill('mail', 'INBOX', [
      crlf(
        'From: "B, A" <a@b.example>',
        'To: x@y.example, Friends: one@x.example, two@x.example;, z@y.example',
        'Subject: =?UTF-8?Q?caf=C3=A9?=',
        ' folded',
        'References: <1@x>',
        '  <2@x> <3@x>',
        'In-Reply-To: <3@x>',
        'Message-ID: <4@x>',
        'Date: Sat, 21 Nov 2026 20:14:33 +0900 (JST)',
        'MIME-Version: 1.0',
        'Content-Type: multipart/mixed; boundary=b',
        '',
        '--b',
        'Content-Type: multipart/alternative; boundary=c',
        '',
        '--c',
        'Content-Type: text/plain; charset=utf-8',
        'Content-Transfer-Encoding: quoted-printable',
        '',
        'caf=C3=A9',
        '--c',
        'Content-Type: text/html; charset=utf-8',
        '',
        '<p>café</p>',
        '--c--',
        '--b',
        'Content-Type: message/rfc822',
        '',
        'Subject: inner',
        'Content-Type: multipart/mixed; boundary=d',
        '',
        '--d',
        '',
        'deep',
        '--d--',
        '',
        '--b',
        "Content-Type: application/pdf; name*=iso-2022-jp''%1B$B%40A5a%3Dq%1B%28B.pdf",
        'Content-Disposition: attachment',
        'Content-ID: <pic@x>',
        'Content-Transfer-Encoding: base64',
        '',
        'AAAA',
        '--b--',
      ),
      crlf('Subject: nothing else', '', 'x'),
    ]);
    const { session } = await signIn(dovecot, 'mail');
    await session.select('INBOX');
    const [first, second] = await summariesOf(session);
    expect(first?.envelope).toEqual({
      messageId: '<4@x>',
      inReplyTo: '<3@x>',
      references: ['<1@x>', '<2@x>', '<3@x>'],
      from: { name: 'B, A', address: 'a@b.example' },
      to: ['x@y.example', 'one@x.example', 'two@x.example', 'z@y.example'].map((address) => ({ name: '', address })),
      cc: [],
      bcc: [],
      replyTo: [],
      subject: 'café folded',
      date: Date.UTC(2026, 10, 21, 11, 14, 33),
    });
    const parts = (node: NonNullable<typeof first>['structure']): string[] => [
      node.part,
      ...node.children.flatMap(parts),
    ];
    expect(parts(first?.structure as never)).toEqual(['', '1', '1.1', '1.2', '2', '2.TEXT', '2.1', '3']);
    const choice = chooseText(first?.structure as never);
    expect(choice.shown).toMatchObject({ part: '1.2', kind: 'html', charset: 'utf-8' });
    expect(choice.alternatives).toMatchObject([{ part: '1.1', kind: 'text', encoding: 'quoted-printable' }]);
    expect(choice.attachments).toMatchObject([
      { part: '2', name: 'inner.eml', type: 'message/rfc822' },
      { part: '3', name: '請求書.pdf', type: 'application/pdf', cid: 'pic@x', encoding: 'base64' },
    ]);
    expect(second).toMatchObject({
      uid: 2,
      flags: [],
      envelope: { from: null, date: null, messageId: null },
      structure: { part: '1', type: 'text/plain' },
    });
    const previews = await session.previews([
      { uid: 1, part: '1.1' },
      { uid: 2, part: '1' },
      { uid: 99, part: '1' },
    ]);
    expect([...previews].map(([uid, bytes]) => [uid, Buffer.from(bytes).toString()])).toEqual([
      [1, 'caf=C3=A9'],
      [2, 'x\r\n'],
    ]);
    expect(Buffer.from(await session.part(1, '2.1')).toString()).toBe('deep');
    expect((await imapFlags(dovecot, 'mail')).flatMap(({ flags }) => flags)).not.toContain('\\Seen');
  });

  test('reads Japanese mail: encoded words, raw ISO-2022-JP and Shift_JIS, names by RFC 2231 and by RFC 2047', async () => {
    const jis = Buffer.from('1b2442243324732433242b1b2842', 'hex').toString('latin1');
    const sjis = Buffer.from('836583588367', 'hex').toString('latin1');
    const attachment = (header: string) =>
      crlf(
        'Subject: x',
        'MIME-Version: 1.0',
        'Content-Type: multipart/mixed; boundary=b',
        '',
        '--b',
        '',
        't',
        '--b',
        header,
        '',
        'a',
        '--b--',
      );
    const mails = [
      mail('=?ISO-2022-JP?B?GyRCJDMkcyRLJEEkTxsoQg==?=', 'X: 1'),
      mail(jis),
      mail(sjis),
      mail('こんにちは'),
      attachment('Content-Type: a/b; name="=?UTF-8?B?6KuL5rGC5pu4LnBkZg==?="'),
      attachment(
        'Content-Type: a/b\r\nContent-Disposition: attachment; filename*0*=UTF-8\'\'%E8%AB%8B; filename*1*=%E6%B1%82; filename*2=".pdf"',
      ),
      attachment('Content-Type: a/b\r\nContent-Disposition: attachment; filename="請求書.pdf"'),
    ];
    dovecot.fill(
      'japan',
      'INBOX',
      mails.map((text) => (/[^\x00-\xff]/.test(text) ? Buffer.from(text) : Buffer.from(text, 'latin1'))),
    );
    const { session } = await signIn(dovecot, 'japan');
    await session.select('INBOX');
    const found = await summariesOf(session);
    expect(found.slice(0, 4).map(({ envelope }) => envelope.subject)).toEqual([
      'こんにちは',
      'こんこか',
      'テスト',
      'こんにちは',
    ]);
    expect(
      found.slice(4).flatMap(({ structure }) => chooseText(structure).attachments.map(({ name }) => name)),
    ).toEqual(['請求書.pdf', '請求.pdf', '請求書.pdf']);
  });

  test('changes only the flags that are named, as another client sees them', async () => {
    dovecot.fill('flags', 'INBOX', 3);
    const { session } = await signIn(dovecot, 'flags');
    await session.select('INBOX');
    await session.store([1, 2], { set: ['seen', 'flagged', '$forwarded'] });
    await session.store([2], { unset: ['flagged'], set: ['answered'] });
    const seen = (await imapFlags(dovecot, 'flags')).map(({ flags }) =>
      flags.filter((flag) => flag !== '\\Recent').sort(),
    );
    expect(seen).toEqual([['$forwarded', '\\Flagged', '\\Seen'], ['$forwarded', '\\Answered', '\\Seen'], []]);
    const { messages } = await session.flags('1:*');
    expect(messages.map(({ uid, flags }) => [uid, [...flags].sort()])).toEqual([
      [1, ['$forwarded', 'flagged', 'seen']],
      [2, ['$forwarded', 'answered', 'seen']],
      [3, []],
    ]);
    expect(await session.status('INBOX')).toMatchObject({ unseen: 1 });
  });

  test('moves messages and tells their new UIDs', async () => {
    dovecot.fill('move', 'INBOX', 3);
    dovecot.fill('move', 'ごみ箱', 4);
    const { session } = await signIn(dovecot, 'move');
    expect(await session.status('ごみ箱')).toMatchObject({ messages: 4 });
    await session.select('INBOX');
    expect(await session.move([1, 3], 'ごみ箱')).toEqual(
      new Map([
        [1, 5],
        [3, 6],
      ]),
    );
    expect(await session.uids()).toEqual([2]);
    expect((await imapFlags(dovecot, 'move', '&MFQwf3ux-')).map(({ uid }) => uid)).toEqual([1, 2, 3, 4, 5, 6]);
    await expect(session.move([2], 'Nowhere')).rejects.toMatchObject({ at: 'imap.move', reason: 'not-found' });
    expect(await session.uids()).toEqual([2]);
  });

  test('removes what it is told and nothing that others have marked', async () => {
    dovecot.fill('remove', 'INBOX', 4);
    await imapStore(dovecot, 'remove', 'INBOX', [2], '+', '\\Deleted');
    const { session } = await signIn(dovecot, 'remove');
    await session.select('INBOX');
    expect(await session.remove([1, 4])).toBe('expunged');
    expect((await imapFlags(dovecot, 'remove')).map(({ uid }) => uid)).toEqual([2, 3]);
  });

  test('asks only for what changed since, and is told what vanished', async () => {
    dovecot.fill('since', 'INBOX', 5);
    const { session, lines } = await signIn(dovecot, 'since');
    const { highestModseq } = await session.select('INBOX');
    expect(highestModseq).toMatch(/^\d+$/);
    expect(await session.flags('1:*', highestModseq as string)).toEqual({ messages: [], vanished: [] });
    await imapStore(dovecot, 'since', 'INBOX', [2], '+', '\\Seen');
    await imapExpunge(dovecot, 'since', 'INBOX', [3, 5]);
    const selected = await session.select('INBOX');
    expect(selected.exists).toBe(3);
    const report = await session.flags('1:*', highestModseq as string);
    expect(report.messages).toMatchObject([{ uid: 2, flags: ['seen'] }]);
    expect(BigInt(report.messages[0]?.modseq ?? 0)).toBeGreaterThan(BigInt(highestModseq as string));
    expect(report.vanished).toEqual([3, 5]);
    expect(lines.some((line) => line.includes('CHANGEDSINCE') && line.includes('VANISHED'))).toBe(true);
  });

  test('fetches the text of a message with a 5 MB attachment for less than 100 kB, and then the attachment whole', async () => {
    const payload = Buffer.from(Array.from({ length: 3_800_000 }, (_, i) => (i * 7919) % 256)).toString('base64');
    const encoded = (payload.match(/.{1,76}/g) as string[]).join('\r\n');
    const big = crlf(
      'Subject: big',
      'MIME-Version: 1.0',
      'Content-Type: multipart/mixed; boundary=b',
      '',
      '--b',
      '',
      'short text',
      '--b',
      'Content-Type: a/b; name=x.bin',
      'Content-Transfer-Encoding: base64',
      '',
      encoded,
      '--b--',
    );
    expect(big.length).toBeGreaterThan(5_000_000);
    dovecot.fill('big', 'INBOX', [big]);
    const { session, counters } = await signIn(dovecot, 'big');
    await session.select('INBOX');
    const [summary] = await summariesOf(session);
    const { shown, attachments } = chooseText(summary?.structure as never);
    await session.previews([{ uid: 1, part: shown?.part as string }]);
    expect(Buffer.from(await session.part(1, shown?.part as string)).toString()).toBe('short text');
    expect(counters.bytesIn).toBeLessThan(20_000);
    const file = join(tempFolder(), 'part');
    expect(await session.partToFile(1, attachments[0]?.part as string, file)).toBe(encoded.length);
    expect(readFileSync(file, 'latin1')).toBe(encoded);
    expect((await session.part(1, '2', { maxBytes: 10 })).length).toBe(10);
  });

  test('writes a whole message to a file, byte for byte', async () => {
    const odd = Buffer.from('Subject: x\r\n\r\n\x00\xff.\r\n..\r\nno end', 'latin1');
    dovecot.fill('raw', 'INBOX', [mail('plain'), odd]);
    const { session } = await signIn(dovecot, 'raw');
    await session.select('INBOX');
    const file = join(tempFolder(), 'raw');
    const size = await session.raw(1, file);
    expect(readFileSync(file, 'latin1')).toBe(mail('plain'));
    expect(size).toBe(mail('plain').length);
    await session.raw(2, file);
    expect(readFileSync(file)).toEqual(await imapRaw(dovecot, 'raw', 'INBOX', 2));
    await expect(session.raw(77, file)).rejects.toMatchObject({ at: 'imap.fetch', reason: 'not-found' });
    await expect(session.raw(1, '/nowhere/at/all')).rejects.toMatchObject({ at: 'imap.fetch' });
    expect(session.closed).toBe(false);
  });

  test('files exact bytes with flags and date, and finds them by their Message-ID', async () => {
    const file = join(tempFolder(), 'mail');
    writeFileSync(file, mail('one'));
    const { session } = await signIn(dovecot, 'append');
    const date = Date.UTC(2020, 1, 3, 4, 5, 6);
    const { uid, uidValidity } = await session.append('Sent', file, ['seen', '$work'], date);
    expect(uid).toBe(1);
    expect(uidValidity).toBe((await session.status('Sent')).uidValidity);
    expect(await session.findByMessageId('Sent', '<one@example.jp>')).toEqual([1]);
    expect(await session.findByMessageId('Sent', '<two@example.jp>')).toEqual([]);
    expect(await summariesOf(session)).toMatchObject([{ flags: ['seen', '$work'], internalDate: date }]);
    expect((await imapRaw(dovecot, 'append', 'Sent', 1)).toString()).toBe(mail('one'));
    await expect(session.append('Nowhere', file, [], date)).rejects.toMatchObject({
      at: 'imap.append',
      reason: 'not-found',
    });
  });

  test("hears of another client's new mail, flags and expunge while it idles, and can be used at any time", async () => {
    dovecot.fill('idle', 'INBOX', 2);
    const { session, untilNews, news } = await signIn(dovecot, 'idle', { limits: { idleAfterMs: 10 } });
    await session.idle('INBOX');
    await imapPython(dovecot, 'idle', `c.append('INBOX', None, None, b'Subject: new\\r\\n\\r\\nx')`);
    expect(await untilNews('exists')).toBe('INBOX');
    expect(await session.uids()).toEqual([1, 2, 3]);
    await session.idle('INBOX');
    await imapStore(dovecot, 'idle', 'INBOX', [1], '+', '\\Flagged');
    expect(await untilNews('flags')).toBe('INBOX');
    await session.idle('INBOX');
    await imapExpunge(dovecot, 'idle', 'INBOX', [2]);
    expect(await untilNews('expunge')).toBe('INBOX');
    expect(await session.uids()).toEqual([1, 3]);
    expect(session.selected?.exists).toBe(2);
    news.length = 0;
    // Without a call of ours it idles again by itself.
    await imapPython(dovecot, 'idle', `c.append('INBOX', None, None, b'Subject: newer\\r\\n\\r\\nx')`);
    expect(await untilNews('exists')).toBe('INBOX');
  });

  test('begins IDLE again before servers and routers forget the connection', async () => {
    const { session, untilNews, lines } = await signIn(dovecot, 'idle', { limits: { idleRestartMs: 30 } });
    await session.idle('INBOX');
    await expect.poll(() => lines.filter((line) => /^C: \w+ IDLE/.test(line)).length).toBeGreaterThan(2);
    await imapPython(dovecot, 'idle', `c.append('INBOX', None, None, b'Subject: late\\r\\n\\r\\nx')`);
    expect(await untilNews('exists')).toBe('INBOX');
  });

  test('notices that a folder was made anew under its name', async () => {
    dovecot.fill('validity', 'Work', 1);
    const { session } = await signIn(dovecot, 'validity');
    const before = await session.select('Work');
    await session.select('INBOX');
    await imapPython(dovecot, 'validity', `import time\ntime.sleep(1.1)\nc.delete('Work')\nc.create('Work')`);
    const after = await session.select('Work');
    expect(after.uidValidity).not.toBe(before.uidValidity);
  });

  test('signs in by STARTTLS and by implicit TLS, and says what does not fit', async () => {
    const { session, lines } = await signIn(dovecot, 'tls', {
      server: { host: 'localhost', port: dovecot.imap, security: 'starttls' },
    });
    expect((await session.select('INBOX')).exists).toBe(0);
    expect(lines.findIndex((line) => line.includes('STARTTLS'))).toBeLessThan(
      lines.findIndex((line) => line.includes('AUTHENTICATE')),
    );
    await signIn(dovecot, 'tls', { server: { host: 'localhost', port: dovecot.imaps, security: 'implicit' } });
    const wrong = (o: Parameters<typeof signIn>[2]) => signIn(dovecot, 'tls', o);
    await expect(
      wrong({ server: { host: 'localhost', port: dovecot.imaps, security: 'implicit' }, trust: { pins: [] } }),
    ).rejects.toMatchObject({ kind: 'untrusted', at: 'tls.verify' });
    await expect(
      wrong({ server: { host: 'localhost', port: dovecot.imap, security: 'starttls' }, trust: { pins: [] } }),
    ).rejects.toMatchObject({ kind: 'untrusted', at: 'tls.verify' });
    await expect(
      wrong({ server: { host: 'localhost', port: dovecot.imap, security: 'implicit' } }),
    ).rejects.toMatchObject({ at: 'tls.handshake' });
    await expect(
      wrong({ server: { host: 'localhost', port: dovecot.imaps, security: 'none' }, limits: { connectMs: 1000 } }),
    ).rejects.toMatchObject({ at: 'imap.greeting' });
    await expect(wrong({ server: { host: 'localhost', port: 1, security: 'none' } })).rejects.toMatchObject({
      at: 'net.connect',
      reason: 'connection-refused',
    });
    await expect(wrong({ password: 'wrong' })).rejects.toMatchObject({
      at: 'imap.auth',
      reason: 'password-refused',
      said: expect.stringContaining('AUTHENTICATIONFAILED'),
    });
    await expect(wrong({ password: '' })).rejects.toMatchObject({ at: 'imap.auth', reason: 'password-missing' });
  });

  test('signs in with a token by XOAUTH2, and tells a refused token', async () => {
    await signIn(dovecot, 'tls', { auth: 'xoauth2', password: 'good-token' });
    await expect(signIn(dovecot, 'tls', { auth: 'xoauth2', password: 'bad-token' })).rejects.toMatchObject({
      at: 'imap.auth',
      reason: 'password-refused',
    });
  });

  test('compresses where it is offered, counts outside of it and tells the transcript from inside', async () => {
    dovecot.fill('zip', 'INBOX', 500, { size: 3000 });
    const { session, counters, lines } = await signIn(dovecot, 'zip');
    await session.select('INBOX');
    const found = await summariesOf(session);
    expect(found).toHaveLength(500);
    expect(counters.bytesIn).toBeLessThan(60_000);
    expect(lines.filter((line) => /^S: \* \d+ FETCH/.test(line))).toHaveLength(500);
    expect(counters.commands).toBe(lines.filter((line) => /^C: [0-9A-F]+ [A-Z]/.test(line)).length);
  });

  test('lets several callers take turns', async () => {
    dovecot.fill('many', 'A', 2);
    dovecot.fill('many', 'B', 3);
    const { session, lines } = await signIn(dovecot, 'many');
    const counts = await Promise.all(
      ['A', 'B', 'A', 'B'].map((path) =>
        session.within(path, async ({ exists }) => [path, exists, (await session.uids()).length]),
      ),
    );
    expect(counts).toEqual([
      ['A', 2, 2],
      ['B', 3, 3],
      ['A', 2, 2],
      ['B', 3, 3],
    ]);
    await expect(session.within('A', () => Promise.reject(new Error('own')))).rejects.toThrow('own');
    lines.length = 0;
    expect(await session.within('A', ({ exists }) => Promise.resolve(exists), { asIs: true })).toBe(2);
    expect(lines).toEqual([]);
  });

  test('says why it ended: to whoever waits, and once to its owner', async () => {
    dovecot.fill('loss', 'INBOX', 3);
    const ending = new AbortController();
    const { session, untilEnd, ends } = await signIn(dovecot, 'loss', { signal: ending.signal });
    await session.select('INBOX');
    const pending = [session.uids(), session.flags('1:*'), session.status('INBOX')];
    const outcomes = Promise.allSettled(pending);
    ending.abort();
    for (const outcome of await outcomes)
      expect(outcome).toMatchObject({ status: 'rejected', reason: { reason: 'cancelled' } });
    expect(await untilEnd()).toMatchObject({ reason: 'cancelled' });
    await expect(session.uids()).rejects.toMatchObject({ at: 'imap.search', reason: 'cancelled' });
    await session.close();
    expect(ends).toHaveLength(1);
    expect(session.closed).toBe(true);
    const calm = await signIn(dovecot, 'loss');
    await calm.session.close();
    expect(await calm.untilEnd()).toBeNull();
  });

  test('never lets a password into the transcript, by any way of signing in', async () => {
    const password = dovecot.users.tag as string;
    const base = {
      server: { host: 'localhost', port: dovecot.imap, security: 'none' as const },
      user: 'tag',
      password,
      trust: { pins: [] },
    };
    const lines: string[] = [];
    const session = await openImap({ ...base, counters: new Counters(), record: ({ text }) => lines.push(text) });
    await session.close();
    const told = lines.join('\n');
    expect(told).toContain('AUTHENTICATE PLAIN');
    for (const secret of [
      password,
      Buffer.from(`\0tag\0${password}`).toString('base64'),
      Buffer.from(password).toString('base64'),
    ])
      expect(told).not.toContain(secret);
  });
});

describeDovecot('IMAP with a Dovecot of few capabilities', () => {
  let dovecot: Dovecot;
  beforeAll(async () => {
    dovecot = await startDovecot({
      users: { anna: 'secret', bob: 'secret', carl: 'secret', dora: 'secret' },
      without: [
        'CONDSTORE',
        'QRESYNC',
        'ENABLE',
        'UIDPLUS',
        'MOVE',
        'IDLE',
        'ESEARCH',
        'SPECIAL-USE',
        'LITERAL+',
        'NAMESPACE',
        'LIST-EXTENDED',
      ],
      tls: false,
      separator: '.',
    });
  });
  afterAll(() => dovecot?.close());

  test("deletes nothing of another's when it cannot expunge by UID", async () => {
    dovecot.fill('anna', 'INBOX', 4);
    await imapStore(dovecot, 'anna', 'INBOX', [2], '+', '\\Deleted');
    const { session } = await signIn(dovecot, 'anna');
    await session.select('INBOX');
    expect(await session.remove([1])).toBe('marked');
    expect((await imapFlags(dovecot, 'anna')).map(({ uid, flags }) => [uid, flags.includes('\\Deleted')])).toEqual([
      [1, true],
      [2, true],
      [3, false],
      [4, false],
    ]);
    await imapStore(dovecot, 'anna', 'INBOX', [1, 2], '-', '\\Deleted');
    expect(await session.remove([1])).toBe('expunged');
    expect((await imapFlags(dovecot, 'anna')).map(({ uid }) => uid)).toEqual([2, 3, 4]);
    // Dovecot tells the new UID although it does not tell UIDPLUS.
    expect(await session.move([3], 'Trash')).toEqual(new Map([[3, 1]]));
    expect((await imapFlags(dovecot, 'anna')).map(({ uid }) => uid)).toEqual([2, 4]);
    expect((await imapFlags(dovecot, 'anna', 'Trash')).map(({ uid }) => uid)).toEqual([1]);
  });

  test('compares flags without CONDSTORE, and says that it was not told who is gone', async () => {
    dovecot.fill('bob', 'INBOX', 3, { flags: 'S' });
    const { session } = await signIn(dovecot, 'bob');
    expect(await session.select('INBOX')).toMatchObject({ highestModseq: null });
    const report = await session.flags('1:*', '17');
    expect(report).toEqual({ messages: [1, 2, 3].map((uid) => ({ uid, flags: ['seen'] })), vanished: null });
    expect((await session.status('INBOX')).highestModseq).toBeNull();
  });

  test("finds special folders by their names, under the server's own delimiter", async () => {
    dovecot.fill('carl', '下書き.古い', 1);
    const { session } = await signIn(dovecot, 'carl');
    const folders = new Map((await session.folders()).map((folder) => [folder.path, folder]));
    expect(folders.get('Sent')).toMatchObject({ role: 'sent', delimiter: '.' });
    expect(folders.get('下書き.古い')).toMatchObject({ name: '古い', parentPath: '下書き' });
    expect(session.capabilities.has('IDLE')).toBe(false);
  });

  test('hears of new mail when it asks, where there is no IDLE', async () => {
    const { session, untilNews } = await signIn(dovecot, 'dora');
    await session.idle('INBOX');
    await imapPython(dovecot, 'dora', `c.append('INBOX', None, None, b'Subject: new\\r\\n\\r\\nx')`);
    await session.poll();
    expect(await untilNews('exists')).toBe('INBOX');
    const file = join(tempFolder(), 'mail');
    writeFileSync(file, mail('one'));
    await session.append('INBOX', file, [], Date.now());
    expect(await session.uids()).toEqual([1, 2]);
  });
});
