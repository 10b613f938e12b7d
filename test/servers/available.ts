/** Whether the real servers can run here, and the test functions that skip with the reason where they cannot. */
import { existsSync, readFileSync } from 'node:fs';
import { describe, test } from 'vitest';
import list from './packages.json' with { type: 'json' };

export type Availability = { readonly ok: true } | { readonly why: string; readonly command: string };

const needed = {
  dovecot: ['/usr/sbin/dovecot', '/usr/lib/dovecot/imap', '/usr/lib/dovecot/pop3', '/usr/lib/dovecot/lmtp'],
  postfix: ['/usr/lib/postfix/sbin/master', '/usr/sbin/postconf'],
  tools: ['/usr/bin/openssl', '/usr/bin/python3', '/usr/bin/curl', '/usr/bin/swaks'],
};

export const packages: readonly string[] = list.packages;

export function available(what: 'all' | 'dovecot' = 'all'): Availability {
  const command = `apt-get install --no-install-recommends ${packages.join(' ')}`;
  const files = what === 'dovecot' ? [...needed.dovecot, ...needed.tools] : Object.values(needed).flat();
  const missing = files.filter((file) => !existsSync(file));
  if (missing.length > 0) {
    if (!isDebian()) return { why: `the real servers come from Debian packages, this is another system`, command };
    return { why: `not installed: ${missing.join(', ')}`, command };
  }
  if (what === 'all' && process.getuid?.() !== 0)
    return { why: "Postfix's master process needs root", command: 'sudo npm test' };
  return { ok: true };
}

function isDebian(): boolean {
  try {
    return /^ID(_LIKE)?=.*(debian|ubuntu)/m.test(readFileSync('/etc/os-release', 'utf8'));
  } catch {
    return false;
  }
}

const state = available();
const dovecotState = available('dovecot');
if (!('ok' in state))
  console.warn(`Tests against real servers are skipped: ${state.why}. To enable them: ${state.command}`);

/** In CI a skip is a failure: there the tests run and fail by themselves where the servers are missing. */
const skip = (one: Availability): boolean => !('ok' in one) && !process.env.CI;

/** `describe` and `test` for what needs Dovecot and Postfix. */
export const describeReal = describe.skipIf(skip(state));
export const testReal = test.skipIf(skip(state));
/** For what needs Dovecot only, which runs without root too. */
export const describeDovecot = describe.skipIf(skip(dovecotState));
export const testDovecot = test.skipIf(skip(dovecotState));
