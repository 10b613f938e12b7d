/** Whether the real servers can run here, and what would make them run. Knows no test runner. */
import { existsSync, readFileSync } from 'node:fs';
import list from './packages.json' with { type: 'json' };

export type Availability =
  | { readonly ok: true }
  | { readonly ok: false; readonly why: string; readonly command: string };

/** Debian packages with the servers and the peers. */
export const packages: readonly string[] = list.packages;

const needed = {
  dovecot: ['/usr/sbin/dovecot', '/usr/lib/dovecot/imap', '/usr/lib/dovecot/pop3', '/usr/lib/dovecot/lmtp'],
  postfix: ['/usr/lib/postfix/sbin/master'],
  tools: ['/usr/bin/openssl', '/usr/bin/swaks'],
};

/** `all`: Dovecot and Postfix, which needs root. */
export function available(what: 'all' | 'dovecot' = 'all'): Availability {
  const command = `apt-get install --no-install-recommends ${packages.join(' ')}`;
  const files = what === 'dovecot' ? [...needed.dovecot, ...needed.tools] : Object.values(needed).flat();
  const missing = files.filter((file) => !existsSync(file));
  if (missing.length > 0) {
    const why = isDebian() ? `not installed: ${missing.join(', ')}` : 'the real servers come from Debian packages';
    return { ok: false, why, command };
  }
  if (what === 'all' && process.getuid?.() !== 0)
    return { ok: false, why: "Postfix's master process needs root", command: 'sudo npm test' };
  return { ok: true };
}

/** @throws Error with the reason and the command, where a server is started that cannot run here. */
export function demand(what: 'all' | 'dovecot'): void {
  const state = available(what);
  if (!state.ok)
    throw new Error(`a real server is needed and cannot run: ${state.why}. To enable it: ${state.command}`);
}

function isDebian(): boolean {
  try {
    return /^ID(_LIKE)?=.*(debian|ubuntu)/m.test(readFileSync('/etc/os-release', 'utf8'));
  } catch {
    return false;
  }
}
