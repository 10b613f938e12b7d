import { spawn } from 'node:child_process';
import { existsSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeDovecot } from './available.ts';
import { type Dovecot, startDovecot } from './dovecot.ts';
import { guardScript, startGuarded } from './guard.ts';
import { imapExpunge, imapFlags, imapFolders, imapPython, imapRaw, imapStore } from './observer.ts';

describeDovecot('the private Dovecot', () => {
  let dovecot: Dovecot;
  beforeAll(async () => {
    dovecot = await startDovecot({ users: { alice: 'secret', 'bob@example.test': 'pässword' }, quotaMb: 100 });
  });
  afterAll(() => dovecot?.close());

  test('takes ten thousand mails in a few seconds and shows them in order to another client', async () => {
    const files = dovecot.fill('alice', 'Archive', 10_000);
    expect(files).toHaveLength(10_000);
    expect(dovecot.mails('alice', 'Archive')).toHaveLength(10_000);
    const seen = await imapFlags(dovecot, 'alice', 'Archive');
    expect(seen.map((m) => m.uid)).toEqual(files.map((_, i) => i + 1));
    expect(seen.map((m) => m.messageId?.split('-')[1])).toEqual(files.map((_, i) => String(i)));
  });

  test('shows to another client what is set, deleted, and the bytes as they were put there', async () => {
    const mail = 'From: a@b.example\r\nSubject: x\r\nMessage-ID: <one@b.example>\r\n\r\nText\r\n.dot\r\n';
    dovecot.fill('bob@example.test', 'INBOX', [mail]);
    dovecot.fill('bob@example.test', 'INBOX', 2, { flags: 'FS', size: 5000 });
    await imapStore(dovecot, 'bob@example.test', 'INBOX', [1], '+', '\\Seen');
    expect((await imapRaw(dovecot, 'bob@example.test', 'INBOX', 1)).toString()).toBe(mail);
    const [one, two] = await imapFlags(dovecot, 'bob@example.test');
    expect(one).toMatchObject({ uid: 1, messageId: '<one@b.example>', size: mail.length });
    expect(one?.flags).toContain('\\Seen');
    expect(two?.flags).toEqual(expect.arrayContaining(['\\Flagged', '\\Seen']));
    await imapExpunge(dovecot, 'bob@example.test', 'INBOX', [1, 2]);
    expect((await imapFlags(dovecot, 'bob@example.test')).map((m) => m.uid)).toEqual([3]);
  });

  test('has special folders, and folders with any name', async () => {
    dovecot.fill('alice', '仕事/A & B', 1);
    expect(await imapFolders(dovecot, 'alice')).toEqual(
      expect.arrayContaining(['INBOX', 'Drafts', 'Sent', 'Trash', 'Junk', 'Archive', '&TtVOiw-/A &- B']),
    );
  });

  test('can keep capabilities to itself', async () => {
    const plain = await startDovecot({
      users: { alice: 'secret' },
      without: ['CONDSTORE', 'QRESYNC', 'UIDPLUS', 'MOVE'],
      tls: false,
      rawlog: true,
    });
    try {
      const told = await imapPython(plain, 'alice', 'print(c.capability()[1][0].decode())');
      expect(told).toContain('IMAP4rev1');
      for (const name of ['CONDSTORE', 'QRESYNC', 'UIDPLUS', 'MOVE', 'STARTTLS'])
        expect(told.split(' ')).not.toContain(name);
      expect(plain.rawlogs('alice').some(({ text }) => text.includes('CAPABILITY'))).toBe(true);
    } finally {
      await plain.close();
    }
  });

  test('ends with the process that started it, even when that is killed', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'tegami-guard-'));
    const guard = startGuarded(folder, ['sleep', '1000']);
    await guard.close();
    expect(guard.ended()).toBe(true);
    expect(existsSync(folder)).toBe(false);

    // A process that starts a guarded sleep and then dies the hard way.
    // A process that starts a guarded sleep and then dies the hard way.
    const other = mkdtempSync(join(tmpdir(), 'tegami-guard-'));
    const dies = `require('node:child_process').spawn('/bin/sh', ['-c', process.env.SCRIPT, 'sh', process.env.FOLDER, 'sleep', '1000'],
      { stdio: ['pipe', 'ignore', 'ignore'], detached: true }); process.kill(process.pid, 'SIGKILL');`;
    spawn(process.execPath, ['-e', dies], { env: { ...process.env, SCRIPT: guardScript, FOLDER: other } });
    await expect.poll(() => existsSync(other), { timeout: 10_000 }).toBe(false);
  });
});
