/** Command by command, as a script runs them: the built client on real servers, with --json. */
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { AccountSettings } from '../../src/contract/account.ts';
import { describeReal } from '../servers/available.ts';
import { imapFlags, imapRaw } from '../servers/observer.ts';
import { accountArgs } from '../support/account-args.ts';
import { type CliOptions, type Ran, tegami } from '../support/cli.ts';
import { type House, password, settingsFor, startHouse, temporaryProfile } from '../support/house.ts';

// A command is a process of its own; on a busy machine each takes seconds.
vi.setConfig({ testTimeout: 120_000 });

interface Listed {
  id: number;
  folder: string;
  uid?: number | null;
  uidl?: string;
  messageId: string | null;
  from: { name: string; address: string } | null;
  to: { name: string; address: string }[];
  subject: string;
  date: string;
  size: number;
  flags: string[];
  preview: string;
  attachments: { part: string; name: string; type: string; size: number }[];
}

const pdf = Buffer.from('%PDF-1.4 not really a file \u0000\u0001\u0002 but bytes', 'latin1');
const withFile = [
  'From: =?ISO-2022-JP?B?GyRCJDkkOiQtGyhC?= <suzuki@elsewhere.example>',
  'To: =?UTF-8?B?5oSb5a2Q?= <aiko@hana.test>, Ben <ben@hana.test>',
  'Cc: carol@elsewhere.example',
  'Subject: =?UTF-8?B?6KuL5rGC5pu4?=',
  'Date: Sat, 03 Jan 2026 09:30:00 +0900',
  'Message-ID: <with-file@elsewhere.example>',
  'In-Reply-To: <before@elsewhere.example>',
  'References: <first@elsewhere.example> <before@elsewhere.example>',
  'MIME-Version: 1.0',
  'Content-Type: multipart/mixed; boundary=b',
  '',
  '--b',
  'Content-Type: multipart/alternative; boundary=c',
  '',
  '--c',
  'Content-Type: text/plain; charset=utf-8',
  'Content-Transfer-Encoding: 8bit',
  '',
  '請求書をお送りします。',
  '--c',
  'Content-Type: text/html; charset=utf-8',
  'Content-Transfer-Encoding: 8bit',
  '',
  '<p>請求書を<b>お送り</b>します。</p>',
  '--c--',
  '--b',
  'Content-Type: application/pdf',
  "Content-Disposition: attachment; filename*=UTF-8''%E8%AB%8B%E6%B1%82%E6%9B%B8.pdf",
  'Content-Transfer-Encoding: base64',
  '',
  pdf.toString('base64'),
  '--b--',
  '',
].join('\r\n');

const digest = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

