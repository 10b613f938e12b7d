import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import type { Secrets } from '../../src/base/ports.ts';
import { describeReal } from '../servers/available.ts';
import { type Dovecot, startDovecot } from '../servers/dovecot.ts';
import { password, settingsFor } from '../support/house.ts';
import { type Desk, deskFor, letter } from './bench.ts';

/** A place for passwords that remembers what is asked of it. */
function place(store: Secrets['store']): Secrets & { readonly kept: Map<number, string> } {
  const kept = new Map<number, string>();
  return {
    store,
    kept,
    get: async (account) => kept.get(account) ?? null,
    put: async (account, secret) => void kept.set(account, secret),
    remove: async (account) => void kept.delete(account),
  };
}

describeReal('accounts', () => {
  let dovecot: Dovecot;
  let desk: Desk;
  beforeAll(async () => {
    dovecot = await startDovecot({ users: { imap: password, pop: password } });
    dovecot.fill('imap', 'INBOX', 3);
    dovecot.fill('pop', 'INBOX', 3);
  });
  afterEach(() => desk?.close());
  afterAll(() => dovecot?.close());

  const files = (folder: string): string[] =>
    existsSync(folder)
      ? readdirSync(folder, { withFileTypes: true }).flatMap((each) =>
          each.isDirectory() ? files(join(folder, each.name)) : /^[0-9a-f]{64}/.test(each.name) ? [each.name] : [],
        )
      : [];

  test('removing an account removes its mail, drafts, outbox, password and runner, and leaves the server and the others alone', async () => {
    const secrets = place('keychain');
    desk = await deskFor(settingsFor(dovecot, 'pop', 'pop3'), false, { secrets });
    const { handlers, parts } = desk.engine;
    const settings = settingsFor(dovecot, 'imap', 'imap');
    const other = await handlers['accounts.add']({ settings, password, secret: 'keychain' });
    expect(secrets.kept.get(other.id)).toBe(password);
    await handlers['sync.now']({});
    const [first] = desk.rows(desk.folder('inbox'));
    await handlers['messages.open']({ id: first?.id ?? 0 });
    await handlers['outbox.submit']({ draft: letter(desk.account), draftId: null });
    await handlers['drafts.save']({ id: null, draft: letter(desk.account) });
    expect(files(join(desk.profile, 'mail'))).toHaveLength(4);
    await handlers['accounts.remove']({ id: desk.account });
    expect(files(join(desk.profile, 'mail'))).toEqual([]);
    expect(files(join(desk.profile, 'parts'))).toEqual([]);
    expect(await handlers['outbox.list']({})).toEqual([]);
    expect(parts.vault.drafts.list()).toEqual([]);
    expect((await handlers['accounts.list']({})).map((each) => each.id)).toEqual([other.id]);
    expect((await handlers['folders.list']({})).every((each) => each.account === other.id)).toBe(true);
    expect(() => parts.runners.of(desk.account)).toThrow(/not-found/);
    expect(dovecot.mails('pop')).toHaveLength(3);
    await handlers['accounts.remove']({ id: other.id });
    expect([...secrets.kept]).toEqual([]);
  });

  test('a password for the session is asked for again after a restart, and unlock is enough', async () => {
    const secrets = place('session');
    desk = await deskFor(settingsFor(dovecot, 'imap', 'imap'), false, { secrets });
    await desk.sync();
    await desk.reopen();
    await expect(desk.sync()).rejects.toMatchObject({ reason: 'password-missing' });
    expect((await desk.engine.handlers['accounts.statuses']({}))[0]?.state).toBe('needs-password');
    await desk.engine.handlers['accounts.unlock']({ id: desk.account, password, secret: 'session' });
    await desk.sync();
    expect((await desk.engine.handlers['accounts.statuses']({}))[0]?.state).toBe('up-to-date');
    expect([...secrets.kept]).toEqual([]);
  });

  test('without a keychain nothing weaker is taken in its place, and no half account stays', async () => {
    desk = await deskFor(settingsFor(dovecot, 'imap', 'imap'));
    const { handlers } = desk.engine;
    const settings = settingsFor(dovecot, 'pop', 'pop3');
    await expect(handlers['accounts.add']({ settings, password, secret: 'keychain' })).rejects.toMatchObject({
      reason: 'keychain-missing',
    });
    expect(await handlers['accounts.list']({})).toHaveLength(1);
  });

  test('the unsafe file has mode 0600, outlives a restart, and goes with the account or with a better choice', async () => {
    const secrets = place('keychain');
    desk = await deskFor(settingsFor(dovecot, 'imap', 'imap'), false, { secrets });
    const file = join(desk.profile, 'passwords-in-clear.json');
    const unlock = (secret: 'unsafe-file' | 'keychain' | 'session') =>
      desk.engine.handlers['accounts.unlock']({ id: desk.account, password, secret });
    await unlock('keychain');
    expect(secrets.kept.size).toBe(1);
    await unlock('unsafe-file');
    expect(secrets.kept.size).toBe(0);
    expect(statSync(file).mode & 0o777).toBe(0o600);
    await desk.reopen();
    await desk.sync();
    await unlock('keychain');
    expect(existsSync(file)).toBe(false);
    await unlock('unsafe-file');
    await desk.engine.handlers['accounts.remove']({ id: desk.account });
    expect(existsSync(file)).toBe(false);
  });
});
