/** A fresh profile with one account, and a sync of it by the built terminal client. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Dovecot } from '../test/servers/dovecot.ts';
import { accountArgs } from '../test/support/account-args.ts';
import { builtCli } from '../test/support/cli.ts';
import { password, settingsFor } from '../test/support/house.ts';
import { type Ran, run } from './process.ts';

export interface Synced extends Ran {
  readonly added: number;
  readonly bytesIn: number;
  readonly commands: number;
}

/** @param port another than the server's own: of somebody who listens in */
export async function firstSync(
  dovecot: Dovecot,
  user: string,
  protocol: 'imap' | 'pop3',
  port?: number,
): Promise<Synced> {
  const folder = mkdtempSync(join(tmpdir(), 'tegami-bench-'));
  const profile = join(folder, 'profile');
  const env = { TEGAMI_PASSWORD: password };
  try {
    const settings = settingsFor(dovecot, user, protocol, { security: 'none' });
    const incoming = { ...settings.incoming, ...(port === undefined ? {} : { port }) };
    await run(
      process.execPath,
      [builtCli, ...accountArgs(profile, { ...settings, incoming }, folder, ['--no-check'])],
      { env },
    );
    const ran = await run(process.execPath, [...nodeFlags(), builtCli, '--profile', profile, '--json', 'sync'], {
      env,
    });
    const [report] = JSON.parse(ran.out) as { added: number; bytesIn: number; commands: number }[];
    if (report === undefined) throw new Error(`no report: ${ran.out}`);
    return { ...ran, ...report, ms: ran.ms };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** For looking closer: BENCH_NODE_FLAGS='--cpu-prof --cpu-prof-dir=/tmp/x'. */
function nodeFlags(): string[] {
  return (process.env['BENCH_NODE_FLAGS'] ?? '').split(' ').filter(Boolean);
}
