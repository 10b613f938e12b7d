/** `describe` for what needs programs from Debian: skipped where they are not there, with the reason in the name; in CI nothing is skipped. */
import { existsSync } from 'node:fs';
import { describe } from 'vitest';
import { packages } from '../../servers/installed.ts';

const programs = {
  dig: '/usr/bin/dig',
  dnsmasq: '/usr/sbin/dnsmasq',
  'python3-dkim': '/usr/lib/python3/dist-packages/dkim/__init__.py',
  'python3-dnspython': '/usr/lib/python3/dist-packages/dns/__init__.py',
  'python3-spf': '/usr/lib/python3/dist-packages/spf.py',
  'python3-authres': '/usr/lib/python3/dist-packages/authres/__init__.py',
};
type Program = keyof typeof programs;

export function describeWith(needed: readonly Program[], title: string, body: () => void): void {
  const missing = needed.filter((name) => !existsSync(programs[name]));
  if (missing.length === 0 || process.env['CI']) describe(title, body);
  else
    describe.skip(
      `${title} (skipped: not installed: ${missing.join(', ')}; to enable: apt-get install --no-install-recommends ${packages.join(' ')})`,
      body,
    );
}
