import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Engine } from '../../src/engine/index.ts';
import { describeReal } from '../servers/available.ts';
import { imapFlags } from '../servers/observer.ts';
import { engineOn, type House, password, settingsFor, startHouse, temporaryProfile } from '../support/house.ts';

const big = Buffer.alloc(5_000_000, 'tegami ').toString('base64').replace(/.{76}/g, '$&\r\n');
const withAttachment = [
  'From: Ben Ito <ben@hana.test>',
  'To: aiko@hana.test',
  'Subject: =?ISO-2022-JP?B?GyRCMnE1RCRON28bKEI=?=',
  'Date: Sat, 21 Nov 2026 09:12:00 +0900',
  'Message-ID: <big@hana.test>',
  'MIME-Version: 1.0',
  'Content-Type: multipart/mixed; boundary=b',
  '',
  '--b',
  'Content-Type: text/plain; charset=utf-8',
  'Content-Transfer-Encoding: 8bit',
  '',
  '資料を送ります。',
  '--b',
  'Content-Type: application/octet-stream; name="big.bin"',
  'Content-Disposition: attachment; filename="big.bin"',
  'Content-Transfer-Encoding: base64',
  '',
  big,
  '--b--',
  '',
].join('\r\n');

describeReal('an IMAP account on Dovecot', () => {
  let house: House;
  let engine: Engine;
  let account: number;
  const profile = temporaryProfile();

  beforeAll(async () => {
    house = await startHouse();
    house.dovecot.fill('aiko', 'INBOX', 120);
    house.dovecot.fill('aiko', 'INBOX', [withAttachment]);
    engine = await engineOn(profile.folder);
    const settings = settingsFor(house.dovecot, 'aiko', 'imap', { postfix: house.postfix });
    account = (await engine.handlers['accounts.add']({ settings, password, secret: 'session' })).id;
  });
  afterAll(async () => {
    await engine?.close();
    await house?.close();
    profile.remove();
  });

  const inbox = () => {
    const folder = engine.parts.vault.folders.byRole(account, 'inbox');
    if (folder === null) throw new Error('no inbox');
    return folder;
  };
  const newest = () => {
    const [row] = engine.parts.vault.messages.list(inbox().id, 1);
    if (row === undefined) throw new Error('no message');
    return row;
  };

  test('the connection test names every step', async () => {
    const settings = settingsFor(house.dovecot, 'aiko', 'imap', { postfix: house.postfix });
    const report = await engine.handlers['accounts.test']({ settings, password });
    expect(report.steps.map((step) => `${step.side} ${step.step} ${step.state}`)).toEqual([
      'incoming connect ok',
      'incoming tls ok',
      'incoming greeting ok',
      'incoming sign-in ok',
      'incoming list ok',
      'outgoing connect ok',
      'outgoing tls ok',
      'outgoing greeting ok',
      'outgoing sign-in ok',
    ]);
  });

  test('the first sync brings every message with its envelope and preview, and little else', async () => {
    const [report] = await engine.handlers['sync.now']({});
    expect(report).toMatchObject({ added: 121, removed: 0 });
    expect(report?.bytesIn).toBeLessThan(600_000);
    const big = engine.parts.vault.messages.search(null, '会議の件', 1);
    const [row] = engine.parts.vault.messages.rows(big);
    expect(row).toMatchObject({
      subject: '会議の件',
      preview: '資料を送ります。',
      from: { name: 'Ben Ito', address: 'ben@hana.test' },
      attachments: [{ part: '2', name: 'big.bin', held: false }],
    });
  });

  test('a second sync asks little and changes nothing', async () => {
    const [report] = await engine.handlers['sync.now']({});
    expect(report).toMatchObject({ added: 0, updated: 0, removed: 0 });
    expect(report?.bytesIn).toBeLessThan(5_000);
  });

  test('opening a message with a 5 MB attachment moves less than 100 kB until the attachment is opened', async () => {
    const [id] = engine.parts.vault.messages.search(null, '会議の件', 1);
    if (id === undefined) throw new Error('not found');
    const { counters } = engine.parts.runners.of(account) as unknown as { counters: { bytesIn: number } };
    const before = counters.bytesIn;
    const opened = await engine.handlers['messages.open']({ id });
    expect(opened.shown).toEqual({ part: '1', kind: 'text' });
    const text = await engine.parts.bodies.part(id, '1');
    expect(readFileSync(text.file, 'utf8')).toContain('資料を送ります。');
    expect(counters.bytesIn - before).toBeLessThan(100_000);
    const part = await engine.parts.bodies.part(id, '2');
    expect(part.size).toBe(5_000_000);
    expect(readFileSync(part.file).equals(Buffer.alloc(5_000_000, 'tegami '))).toBe(true);
    expect(engine.parts.vault.messages.get(id).attachments[0]).toMatchObject({ held: true, size: 5_000_000 });
  });

  test('read here is \\Seen there, seen by another client', async () => {
    const row = newest();
    await engine.handlers['messages.flag']({ ids: [row.id], set: ['seen'], unset: [] });
    await engine.parts.runners.of(account).flush();
    const seen = (await imapFlags(house.dovecot, 'aiko')).find((each) => each.uid === row.uid);
    expect(seen?.flags.map((flag) => flag.toLowerCase())).toContain('\\seen');
    expect(engine.parts.vault.operations.list()).toEqual([]);
  });

  test('deleted mail goes to the Trash on the server, and from there for good', async () => {
    const row = newest();
    await engine.handlers['messages.delete']({ ids: [row.id] });
    await engine.parts.runners.of(account).flush();
    expect((await imapFlags(house.dovecot, 'aiko')).some((each) => each.uid === row.uid)).toBe(false);
    const moved = engine.parts.vault.messages.get(row.id);
    expect(engine.parts.vault.folders.get(moved.folder).role).toBe('trash');
    expect(await imapFlags(house.dovecot, 'aiko', 'Trash')).toHaveLength(1);
    const [report] = await engine.handlers['sync.now']({});
    expect(report).toMatchObject({ added: 0, removed: 0 });
    await engine.handlers['messages.delete']({ ids: [row.id] });
    await engine.parts.runners.of(account).flush();
    expect(await imapFlags(house.dovecot, 'aiko', 'Trash')).toHaveLength(0);
    const why = await engine.handlers['why.of']({ id: row.id });
    expect(why.at(-1)?.what).toBe('removed');
  });

  test('what was sent is what is filed in Sent, byte by byte, and arrives', async () => {
    const { id } = await engine.handlers['outbox.submit']({
      draft: {
        account,
        to: [{ name: '', address: 'ben@hana.test' }],
        cc: [],
        bcc: [],
        subject: '添付の件',
        text: 'こんにちは\n.\n..dots',
        attachments: [],
        answers: null,
      },
      draftId: null,
    });
    await engine.parts.outbox.sendNow(id);
    const record = engine.parts.vault.outbox.get(id);
    expect(record).toMatchObject({ state: 'sent', recipients: [{ address: 'ben@hana.test', state: 'accepted' }] });
    await engine.parts.runners.of(account).flush();
    await engine.handlers['sync.now']({});
    const sent = engine.parts.vault.folders.byRole(account, 'sent');
    const rows = engine.parts.vault.messages.list(sent?.id ?? 0, 10);
    expect(rows).toHaveLength(1);
    expect(rows[0]).toMatchObject({ subject: '添付の件', pending: false });
    expect(rows[0]?.uid).not.toBeNull();
    const bytes = readFileSync(engine.parts.vault.files.mailPath(record.file));
    const [filed] = house.dovecot.mails('aiko', 'Sent');
    expect(filed?.toString('latin1').replace(/\r?\n/g, '\r\n')).toBe(bytes.toString('latin1'));
    await expect.poll(() => house.dovecot.mails('ben').length, { timeout: 15_000 }).toBe(1);
  });
});
