import { existsSync, readFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { Clock } from '../../src/base/ports.ts';
import { backoff } from '../../src/outbox/backoff.ts';
import { type Desk, deskFor, letter, must } from '../engine/bench.ts';
import { describeReal } from '../servers/available.ts';
import { imapFlags } from '../servers/observer.ts';
import { startCuttingProxy } from '../support/cutting-proxy.ts';
import { speaks } from '../support/hostile.ts';
import { type House, password, settingsFor, startHouse } from '../support/house.ts';

test('failures wait longer each time, up to an hour, and never all at the same moment', () => {
  expect([1, 2, 3, 4].map((n) => backoff(n, 0.5))).toEqual([15_000, 30_000, 60_000, 120_000]);
  expect(backoff(50, 0.5)).toBe(3_600_000);
  expect([backoff(1, 0), backoff(1, 0.999)]).toEqual([11_250, 18_743]);
});

describeReal('the outbox', () => {
  let house: House;
  let desk: Desk;

  beforeAll(async () => {
    house = await startHouse();
  });
  afterEach(() => desk?.close());
  afterAll(() => house?.close());

  const settings = (smtp?: number, protocol: 'imap' | 'pop3' = 'imap') => {
    const usual = settingsFor(house.dovecot, 'aiko', protocol, { postfix: house.postfix });
    return smtp === undefined ? usual : { ...usual, outgoing: { ...usual.outgoing, port: smtp } };
  };
  const to = (...addresses: string[]) => addresses.map((address) => ({ name: '', address }));
  const submit = async (over: Parameters<typeof letter>[1], draftId: number | null = null) =>
    desk.engine.handlers['outbox.submit']({ draft: letter(desk.account, over), draftId });
  const row = async (id: number) =>
    must((await desk.engine.handlers['outbox.list']({})).find((each) => each.id === id));
  const arrived = (id: string) => house.dovecot.mails('ben').filter((mail) => mail.includes(id)).length;

  /** Attachments as the window hands them over. */
  async function upload(name: string, bytes: Buffer) {
    const { handlers } = desk.engine;
    const { id } = await handlers['upload.begin']({ name, type: 'application/octet-stream' });
    await handlers['upload.chunk']({ id, bytes: new Uint8Array(bytes) });
    const { size } = await handlers['upload.end']({ id });
    return { upload: id, name, type: 'application/octet-stream', size };
  }

  test('each recipient keeps his own answer; who was refused for good is not asked again, and who was to wait is', async () => {
    desk = await deskFor(settings());
    const { id, messageId } = await submit({
      to: to('ben@hana.test', 'later@hana.test'),
      cc: to('refuse@hana.test'),
      subject: 'Partly',
    });
    await desk.engine.parts.outbox.sendNow(id);
    expect(await row(id)).toMatchObject({
      state: 'queued',
      attempts: 1,
      recipients: [
        { address: 'ben@hana.test', state: 'accepted', said: '250 2.1.5 Ok' },
        { address: 'later@hana.test', state: 'waiting', said: expect.stringMatching(/^450 4\.2\.1 /) },
        { address: 'refuse@hana.test', state: 'refused', said: expect.stringMatching(/^550 5\.1\.1 /) },
      ],
    });
    const before = house.postfix.log().split('550 5.1.1').length;
    await desk.engine.parts.outbox.sendNow(id);
    expect(house.postfix.log().split('550 5.1.1').length).toBe(before);
    const again = await row(id);
    expect(again).toMatchObject({ state: 'queued', attempts: 2, said: expect.stringMatching(/^250 /) });
    expect(again.recipients.map((each) => each.state)).toEqual(['accepted', 'waiting', 'refused']);
    expect(again.nextTry).toBeGreaterThan(Date.now());
    await expect.poll(() => arrived(messageId), { timeout: 15_000 }).toBe(1);
    const waits = desk.engine.parts.vault.folders.byRole(desk.account, 'sent');
    expect(desk.rows(must(waits)).filter((each) => each.messageId === messageId)).toHaveLength(1);
  });

  test('a 4xx is tried again when it is due, by the clock, and not before', async () => {
    let now = Date.now();
    const due: { at: number; then: () => void }[] = [];
    const clock: Clock = {
      now: () => now,
      after(ms, then) {
        const one = { at: now + ms, then };
        due.push(one);
        return () => void due.splice(due.indexOf(one), due.includes(one) ? 1 : 0);
      },
    };
    const pass = async (ms: number): Promise<void> => {
      now += ms;
      for (const one of due.filter((each) => each.at <= now)) {
        due.splice(due.indexOf(one), 1);
        one.then();
      }
    };
    desk = await deskFor(settings(), true, { clock });
    const { id } = await submit({ to: to('later@hana.test') });
    const attempts = () => expect.poll(async () => (await row(id)).attempts, { timeout: 10_000 });
    await attempts().toBe(1);
    await expect.poll(async () => (await row(id)).state).toBe('queued');
    const wait = must((await row(id)).nextTry) - now;
    expect(wait).toBeGreaterThanOrEqual(11_250);
    expect(wait).toBeLessThanOrEqual(18_750);
    await pass(wait - 1);
    expect((await row(id)).attempts).toBe(1);
    await pass(1);
    await attempts().toBe(2);
    await expect.poll(async () => (await row(id)).error?.reason, { timeout: 10_000 }).toBe('server-busy');
  });

  test('a 5xx to all is told as refused; cancel gives the draft back with its attachments, byte for byte', async () => {
    desk = await deskFor(settings());
    const bytes = Buffer.from('これは添付です\0\r\n.\r\n');
    const attachment = await upload('添付.bin', bytes);
    const draft = letter(desk.account, { to: to('refuse@hana.test'), subject: '件名', attachments: [attachment] });
    const saved = await desk.engine.handlers['drafts.save']({ id: null, draft });
    const { id } = await desk.engine.handlers['outbox.submit']({ draft, draftId: saved.id });
    expect(desk.engine.parts.vault.drafts.list()).toEqual([]);
    await desk.engine.parts.outbox.sendNow(id);
    expect(await row(id)).toMatchObject({ state: 'refused', error: { reason: 'recipient-refused' }, nextTry: null });
    await desk.reopen();
    await desk.engine.handlers['outbox.retry']({ id });
    expect(await row(id)).toMatchObject({ state: 'queued', recipients: [{ state: 'waiting' }] });
    const back = await desk.engine.handlers['outbox.cancel']({ id });
    expect(await desk.engine.handlers['outbox.list']({})).toEqual([]);
    await desk.reopen();
    const { vault } = desk.engine.parts;
    const again = vault.drafts.get(back.draft);
    expect(again).toMatchObject({ ...draft, id: back.draft });
    expect(readFileSync(vault.files.uploadPath(attachment.upload)).equals(bytes)).toBe(true);
    await desk.engine.handlers['drafts.remove']({ id: back.draft });
    expect(existsSync(vault.files.uploadPath(attachment.upload))).toBe(false);
    expect(vault.uploads.ids()).toEqual([]);
  });

  test('files that no draft names any more go at the next opening, those of a mail that waits stay', async () => {
    desk = await deskFor(settings());
    const [dropped, drafted, waits] = [
      await upload('a', Buffer.from('a')),
      await upload('b', Buffer.from('b')),
      await upload('c', Buffer.from('c')),
    ];
    await desk.engine.handlers['drafts.save']({
      id: null,
      draft: letter(desk.account, { attachments: [must(drafted)] }),
    });
    const { id } = await submit({ attachments: [must(waits)] });
    await desk.reopen();
    expect(desk.engine.parts.vault.uploads.ids()).toEqual([must(drafted).upload, must(waits).upload]);
    expect(existsSync(desk.engine.parts.vault.files.uploadPath(must(dropped).upload))).toBe(false);
    await desk.engine.parts.outbox.sendNow(id);
    expect((await row(id)).state).toBe('sent');
    await desk.reopen();
    expect(desk.engine.parts.vault.uploads.ids()).toEqual([must(drafted).upload]);
  });

  test('a server that is away is waited for; when it is back the mail leaves once, and Bcc is in no byte of it', async () => {
    const proxy = await startCuttingProxy(house.postfix.submission);
    await proxy.off();
    desk = await deskFor(settings(proxy.port));
    const { id, messageId } = await submit({ to: to('ben@hana.test'), bcc: to('aiko@hana.test'), subject: 'Blind' });
    await desk.engine.parts.outbox.sendNow(id);
    expect(await row(id)).toMatchObject({ state: 'queued', error: { reason: 'connection-refused' } });
    await proxy.on();
    await desk.reopen();
    await desk.engine.parts.outbox.sendNow(id);
    expect(await row(id)).toMatchObject({ state: 'sent', said: expect.stringMatching(/^250 /) });
    await desk.engine.parts.outbox.sendNow(id);
    await expect.poll(() => arrived(messageId), { timeout: 15_000 }).toBe(1);
    await expect
      .poll(() => house.dovecot.mails('aiko').some((mail) => mail.includes(messageId)), { timeout: 15_000 })
      .toBe(true);
    for (const user of ['ben', 'aiko'])
      for (const mail of house.dovecot.mails(user).filter((each) => each.includes(messageId)))
        expect(mail.toString()).not.toMatch(/bcc/i);
    await proxy.close();
  });

  test('without a yes to the message it is never called sent', async () => {
    const cut = await speaks(`
      S: 220 mail.test ESMTP
      C: EHLO
      S: 250 mail.test
      C: MAIL FROM
      S: 250 ok
      C: RCPT TO
      S: 250 ok
      C: DATA
      S: 354 go on
      C: <data>
      S: <close>
    `);
    const usual = settings(cut.port);
    desk = await deskFor({ ...usual, outgoing: { ...usual.outgoing, security: 'none', user: null } });
    const { id } = await submit({});
    await desk.engine.parts.outbox.sendNow(id);
    expect(await row(id)).toMatchObject({
      state: 'queued',
      recipients: [{ state: 'waiting' }],
      error: { reason: 'closed' },
    });
    await cut.close();
  });

  test('a wrong password waits for the person; giving the right one sends at once', async () => {
    desk = await deskFor(settings(), true);
    await desk.engine.handlers['accounts.unlock']({ id: desk.account, password: 'wrong', secret: 'session' });
    const { id } = await submit({ subject: 'Locked' });
    await expect.poll(async () => (await row(id)).error?.reason, { timeout: 10_000 }).toBe('password-refused');
    expect(await row(id)).toMatchObject({ state: 'queued', nextTry: null });
    await desk.engine.handlers['accounts.unlock']({ id: desk.account, password, secret: 'session' });
    await expect.poll(async () => (await row(id)).state, { timeout: 10_000 }).toBe('sent');
  });

  test('what was answered and what was passed on is marked so, here and on the server', async () => {
    house.dovecot.fill('aiko', 'Archive', 2);
    desk = await deskFor(settings());
    await desk.sync();
    const [first, second] = desk.rows(desk.at('Archive'));
    for (const [message, how] of [
      [must(first).id, 'reply'],
      [must(second).id, 'forward'],
    ] as const) {
      const { id } = await submit({ subject: how, answers: { message, how } });
      await desk.engine.parts.outbox.sendNow(id);
      const bytes = readFileSync(desk.engine.parts.vault.files.mailPath(desk.engine.parts.vault.outbox.get(id).file));
      expect(bytes.includes(`In-Reply-To: ${must(first).messageId}`)).toBe(how === 'reply');
    }
    await desk.flush();
    const flags = (await imapFlags(house.dovecot, 'aiko', 'Archive')).map((each) => each.flags.join(' ').toLowerCase());
    expect(flags.sort()).toEqual(['$forwarded', '\\answered']);
    await desk.sync();
    expect(desk.rows(desk.at('Archive')).map((each) => each.flags)).toEqual([['answered'], ['$forwarded']]);
  });

  test('a POP3 account files what it sent in its own Sent folder', async () => {
    desk = await deskFor(settings(undefined, 'pop3'));
    const { id, messageId } = await submit({ subject: 'By POP3' });
    await desk.engine.parts.outbox.sendNow(id);
    expect(desk.rows(desk.folder('sent')).map((each) => [each.messageId, each.pending])).toEqual([[messageId, false]]);
    expect(desk.engine.parts.vault.operations.list()).toEqual([]);
  });
});