describeReal('each command as a script runs it', () => {
  let house: House;
  const place = temporaryProfile();
  const at = (name: string): string => join(place.folder, name);

  beforeAll(async () => {
    house = await startHouse({
      users: { aiko: password, ben: password, chie: password, dan: password, erin: password, fumi: password },
    });
    house.dovecot.fill('aiko', 'INBOX', 5, { size: 2000 });
    house.dovecot.fill('aiko', 'INBOX', [withFile]);
    house.dovecot.fill('ben', 'INBOX', 4, { size: 2000 });
    house.dovecot.fill('ben', 'INBOX', [withFile]);
    for (const user of ['erin', 'fumi']) {
      house.dovecot.fill(user, 'INBOX', 5, { size: 2000 });
      house.dovecot.fill(user, 'INBOX', [withFile]);
    }
  });
  afterAll(async () => {
    await house?.close();
    place.remove();
  });

  /** One document on stdout, nothing else, and never the password anywhere. */
  async function run(profile: string, words: readonly string[], options: CliOptions = {}): Promise<Ran> {
    const ran = await tegami(['--profile', profile, '--json', ...words], options);
    expect(ran.out + ran.err).not.toContain(password);
    expect(() => ran.json(), ran.out + ran.err).not.toThrow();
    return ran;
  }

  async function ok<T>(profile: string, words: readonly string[], options: CliOptions = {}): Promise<T> {
    const ran = await run(profile, words, options);
    expect(ran.code, ran.out + ran.err).toBe(0);
    return ran.json() as T;
  }

  const list = (profile: string, folder: string): Promise<Listed[]> => ok(profile, ['list', '--folder', folder]);
  const settings = (user: string, protocol: 'imap' | 'pop3', over = {}): AccountSettings =>
    settingsFor(house.dovecot, user, protocol, { postfix: house.postfix, ...over });

  async function add(profile: string, of: AccountSettings, more: string[] = [], options: CliOptions = {}) {
    const ran = await tegami(accountArgs(profile, of, place.folder, more), options);
    expect(ran.out + ran.err).not.toContain(password);
    return ran;
  }

  for (const protocol of ['imap', 'pop3'] as const)
    for (const security of ['implicit', 'starttls', 'none'] as const)
      test(`account add tries both servers: ${protocol}, ${security}`, async () => {
        const profile = at(`add-${protocol}-${security}`);
        const ran = await add(profile, settings('aiko', protocol, { security }));
        expect(ran.code, ran.out + ran.err).toBe(0);
        expect(ran.json()).toMatchObject({ id: 1, email: 'aiko@hana.test', protocol, remembered: false });
        expect(existsSync(join(profile, 'passwords-in-clear.json'))).toBe(false);
        const accounts = await ok<Record<string, unknown>[]>(profile, ['account', 'list']);
        expect(accounts).toHaveLength(1);
        expect(accounts[0]).toMatchObject({ id: 1, protocol, email: 'aiko@hana.test', incoming: { security } });
      });

  test('account add trusts one certificate by its fingerprint, with colons or without', async () => {
    const base = settings('aiko', 'imap');
    const pinned: AccountSettings = { ...base, trust: { pins: [] } };
    const refused = await add(at('pin'), pinned);
    expect(refused.code).toBe(1);
    expect(refused.json()).toMatchObject({ error: { kind: 'untrusted', advice: 'check-certificate' } });
    const sha256 = house.dovecot.sha256;
    const colons = sha256.toUpperCase().match(/../g)?.join(':') ?? '';
    for (const form of [sha256, colons]) {
      const ran = await add(at(`pin-${form.length}`), pinned, ['--trust', `sha256/${form}`]);
      expect(ran.code, ran.out + ran.err).toBe(0);
      await ok(at(`pin-${form.length}`), ['sync']);
    }
  });

  test('account add takes the password from one line of standard input', async () => {
    const of = settings('aiko', 'pop3');
    const options = { env: { TEGAMI_PASSWORD: undefined }, stdin: `${password}\nmore\n` };
    const ran = await add(at('stdin'), of, [], options);
    expect(ran.code, ran.out + ran.err).toBe(0);
    const crlf = await add(at('stdin-crlf'), of, [], { ...options, stdin: `${password}\r\n` });
    expect(crlf.code, crlf.out + crlf.err).toBe(0);
    const bare = await add(at('stdin-bare'), of, [], { ...options, stdin: password });
    expect(bare.code, bare.out + bare.err).toBe(0);
  });

  test('account add that fails its check says the step and stores nothing', async () => {
    const profile = at('failed');
    const ran = await add(profile, settings('aiko', 'imap'), [], { env: { TEGAMI_PASSWORD: 'wrong' } });
    expect(ran.code).toBe(1);
    const { error } = ran.json() as { error: Record<string, string> };
    expect(error).toMatchObject({ kind: 'refused', advice: 'sign-in-again' });
    for (const field of ['kind', 'at', 'said', 'advice', 'message']) expect(error[field]).toBeTypeOf('string');
    expect(await ok(profile, ['account', 'list'])).toEqual([]);
    const base = settings('aiko', 'imap');
    const smtp = await add(profile, { ...base, outgoing: { ...base.outgoing, port: 1 } });
    expect(smtp.code).toBe(1);
    expect(smtp.json()).toMatchObject({ error: { kind: 'unreachable' } });
    expect(await ok(profile, ['account', 'list'])).toEqual([]);
  });

  test('account add --no-check stores without connecting', async () => {
    const base = settings('aiko', 'imap');
    const ran = await add(at('unchecked'), { ...base, incoming: { ...base.incoming, port: 1 } }, ['--no-check']);
    expect(ran.code, ran.out + ran.err).toBe(0);
    expect(await ok(at('unchecked'), ['account', 'list'])).toHaveLength(1);
  });

  test('--keep is kept with the account', async () => {
    for (const [word, keep] of [
      ['forever', { policy: 'forever' }],
      ['delete', { policy: 'delete' }],
      ['days:14', { policy: 'days', days: 14 }],
    ] as const) {
      const profile = at(`keep-${keep.policy}`);
      const of = { ...settings('aiko', 'pop3'), keep };
      const args = accountArgs(profile, of, place.folder, ['--no-check']);
      expect(args).toContain(word);
      expect((await tegami(args)).code).toBe(0);
      expect(await ok(profile, ['account', 'list'])).toMatchObject([{ keep }]);
    }
  });

  test('--remember puts the password in a file of mode 0600 and says so; without it every visit asks again', async () => {
    const none = { env: { TEGAMI_PASSWORD: undefined } };
    const kept = at('remember');
    const ran = await add(kept, settings('aiko', 'imap'), ['--remember']);
    expect(ran.code, ran.err).toBe(0);
    expect(ran.err).toMatch(/0600/);
    const file = join(kept, 'passwords-in-clear.json');
    expect(statSync(file).mode & 0o777).toBe(0o600);
    await ok(kept, ['sync'], none);
    await ok(kept, ['account', 'remove', '1'], none);
    expect(existsSync(file)).toBe(false);

    const asked = at('asked');
    expect((await add(asked, settings('aiko', 'imap'))).code).toBe(0);
    const without = await run(asked, ['sync'], none);
    expect(without.code).toBe(1);
    expect(without.json()).toMatchObject({ error: { reason: 'password-missing', advice: 'sign-in-again' } });
    await ok(asked, ['sync'], { ...none, stdin: `${password}\n` });
    for (const words of [['folders'], ['list', '--folder', 'INBOX'], ['account', 'list'], ['outbox']])
      expect((await run(asked, words, none)).code).toBe(0);
  });

  test('account remove leaves the server alone; an id that is not there is an error', async () => {
    const profile = at('removed');
    await add(profile, settings('aiko', 'pop3'));
    await ok(profile, ['sync']);
    const before = house.dovecot.mails('aiko').length;
    await ok(profile, ['account', 'remove', '1']);
    expect(await ok(profile, ['account', 'list'])).toEqual([]);
    expect(await ok(profile, ['folders'])).toEqual([]);
    expect(house.dovecot.mails('aiko')).toHaveLength(before);
    const again = await run(profile, ['account', 'remove', '1']);
    expect(again.code).toBe(1);
    expect(again.json()).toMatchObject({ error: { kind: 'bad-input', reason: 'not-found' } });
    expect(await ok(profile, ['vault', 'check'])).toMatchObject({ ok: true, messages: 0 });
  });

  test('sync reports per account, one account or one folder alone, and the second time nothing', async () => {
    const profile = at('two');
    await add(profile, settings('aiko', 'imap'));
    await add(profile, settings('ben', 'pop3'));
    const first = await ok<Record<string, number>[]>(profile, ['sync', '--account', '2']);
    expect(first).toHaveLength(1);
    expect(first[0]).toMatchObject({ account: 2, added: 5, updated: 0, removed: 0 });
    for (const field of ['bytesIn', 'bytesOut', 'commands', 'ms']) expect(first[0]?.[field]).toBeGreaterThan(0);
    const inbox = await ok<Record<string, number>[]>(profile, ['sync', '--account', '1', '--folder', 'INBOX']);
    expect(inbox).toMatchObject([{ account: 1, added: 6 }]);
    const again = await ok(profile, ['sync']);
    expect(again).toMatchObject([
      { account: 1, added: 0, removed: 0 },
      { account: 2, added: 0, removed: 0 },
    ]);
    const folders = await ok<Record<string, unknown>[]>(profile, ['folders']);
    expect(folders.find((each) => each['account'] === 1 && each['role'] === 'inbox')).toMatchObject({ total: 6 });
    const unknown = await run(profile, ['sync', '--account', '7']);
    expect([unknown.code, unknown.json()]).toMatchObject([1, { error: { reason: 'not-found' } }]);
    const nowhere = await run(profile, ['sync', '--account', '1', '--folder', 'Nowhere']);
    expect([nowhere.code, nowhere.json()]).toMatchObject([1, { error: { reason: 'not-found' } }]);
  });

  for (const protocol of ['imap', 'pop3'] as const)
    test(`list, show, show --raw and show --part of an ${protocol} account`, async () => {
      const user = protocol === 'imap' ? 'erin' : 'fumi';
      const profile = at(`read-${protocol}`);
      await add(profile, settings(user, protocol));
      await ok(profile, ['sync']);
      const rows = await list(profile, 'INBOX');
      expect(rows).toHaveLength(6);
      const dates = rows.map((row) => Date.parse(row.date));
      expect(dates).toEqual([...dates].sort((a, b) => b - a));
      const mail = rows.find((row) => row.messageId === '<with-file@elsewhere.example>');
      if (mail === undefined) throw new Error('the mail is not listed');
      const number = protocol === 'imap' ? 'uid' : 'uidl';
      const wanted = `id folder ${number} messageId from to subject date size flags preview attachments`.split(' ');
      for (const row of rows) for (const field of wanted) expect(row).toHaveProperty(field);
      for (const row of rows) expect(row).not.toHaveProperty(protocol === 'imap' ? 'uidl' : 'uid');
      expect(mail).toMatchObject({
        folder: protocol === 'imap' ? 'INBOX' : 'Inbox',
        from: { name: 'すずき', address: 'suzuki@elsewhere.example' },
        to: [
          { name: '愛子', address: 'aiko@hana.test' },
          { name: 'Ben', address: 'ben@hana.test' },
        ],
        subject: '請求書',
        date: '2026-01-03T00:30:00.000Z',
        flags: [],
        attachments: [{ name: '請求書.pdf', type: 'application/pdf' }],
      });
      expect(mail.preview).toContain('請求書をお送りします');
      expect(mail.size).toBe(Buffer.byteLength(withFile));
      const two = await ok<Listed[]>(profile, ['list', '--folder', 'inbox', '--limit', '2']);
      expect(two.map((row) => row.id)).toEqual(rows.slice(0, 2).map((row) => row.id));
      const none = await run(profile, ['list', '--folder', 'Nowhere']);
      expect([none.code, none.json()]).toMatchObject([1, { error: { kind: 'bad-input', reason: 'not-found' } }]);

      const id = String(mail.id);
      const shown = await ok<Record<string, unknown>>(profile, ['show', id]);
      writeFileSync(at('parsed.eml'), withFile);
      const parsed = (await tegami(['parse', at('parsed.eml'), '--json'])).json() as Record<string, unknown>;
      const same =
        'messageId inReplyTo references date from to cc bcc replyTo subject preview text html problems size'.split(' ');
      for (const field of same) expect(shown[field], field).toEqual(parsed[field]);
      expect(parsed).toMatchObject({
        inReplyTo: '<before@elsewhere.example>',
        references: ['<first@elsewhere.example>', '<before@elsewhere.example>'],
      });
      expect(String(parsed['text']).trim()).toBe('請求書をお送りします。');
      expect(parsed['html']).toContain('<b>お送り</b>');

      const raw = at(`raw-${protocol}`);
      const ran = await tegami(['--profile', profile, 'show', id, '--raw']);
      expect(ran.code).toBe(0);
      const server =
        protocol === 'imap' ? await imapRaw(house.dovecot, user, 'INBOX', mail.uid ?? 0) : Buffer.from(withFile);
      expect(digest(Buffer.from(ran.out))).toBe(digest(server));
      expect(await ok(profile, ['show', id, '--raw', '--out', raw])).toMatchObject({ size: server.length });
      expect(digest(readFileSync(raw))).toBe(digest(server));

      const part = mail.attachments[0]?.part ?? '';
      const out = at(`請求書-${protocol}.pdf`);
      const saved = await ok(profile, ['show', id, '--part', part, '--out', out]);
      expect(saved).toMatchObject({ part, out, size: pdf.length, name: '請求書.pdf' });
      expect(readFileSync(out)).toEqual(pdf);
      const noPart = await run(profile, ['show', id, '--part', '9.9', '--out', out]);
      expect([noPart.code, noPart.json()]).toMatchObject([1, { error: { reason: 'not-found' } }]);
      const noFolder = await run(profile, ['show', id, '--part', part, '--out', at('no/such/folder.pdf')]);
      expect(noFolder.code).toBe(1);
      expect((noFolder.json() as { error: { reason: string } }).error.reason).not.toBe('unexpected');
      const noMail = await run(profile, ['show', '999999']);
      expect([noMail.code, noMail.json()]).toMatchObject([1, { error: { reason: 'not-found' } }]);
    });

  test('flag, move and delete reach the server, seen by another client', async () => {
    const profile = at('change');
    house.dovecot.fill('chie', 'INBOX', 4);
    await add(profile, settings('chie', 'imap'));
    await ok(profile, ['sync']);
    const [a, b, c] = (await list(profile, 'INBOX')).map((row) => ({
      id: String(row.id),
      uid: row.uid,
      m: row.messageId,
    }));
    if (a === undefined || b === undefined || c === undefined) throw new Error('too few');
    const change = ['flag', a.id, b.id, '--set', 'seen', '--set', 'flagged', '--set', '$label1'];
    expect(await ok(profile, change)).toMatchObject({ changed: [Number(a.id), Number(b.id)], waiting: 0 });
    let seen = await imapFlags(house.dovecot, 'chie');
    for (const { uid } of [a, b])
      expect(seen.find((each) => each.uid === uid)?.flags).toEqual(
        expect.arrayContaining(['\\Seen', '\\Flagged', '$label1']),
      );
    expect(seen.find((each) => each.uid === c.uid)?.flags).not.toContain('\\Seen');
    await ok(profile, ['flag', a.id, '--unset', 'flagged']);
    seen = await imapFlags(house.dovecot, 'chie');
    expect(seen.find((each) => each.uid === a.uid)?.flags).not.toContain('\\Flagged');

    expect(await ok(profile, ['move', a.id, '--to', 'Archive'])).toMatchObject({ changed: [Number(a.id)], waiting: 0 });
    expect((await imapFlags(house.dovecot, 'chie')).map((each) => each.messageId)).not.toContain(a.m);
    expect((await imapFlags(house.dovecot, 'chie', 'Archive')).map((each) => each.messageId)).toEqual([a.m]);
    expect((await list(profile, 'archive')).map((row) => row.id)).toEqual([Number(a.id)]);

    expect(await ok(profile, ['delete', b.id])).toMatchObject({ changed: [Number(b.id)], waiting: 0 });
    expect((await imapFlags(house.dovecot, 'chie', 'Trash')).map((each) => each.messageId)).toEqual([b.m]);
    await ok(profile, ['delete', b.id]); // from Trash: for good
    expect(await imapFlags(house.dovecot, 'chie', 'Trash')).toEqual([]);
    expect(await list(profile, 'trash')).toEqual([]);

    const nowhere = await run(profile, ['move', c.id, '--to', 'Nowhere']);
    expect([nowhere.code, nowhere.json()]).toMatchObject([1, { error: { reason: 'not-found' } }]);
    const nothing = await run(profile, ['flag', '424242', '--set', 'seen']);
    expect([nothing.code, nothing.json()]).toMatchObject([1, { error: { reason: 'not-found' } }]);
  });

  test('a change made while nobody can sign in waits, and then reaches the server', async () => {
    const profile = at('wait');
    house.dovecot.fill('dan', 'INBOX', 3);
    await add(profile, settings('dan', 'imap'));
    await ok(profile, ['sync']);
    const [mail] = await list(profile, 'INBOX');
    const id = String(mail?.id);
    const away = { env: { TEGAMI_PASSWORD: 'wrong' } };
    const ran = await run(profile, ['flag', id, '--set', 'seen'], away);
    expect([ran.code, ran.json()]).toMatchObject([0, { changed: [mail?.id], waiting: 1 }]);
    expect(ran.err.length).toBeGreaterThan(10);
    expect((await imapFlags(house.dovecot, 'dan')).flatMap((each) => each.flags)).not.toContain('\\Seen');
    expect((await list(profile, 'INBOX')).find((row) => row.id === mail?.id)).toMatchObject({ flags: ['seen'] });
    await ok(profile, ['sync']);
    expect((await imapFlags(house.dovecot, 'dan')).find((each) => each.uid === mail?.uid)?.flags).toContain('\\Seen');
  });

  test('vault check and vault rebuild', async () => {
    const profile = at('rebuild');
    await add(profile, settings('ben', 'pop3'));
    await ok(profile, ['sync']);
    expect(await ok(profile, ['vault', 'check'])).toMatchObject({ ok: true, messages: 5 });
    const before = (await list(profile, 'INBOX')).map((row) => row.messageId).sort();
    writeFileSync(join(profile, 'vault.db'), Buffer.alloc(40_000, 'no database'));
    for (const end of ['-wal', '-shm'])
      if (existsSync(join(profile, `vault.db${end}`))) writeFileSync(join(profile, `vault.db${end}`), '');
    for (const words of [['vault', 'check'], ['folders'], ['sync']]) {
      const ran = await run(profile, words);
      expect([ran.code, ran.json()]).toMatchObject([1, { error: { kind: 'not-stored', reason: 'vault-damaged' } }]);
    }
    expect(await ok(profile, ['vault', 'rebuild'])).toMatchObject({
      how: 'rebuilt',
      accounts: 1,
      adopted: 5,
      lost: [],
    });
    expect((await list(profile, 'INBOX')).map((row) => row.messageId).sort()).toEqual(before);
    expect(await ok(profile, ['vault', 'check'])).toMatchObject({ ok: true, messages: 5 });
    expect(await ok(profile, ['sync'])).toMatchObject([{ added: 0 }]);
  });

  test('the password and its forms are in no transcript', async () => {
    const secret = Buffer.from(password).toString('base64');
    for (const protocol of ['imap', 'pop3'] as const) {
      const profile = at(`verbose-${protocol}`);
      const added = await add(profile, settings('ben', protocol), ['--verbose', '--remember']);
      const synced = await tegami(['--profile', profile, '--verbose', '--json', 'sync']);
      expect(synced.code).toBe(0);
      expect(synced.err).toMatch(protocol === 'imap' ? /S: \* / : /S: \+OK/);
      for (const text of [added.out, added.err, synced.out, synced.err]) {
        expect(text).not.toContain(password);
        expect(text).not.toContain(secret);
        expect(text).not.toContain(Buffer.from(`\0ben\0${password}`).toString('base64'));
      }
      expect(() => synced.json()).not.toThrow();
    }
  });
});
