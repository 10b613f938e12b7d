import { ImapFlow } from 'imapflow';
import { type Dovecot, startDovecot } from '../test/servers/dovecot.ts';
import { password } from '../test/support/house.ts';
import { firstSync } from './account.ts';
import { listenIn, replay } from './bare.ts';
import { mail } from './mails.ts';
import type { Report } from './report.ts';

/** The first sync of a large inbox: flags, envelopes, structures and previews, newest first. */
export async function imapEnvelopes(count: number, runs: number): Promise<Report> {
  const dovecot = await startDovecot({ users: { aiko: password } });
  try {
    dovecot.fill('aiko', 'INBOX', { count, make: (i) => mail(i, 4000) });
    // The first one also lets Dovecot make its index, which every client after it finds.
    const tap = await listenIn(dovecot.imap);
    await firstSync(dovecot, 'aiko', 'imap', tap.port);
    tap.close();
    const lines = commandsOf(tap.lines());

    const bare: number[] = [];
    const ours: number[] = [];
    const alone: number[] = [];
    const cpuMs: number[] = [];
    let octets = 0;
    let peakMb = 0;
    let synced = { added: 0, bytesIn: 0, commands: 0 };
    for (let i = 0; i < runs; i++) {
      bare.push(
        await timed(async () => {
          octets = await replay(dovecot.imap, lines);
        }),
      );
      const ran = await firstSync(dovecot, 'aiko', 'imap');
      if (ran.added !== count) throw new Error(`${ran.added} of ${count} came`);
      ours.push(ran.ms);
      cpuMs.push(ran.cpuMs);
      peakMb = Math.max(peakMb, ran.peakMb ?? 0);
      synced = ran;
      alone.push(await timed(() => imapflowAlone(dovecot, count)));
    }
    return {
      name: 'imap-envelopes',
      title: `IMAP, first sync of ${count} messages (envelopes, flags, structure, previews), no TLS, median of ${runs}`,
      rows: [
        { what: 'bare socket, the same commands', ms: bare, octets },
        {
          what: 'tegami sync (process, vault and all)',
          ms: ours,
          cpuMs,
          octets: synced.bytesIn,
          peakMb,
          more: { commands: synced.commands },
        },
        { what: 'imapflow alone, no previews, nothing stored', ms: alone },
      ],
    };
  } finally {
    await dovecot.close();
  }
}

/** The commands without LOGOUT; what AUTHENTICATE says in a second line goes with the first (RFC 4959, SASL-IR). */
function commandsOf(lines: readonly string[]): string[] {
  const at = lines.findIndex((line) => /^\S+ AUTHENTICATE /.test(line));
  const merged = at < 0 ? lines : [...lines.slice(0, at), `${lines[at]} ${lines[at + 1]}`, ...lines.slice(at + 2)];
  return merged.filter((line) => !/^\S+ LOGOUT/i.test(line));
}

async function imapflowAlone(dovecot: Dovecot, count: number): Promise<void> {
  const client = new ImapFlow({
    host: '127.0.0.1',
    port: dovecot.imap,
    secure: false,
    doSTARTTLS: false,
    auth: { user: 'aiko', pass: password },
    logger: false,
  });
  client.on('error', () => {});
  await client.connect();
  const lock = await client.getMailboxLock('INBOX');
  let seen = 0;
  const query = { uid: true, flags: true, size: true, internalDate: true, envelope: true, bodyStructure: true };
  for await (const _ of client.fetch('1:*', { ...query, headers: ['references'] })) seen += 1;
  lock.release();
  await client.logout();
  if (seen !== count) throw new Error(`imapflow read ${seen} of ${count}`);
}

export async function timed(work: () => Promise<void>): Promise<number> {
  const began = performance.now();
  await work();
  return performance.now() - began;
}
