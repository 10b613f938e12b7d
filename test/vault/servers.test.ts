import { rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { checkVault } from '../../src/vault/index.ts';
import { describeDovecot } from '../servers/available.ts';
import { type Dovecot, startDovecot } from '../servers/dovecot.ts';
import { engineOn, password, settingsFor } from '../support/house.ts';
import { profile, rebuild } from './support/profile.ts';

describeDovecot('after a rebuild, against a real server', () => {
  let dovecot: Dovecot;
  beforeAll(async () => {
    dovecot = await startDovecot({ users: { aiko: password, ben: password } });
  });
  afterAll(() => dovecot?.close());

  async function account(root: string, user: string, protocol: 'imap' | 'pop3'): Promise<void> {
    const engine = await engineOn(root);
    const settings = settingsFor(dovecot, user, protocol);
    await engine.handlers['accounts.add']({ settings, password, secret: 'session' });
    await engine.close();
  }
  async function sync(root: string): Promise<{ added: number; messages: number; ok: boolean; inbox: number }> {
    const engine = await engineOn(root);
    try {
      const reports = await engine.handlers['sync.now']({});
      const { ok, messages } = await checkVault(engine.parts.vault);
      const inbox = engine.parts.vault.folders.list().find((each) => each.role === 'inbox')?.total ?? 0;
      return { added: reports.reduce((sum, each) => sum + each.added, 0), messages, ok, inbox };
    } finally {
      await engine.close();
    }
  }

  test('POP3 downloads nothing again, and brings back what was lost under its old row', async () => {
    const root = profile();
    dovecot.fill('aiko', 'INBOX', 20, { size: 2000 });
    await account(root, 'aiko', 'pop3');
    expect(await sync(root)).toMatchObject({ added: 20, messages: 20, ok: true });
    writeFileSync(join(root, 'vault.db'), 'no database any more');
    expect(await rebuild(root)).toMatchObject({ how: 'rebuilt', adopted: 20, accounts: 1 });
    expect(await sync(root)).toEqual({ added: 0, messages: 20, inbox: 20, ok: true });

    const engine = await engineOn(root);
    const { vault } = engine.parts;
    const lost = vault.messages.ofFolder(vault.folders.list()[0]?.id ?? 0).map((id) => vault.messages.get(id))[3];
    rmSync(vault.files.mailPath(lost?.file ?? ''));
    await engine.close();
    expect(await rebuild(root)).toMatchObject({ how: 'repaired', lost: [lost?.id] });
    expect(await sync(root)).toMatchObject({ messages: 20, inbox: 20, ok: true });
    const after = await engineOn(root);
    expect(after.parts.vault.messages.get(lost?.id ?? 0).file).toBe(lost?.file);
    await after.close();
  });

  test('IMAP finds what it holds whole under the server’s numbers, and nothing is there twice', async () => {
    const root = profile();
    dovecot.fill('ben', 'INBOX', 20, { size: 2000 });
    await account(root, 'ben', 'imap');
    expect(await sync(root)).toMatchObject({ added: 20, messages: 20, ok: true });
    const engine = await engineOn(root);
    const ids = engine.parts.vault.messages.ofFolder(
      engine.parts.vault.folders.list().find((each) => each.role === 'inbox')?.id ?? 0,
    );
    for (const id of ids.slice(0, 5)) await engine.parts.bodies.raw(id);
    await engine.close();
    writeFileSync(join(root, 'vault.db'), 'no database any more');
    expect(await rebuild(root)).toMatchObject({ how: 'rebuilt', adopted: 5, accounts: 1 });
    expect(await sync(root)).toMatchObject({ messages: 20, inbox: 20, ok: true });
    expect(await sync(root)).toMatchObject({ added: 0, messages: 20 });
  });
});
