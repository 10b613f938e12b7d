import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Dovecot, startDovecot } from '../test/servers/dovecot.ts';
import { password } from '../test/support/house.ts';
import { firstSync } from './account.ts';
import { pour } from './bare.ts';
import { timed } from './imap.ts';
import { mail } from './mails.ts';
import { type Ran, run } from './process.ts';
import type { Report, Row } from './report.ts';

/** The first visit to a full maildrop: every message whole, on disk by the durability rule. */
export async function pop3Whole(count: number, runs: number): Promise<Report> {
  const dovecot = await startDovecot({ users: { aiko: password, ben: password } });
  try {
    dovecot.fill('aiko', 'INBOX', { count, make: (i) => mail(i, 25_000) });
    const numbers = Array.from({ length: count }, (_, i) => i + 1);
    const lines = ['USER aiko', `PASS ${password}`, 'UIDL', ...numbers.map((n) => `RETR ${n}`), 'QUIT'];
    await pour(dovecot.pop3, lines); // Dovecot makes its index

    const peers = [
      { name: 'mpop into Maildir (fsync each)', program: '/usr/bin/mpop', run: mpop },
      { name: 'fetchmail into one BSMTP file (no fsync)', program: '/usr/bin/fetchmail', run: fetchmail },
    ].filter((peer) => existsSync(peer.program));
    const times = new Map<string, number[]>();
    const cpu = new Map<string, number[]>();
    const note = (name: string, ms: number, cpuMs?: number): void => {
      times.set(name, [...(times.get(name) ?? []), ms]);
      if (cpuMs !== undefined) cpu.set(name, [...(cpu.get(name) ?? []), cpuMs]);
    };
    let octets = 0;
    let bytesIn = 0;
    let peakMb = 0;
    for (let i = 0; i < runs; i++) {
      const bareMs = await timed(async () => {
        octets = await pour(dovecot.pop3, lines);
      });
      note('bare', bareMs);
      const ran = await firstSync(dovecot, 'aiko', 'pop3');
      if (ran.added !== count) throw new Error(`${ran.added} of ${count} came`);
      note('ours', ran.ms, ran.cpuMs);
      bytesIn = ran.bytesIn;
      peakMb = Math.max(peakMb, ran.peakMb ?? 0);
      for (const peer of peers) {
        const { ms, cpuMs } = await inFolder((folder) => peer.run(dovecot, folder, count));
        note(peer.name, ms, cpuMs);
      }
    }
    const of = (name: string): number[] => times.get(name) ?? [];
    const rows: Row[] = [
      { what: 'bare socket, all commands at once', ms: of('bare'), octets },
      {
        what: 'tegami sync (process, vault and all)',
        ms: of('ours'),
        cpuMs: cpu.get('ours') ?? [],
        octets: bytesIn,
        peakMb,
      },
      ...peers.map(({ name }) => ({ what: name, ms: of(name), cpuMs: cpu.get(name) ?? [] })),
    ];
    return {
      name: 'pop3-whole',
      title: `POP3, first visit to ${count} messages, whole, no TLS, median of ${runs}`,
      rows,
    };
  } finally {
    await dovecot.close();
  }
}

async function mpop(dovecot: Dovecot, folder: string, count: number): Promise<Ran> {
  const maildir = join(folder, 'Maildir');
  for (const name of ['cur', 'new', 'tmp']) mkdirSync(join(maildir, name), { recursive: true });
  const file = join(folder, 'mpoprc');
  const settings = [
    'account default',
    'host 127.0.0.1',
    `port ${dovecot.pop3}`,
    'auth user',
    'tls off',
    'user aiko',
    `password "${password}"`,
    `delivery maildir ${maildir}`,
    'keep on',
    `uidls_file ${join(folder, 'uidls')}`,
  ];
  writeFileSync(file, `${settings.join('\n')}\n`, { mode: 0o600 });
  const ran = await run('/usr/bin/mpop', ['-q', '-C', file]);
  const came = readdirSync(join(maildir, 'new')).length;
  if (came !== count) throw new Error(`mpop wrote ${came} of ${count}`);
  return ran;
}

async function fetchmail(dovecot: Dovecot, folder: string): Promise<Ran> {
  const file = join(folder, 'fetchmailrc');
  writeFileSync(
    file,
    `poll 127.0.0.1 port ${dovecot.pop3} protocol pop3 user "aiko" password "${password}" sslproto "" keep fetchall bsmtp "${join(folder, 'mails')}"\n`,
    { mode: 0o600 },
  );
  const files = ['--pidfile', join(folder, 'pid'), '-i', join(folder, 'ids')];
  const ran = await run('/usr/bin/fetchmail', ['-f', file, ...files, '--silent', '--nosyslog'], {
    env: { HOME: folder, FETCHMAILHOME: folder },
  });
  return ran;
}

async function inFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), 'tegami-bench-'));
  try {
    return await work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
