import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { fileInSent } from '../../src/outbox/sent.ts';
import { submitDraft } from '../../src/outbox/submit.ts';
import { describeReal } from '../servers/available.ts';
import { type Dovecot, startDovecot } from '../servers/dovecot.ts';
import { imapExpunge, imapFlags } from '../servers/observer.ts';
import { type CuttingProxy, startCuttingProxy } from '../support/cutting-proxy.ts';
import { password, settingsFor } from '../support/house.ts';
import { type Desk, deskFor, letter, must, through } from './bench.ts';

describeReal('a server that is away', () => {
  let dovecot: Dovecot;
  let proxy: CuttingProxy;
  let desk: Desk;
  let user = '';
  let count = 0;

  beforeAll(async () => {
    const users = Array.from({ length: 40 }, (_, n) => [`u${n}`, password]);
    dovecot = await startDovecot({ users: Object.fromEntries(users) });
    proxy = await startCuttingProxy(dovecot.imap);
  });
  beforeEach(() => {
    user = `u${count++}`;
  });
  afterEach(async () => {
    proxy.cutAfter('down', null);
    proxy.cutAfter('up', null);
    await desk?.close();
  });
  afterAll(async () => {
    await proxy?.close();
    await dovecot?.close();
  });

  async function sit(mails: number): Promise<void> {
    dovecot.fill(user, 'INBOX', mails);
    desk = await deskFor(through(settingsFor(dovecot, user, 'imap', { security: 'none' }), proxy.port));
  }
  const there = (path = 'INBOX') => imapFlags(dovecot, user, path);
  const waiting = () => desk.engine.parts.vault.operations.waiting(desk.account).length;

  test('a first sync that is cut off goes on where it was, and fetches nothing twice', async () => {
    await sit(1500);
    proxy.cutAfter('down', 500_000);
    await expect(desk.sync()).rejects.toMatchObject({ kind: 'unreachable' });
    const first = desk.rows(desk.at('INBOX'));
    expect(first.length).toBeGreaterThan(50);
    expect(first.length).toBeLessThan(1500);
    expect(first[0]?.uid).toBe(1500);
    const [report] = await desk.sync();
    expect(report?.added).toBe(1500 - first.length);
    const ids = new Set(desk.rows(desk.at('INBOX')).map((row) => row.id));
    expect(ids.size).toBe(1500);
    expect(first.every((row) => ids.has(row.id))).toBe(true);
    expect((await desk.sync())[0]).toMatchObject({ added: 0, updated: 0, removed: 0 });
  });

  test('what was done meanwhile waits, outlives the end of the app, and reaches the server in its order', async () => {
    await sit(10);
    await desk.sync();
    const uid = (n: number) => must(desk.rows(desk.at('INBOX')).find((row) => row.uid === n)).id;
    const [one, two, three] = [uid(1), uid(2), uid(3)];
    await proxy.off();
    const { handlers } = desk.engine;
    await handlers['messages.flag']({ ids: [one, two], set: ['seen', 'flagged'], unset: [] });
    await handlers['messages.flag']({ ids: [one], set: [], unset: ['flagged'] });
    await handlers['messages.move']({ ids: [two], to: desk.at('Archive').id });
    await handlers['messages.move']({ ids: [three], to: desk.at('Archive').id });
    await handlers['messages.move']({ ids: [three], to: desk.at('Junk').id });
    await handlers['messages.flag']({ ids: [three], set: ['$work'], unset: [] });
    await handlers['messages.delete']({ ids: [three] });
    await expect(desk.flush()).rejects.toMatchObject({ kind: 'unreachable' });
    expect(desk.rows(desk.at('INBOX')).map((row) => row.uid)).not.toContain(2);
    const before = waiting();
    await desk.reopen();
    expect(waiting()).toBe(before);
    await expect(desk.sync()).rejects.toMatchObject({ kind: 'unreachable' });
    await proxy.on();
    await desk.flush();
    expect(waiting()).toBe(0);
    const inbox = await there();
    expect(inbox.map((each) => each.uid)).toEqual([1, 4, 5, 6, 7, 8, 9, 10]);
    expect(inbox[0]?.flags).toContain('\\Seen');
    expect(inbox[0]?.flags).not.toContain('\\Flagged');
    expect((await there('Archive')).map((each) => [...each.flags].sort().join(' '))).toEqual(['\\Flagged \\Seen']);
    expect(await there('Junk')).toEqual([]);
    const [trashed] = await there('Trash');
    expect(trashed?.flags).toContain('$work');
    await desk.sync();
    expect((await desk.sync())[0]).toMatchObject({ added: 0, updated: 0, removed: 0 });
    expect(desk.rows(desk.at('Trash')).map((row) => row.id)).toEqual([three]);
    expect(desk.rows(desk.at('Archive')).map((row) => row.id)).toEqual([two]);
  });

  test('a message that was moved and then deleted for good before the server heard of it is gone there too', async () => {
    await sit(3);
    await desk.sync();
    const id = must(desk.rows(desk.at('INBOX'))[0]).id;
    await proxy.off();
    await desk.engine.handlers['messages.move']({ ids: [id], to: desk.at('Archive').id });
    await desk.engine.handlers['messages.delete']({ ids: [id] });
    await desk.engine.handlers['messages.delete']({ ids: [id] });
    await proxy.on();
    await desk.sync();
    expect((await desk.sync())[0]).toMatchObject({ added: 0, removed: 0 });
    expect(await there()).toHaveLength(2);
    for (const path of ['Archive', 'Trash']) expect(await there(path)).toEqual([]);
    expect(waiting()).toBe(0);
  });

  test('a change that the server refuses for good is given up with its words, and what is shown is what is so', async () => {
    await sit(4);
    await desk.sync();
    const { vault } = desk.engine.parts;
    const [a, b] = desk.rows(desk.at('INBOX'));
    const nowhere = vault.write(() =>
      vault.folders.put({
        account: desk.account,
        parent: null,
        name: 'Nowhere',
        path: 'Nowhere',
        role: null,
        selectable: true,
        local: false,
      }),
    );
    await desk.engine.handlers['messages.move']({ ids: [must(a).id], to: nowhere });
    await desk.engine.handlers['messages.flag']({ ids: [must(b).id], set: ['bad]keyword'], unset: ['seen'] });
    await desk.flush();
    const failed = vault.operations.list();
    expect(failed.map((each) => [each.kind, each.state, each.error?.reason])).toEqual([
      ['move', 'failed', 'not-found'],
      ['flag', 'failed', 'bad-value'],
    ]);
    expect(failed[0]?.error?.said).toMatch(/TRYCREATE|exist/);
    await desk.sync();
    expect(desk.rows(desk.at('INBOX')).map((row) => [row.uid, row.pending, row.flags.join(' ')])).toEqual([
      [4, false, ''],
      [3, false, ''],
      [2, false, ''],
      [1, false, ''],
    ]);
    expect(desk.rows(desk.at('INBOX'))[0]?.id).toBe(must(a).id);
  });

  test('wherever the connection is cut, a move, a flag and the mail for Sent arrive once', async () => {
    for (let cut = 0; cut < 10; cut++) {
      if (cut > 0) await desk.close();
      user = `u${count++}`;
      await sit(3);
      await desk.sync();
      const { vault } = desk.engine.parts;
      const account = vault.accounts.get(desk.account);
      const draft = letter(desk.account, { subject: `cut ${cut}` });
      const sent = await submitDraft(vault, account, draft, null, Date.now());
      vault.write(() => fileInSent(vault, account, vault.outbox.get(sent.id), Date.now()));
      const [row] = desk.rows(desk.at('INBOX'));
      await desk.engine.handlers['messages.flag']({ ids: [must(row).id], set: ['seen'], unset: [] });
      await desk.engine.handlers['messages.move']({ ids: [must(row).id], to: desk.at('Archive').id });
      // Past the sign-in, which takes about a thousand octets.
      proxy.cutAfter('down', 600 + cut * 320);
      await desk.flush().catch(() => {});
      proxy.cutAfter('down', null);
      await desk.reopen();
      await desk.sync();
      await desk.sync();
      expect(waiting(), `cut ${cut}`).toBe(0);
      expect((await there('Sent')).map((each) => each.messageId)).toEqual([sent.messageId]);
      expect((await there('Archive')).map((each) => each.flags.includes('\\Seen'))).toEqual([true]);
      expect(await there()).toHaveLength(2);
      expect(desk.rows(desk.at('Sent'))).toHaveLength(1);
      expect(desk.rows(desk.at('Archive')).map((each) => each.id)).toEqual([must(row).id]);
    }
  }, 90_000);

  test('a crash between the server’s OK to APPEND and our commit files the mail once all the same', async () => {
    await sit(1);
    await desk.sync();
    const { vault } = desk.engine.parts;
    const account = vault.accounts.get(desk.account);
    const sent = await submitDraft(vault, account, letter(desk.account), null, Date.now());
    vault.write(() => fileInSent(vault, account, vault.outbox.get(sent.id), Date.now()));
    vault.operations.done = () => {
      throw Object.assign(new Error('no space'), { code: 'ENOSPC' });
    };
    await expect(desk.flush()).rejects.toMatchObject({ reason: 'disk-full' });
    expect(await there('Sent')).toHaveLength(1);
    await desk.reopen();
    await desk.sync();
    expect(await there('Sent')).toHaveLength(1);
    expect(desk.rows(desk.at('Sent')).map((row) => [row.uid, row.pending])).toEqual([[1, false]]);
  });

  test('a part that is no longer on the server says so, and one whose move waits is fetched all the same', async () => {
    await sit(3);
    await desk.sync();
    const [gone, moved] = desk.rows(desk.at('INBOX'));
    await imapExpunge(dovecot, user, 'INBOX', [must(must(gone).uid)]);
    await expect(desk.engine.handlers['messages.open']({ id: must(gone).id })).rejects.toMatchObject({
      reason: 'not-found',
    });
    await desk.engine.handlers['messages.move']({ ids: [must(moved).id], to: desk.at('Archive').id });
    const opened = await desk.engine.handlers['messages.open']({ id: must(moved).id });
    expect(opened).toMatchObject({ shown: { part: '1', kind: 'text' }, row: { pending: false } });
  });
});
