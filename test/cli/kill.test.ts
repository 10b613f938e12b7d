import { createHash } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Database } from '../../src/vault/database.ts';
import { VaultFiles } from '../../src/vault/files.ts';
import { describeReal } from '../servers/available.ts';
import { type Dovecot, startDovecot } from '../servers/dovecot.ts';
import { accountArgs } from '../support/account-args.ts';
import { startCli, tegami } from '../support/cli.ts';
import { password, settingsFor, temporaryProfile } from '../support/house.ts';

const kills = 100;
const digest = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex');

/** Mulberry32: the same moments for the same seed. */
function randomFrom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}

describeReal('kill -9', () => {
  let dovecot: Dovecot;
  const profile = temporaryProfile();

  beforeAll(async () => {
    dovecot = await startDovecot({ users: { aiko: password } });
  });
  afterAll(async () => {
    await dovecot?.close();
    profile.remove();
  });

  /** What the vault has: the digest of each message's file, read from disk, once for each row. */
  function inVault(): string[] {
    const root = join(profile.folder, 'p');
    if (!existsSync(join(root, 'vault.db'))) return [];
    const db = new Database(join(root, 'vault.db'));
    try {
      const files = new VaultFiles(root);
      const rows = db.all<{ file: string }>('SELECT file FROM messages');
      return rows.map((row) => digest(readFileSync(files.mailPath(row.file))));
    } finally {
      db.close();
    }
  }

  test('a hundred kills at any moment lose and double nothing with delete after download', async () => {
    const seed = Number(process.env['TEGAMI_SEED'] ?? Date.now() % 1_000_000);
    const random = randomFrom(seed);
    const root = join(profile.folder, 'p');
    const added = await tegami(
      accountArgs(root, settingsFor(dovecot, 'aiko', 'pop3', { keep: { policy: 'delete' } }), profile.folder, [
        '--no-check',
      ]),
    );
    expect(added.code, added.err).toBe(0);

    // How long one visit takes here and now, so that the kills fall into all of it.
    dovecot.fill('aiko', 'INBOX', 250, { size: 3000 });
    const all = new Set(dovecot.mails('aiko').map(digest));
    const began = Date.now();
    expect((await tegami(['--profile', root, '--json', 'sync'])).code).toBe(0);
    let visitMs = Date.now() - began;

    let killed = 0;
    let visits = 0;
    let onBoth = 0;
    while (killed < kills && visits < kills * 3) {
      visits += 1;
      if (dovecot.mails('aiko').length < 100) dovecot.fill('aiko', 'INBOX', 250, { size: 3000 });
      for (const mail of dovecot.mails('aiko')) all.add(digest(mail));
      const started = Date.now();
      const { child, ended } = startCli(['--profile', root, '--json', 'sync']);
      const timer = setTimeout(() => child.kill('SIGKILL'), visitMs * (0.3 + 0.75 * random()));
      const ran = await ended;
      clearTimeout(timer);
      if (ran.signal === 'SIGKILL') killed += 1;
      else visitMs = (visitMs + Date.now() - started) / 2;
      const vault = new Set(inVault());
      const server = new Set(dovecot.mails('aiko').map(digest));
      if ([...server].some((each) => vault.has(each))) onBoth += 1; // killed between commit and QUIT
      const lost = [...all].filter((each) => !vault.has(each) && !server.has(each));
      expect(lost, `seed ${seed}, after kill ${killed}`).toEqual([]);
    }
    expect(killed).toBe(kills);
    expect(onBoth).toBeGreaterThan(0);

    const last = await tegami(['--profile', root, '--json', 'sync']);
    expect(last.code, last.out + last.err).toBe(0);
    expect(dovecot.mails('aiko')).toHaveLength(0);
    expect(inVault().sort()).toEqual([...all].sort());
    const check = await tegami(['--profile', root, '--json', 'vault', 'check']);
    expect(check.json()).toMatchObject({ ok: true, messages: all.size });
    process.stdout.write(
      `kill -9: ${killed} kills in ${visits} visits, ${all.size} messages, ${onBoth} times between commit and QUIT, none lost, none twice (seed ${seed})\n`,
    );
  }, 400_000);
});
