/** A mail house for tests: a real Dovecot and a real Postfix with users, and the account settings that lead to them. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { silentLog } from '../../src/base/ports.ts';
import { AccountSettings } from '../../src/contract/account.ts';
import { type Engine, type EngineOptions, openEngine } from '../../src/engine/index.ts';
import { type Dovecot, type DovecotOptions, startDovecot } from '../servers/dovecot.ts';
import { type Postfix, startPostfix } from '../servers/postfix.ts';

export const password = 'correct horse';

/** Settings of a user of these servers; `over` changes what a test is about. */
export function settingsFor(
  dovecot: Dovecot,
  user: string,
  protocol: 'imap' | 'pop3',
  over: { postfix?: Postfix; keep?: AccountSettings['keep']; security?: 'implicit' | 'starttls' | 'none' } = {},
): AccountSettings {
  const security = over.security ?? 'implicit';
  const port =
    protocol === 'imap'
      ? security === 'implicit'
        ? dovecot.imaps
        : dovecot.imap
      : security === 'implicit'
        ? dovecot.pop3s
        : dovecot.pop3;
  return AccountSettings.parse({
    name: user === 'aiko' ? '田中 愛子' : user,
    email: `${user}@hana.test`,
    protocol,
    incoming: { host: 'localhost', port, security, user },
    outgoing: { host: 'localhost', port: over.postfix?.submission ?? 587, security: 'starttls', user },
    keep: over.keep ?? { policy: 'forever' },
    trust: { ca: dovecot.caPem, pins: [] },
  });
}

export interface House {
  readonly dovecot: Dovecot;
  readonly postfix: Postfix;
  close(): Promise<void>;
}

export async function startHouse(options: Partial<DovecotOptions> = {}): Promise<House> {
  const dovecot = await startDovecot({ users: { aiko: password, ben: password }, ...options });
  const postfix = await startPostfix({ dovecot, domains: ['hana.test'] });
  return {
    dovecot,
    postfix,
    async close() {
      await postfix.close();
      await dovecot.close();
    },
  };
}

export function temporaryProfile(): { folder: string; remove: () => void } {
  const folder = mkdtempSync(join(tmpdir(), 'tegami-profile-'));
  return { folder, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** An engine in this process; nothing runs by itself unless `background`. */
export function engineOn(profile: string, background = false, more: Partial<EngineOptions> = {}): Promise<Engine> {
  const kept = new Map<number, string>();
  return openEngine({
    profile,
    background,
    log: silentLog,
    secrets: {
      store: 'session',
      get: async (account) => kept.get(account) ?? password,
      put: async (account, secret) => void kept.set(account, secret),
      remove: async (account) => void kept.delete(account),
    },
    ...more,
  });
}
