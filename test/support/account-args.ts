import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AccountSettings } from '../../src/contract/account.ts';

/** `account add` with these settings, as words of a command line. The CA goes into a file of `folder`. */
export function accountArgs(
  profile: string,
  settings: AccountSettings,
  folder: string,
  more: readonly string[] = [],
): string[] {
  const { incoming, outgoing, keep, trust } = settings;
  const ca = join(folder, 'ca.pem');
  if (trust.ca !== undefined) writeFileSync(ca, trust.ca);
  return [
    ...['--profile', profile, '--json', 'account', 'add', '--name', settings.name, '--email', settings.email],
    ...[
      '--protocol',
      settings.protocol,
      '--host',
      incoming.host,
      '--port',
      String(incoming.port),
      '--tls',
      incoming.security,
    ],
    ...['--user', incoming.user, '--smtp-host', outgoing.host, '--smtp-port', String(outgoing.port)],
    ...['--smtp-tls', outgoing.security, '--keep', keep.policy === 'days' ? `days:${keep.days}` : keep.policy],
    ...(trust.ca === undefined ? [] : ['--ca', ca]),
    ...more,
  ];
}
