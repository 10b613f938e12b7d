import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Keep } from '../../src/contract/account.ts';
import type { Engine } from '../../src/engine/index.ts';
import { describeReal } from '../servers/available.ts';
import { type Dovecot, startDovecot } from '../servers/dovecot.ts';
import { engineOn, password, settingsFor, temporaryProfile } from '../support/house.ts';

const digest = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

describeReal('a POP3 account on Dovecot', () => {
  let dovecot: Dovecot;
  const undo: (() => Promise<void> | void)[] = [];

  beforeAll(async () => {
    dovecot = await startDovecot({ users: { keeper: password, deleter: password, days: password } });
  });
  afterAll(async () => {
    for (const each of undo.reverse()) await each();
    await dovecot?.close();
  });

  async function accountOf(
    user: string,
    keep: Keep,
    security: 'implicit' | 'starttls' = 'implicit',
  ): Promise<{ engine: Engine; id: number }> {
    const profile = temporaryProfile();
    const engine = await engineOn(profile.folder);
    undo.push(profile.remove, () => engine.close());
    const { id } = await engine.handlers['accounts.add']({
      settings: settingsFor(dovecot, user, 'pop3', { keep, security }),
      password,
      secret: 'session',
    });
    return { engine, id };
  }

  test('mail is downloaded once, byte by byte, and stays on the server', async () => {
    dovecot.fill('keeper', 'INBOX', 200);
    const { engine, id } = await accountOf('keeper', { policy: 'forever' });
    expect((await engine.handlers['sync.now']({}))[0]).toMatchObject({ added: 200 });
    const inbox = engine.parts.vault.folders.byRole(id, 'inbox');
    expect(inbox).toMatchObject({ total: 200, unread: 200 });
    const here = engine.parts.vault.messages
      .list(inbox?.id ?? 0, 1000)
      .map((row) =>
        digest(readFileSync(engine.parts.vault.files.mailPath(engine.parts.vault.messages.get(row.id).file ?? ''))),
      );
    expect(here.sort()).toEqual(dovecot.mails('keeper').map(digest).sort());
    const again = (await engine.handlers['sync.now']({}))[0];
    expect(again).toMatchObject({ added: 0 });
    expect(again?.bytesIn).toBeLessThan(30_000);
    expect(dovecot.mails('keeper')).toHaveLength(200);
  });

  test('with delete after download the server is empty afterwards, over STLS', async () => {
    dovecot.fill('deleter', 'INBOX', 70);
    const { engine, id } = await accountOf('deleter', { policy: 'delete' }, 'starttls');
    expect((await engine.handlers['sync.now']({}))[0]).toMatchObject({ added: 70 });
    expect(dovecot.mails('deleter')).toHaveLength(0);
    expect(engine.parts.vault.folders.byRole(id, 'inbox')).toMatchObject({ total: 70 });
  });

  test('opening, reading and deleting happen in this profile', async () => {
    dovecot.fill('days', 'INBOX', 3);
    const { engine, id } = await accountOf('days', { policy: 'days', days: 30 });
    await engine.handlers['sync.now']({});
    const inbox = engine.parts.vault.folders.byRole(id, 'inbox')?.id ?? 0;
    const [first, second] = engine.parts.vault.messages.list(inbox, 2);
    if (first === undefined || second === undefined) throw new Error('two messages were expected');
    const opened = await engine.handlers['messages.open']({ id: first.id });
    expect(opened.shown).not.toBeNull();
    await engine.handlers['messages.flag']({ ids: [first.id], set: ['seen'], unset: [] });
    await engine.handlers['messages.delete']({ ids: [second.id] });
    expect(engine.parts.vault.operations.list()).toEqual([]);
    expect(engine.parts.vault.folders.byRole(id, 'inbox')).toMatchObject({ total: 2, unread: 1 });
    await engine.handlers['messages.delete']({ ids: [second.id] });
    expect((await engine.handlers['sync.now']({}))[0]).toMatchObject({ added: 0 });
    expect(dovecot.mails('days')).toHaveLength(3);
    expect(engine.parts.vault.messages.find(second.id)).toBeNull();
  });
});
