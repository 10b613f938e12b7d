import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { digestOf } from '../../src/vault/bytes.ts';
import { checkVault } from '../../src/vault/index.ts';
import { openVault, profile } from './support/profile.ts';

const repository = fileURLToPath(new URL('../..', import.meta.url));
const strace = ['/usr/bin/strace', '/bin/strace'].find((path) => existsSync(path));
const skipped = strace === undefined && !process.env['CI'];
const why = skipped ? ' (skipped: strace is missing; to enable: apt-get install strace)' : '';

(skipped ? describe.skip : describe)(`at every step of the disk${why}`, () => {
  const built = mkdtempSync(join(tmpdir(), 'tegami-keeper-'));
  beforeAll(async () => {
    await build({
      configFile: false,
      logLevel: 'silent',
      root: repository,
      build: {
        ssr: join(repository, 'test/vault/support/keeper.ts'),
        outDir: built,
        emptyOutDir: false,
        target: 'node18',
        rolldownOptions: { output: { format: 'cjs', entryFileNames: 'keeper.cjs' } },
      },
    });
  });
  afterAll(() => rmSync(built, { recursive: true, force: true }));

  /** The keeper under strace. One thread for files, so that the steps come in the same order each time. */
  function keeper(
    root: string,
    first: number,
    count: number,
    options: readonly string[],
  ): { out: string; trace: string } {
    const trace = join(built, 'trace');
    const ran = spawnSync(
      strace ?? 'strace',
      ['-f', '-y', '-o', trace, ...options, process.execPath, join(built, 'keeper.cjs'), root, `${first}`, `${count}`],
      {
        env: { ...process.env, NODE_PATH: join(repository, 'node_modules'), UV_THREADPOOL_SIZE: '1' },
        encoding: 'utf8',
      },
    );
    return { out: ran.stdout, trace: readFileSync(trace, 'utf8') };
  }
  const kept = (out: string): number[] => [...out.matchAll(/^kept (\d+)$/gm)].map((match) => Number(match[1]));

  test('the order is: write, fsync, rename, fsync of the folder, commit, log, and only then is the other side told', () => {
    const root = profile();
    const { trace, out } = keeper(root, 0, 3, ['-e', 'trace=write,pwrite64,writev,fsync,fdatasync,rename']);
    expect(kept(out)).toEqual([0, 1, 2]);
    const lines = trace.split('\n').filter((line) => !line.includes('resumed>'));
    const from = lines.findIndex((line) => /write\(1<.*"open/.test(line));
    for (let n = 0; n < 3; n += 1) {
      const end = lines.findIndex((line) => line.includes(`"kept ${n}\\n"`));
      const start = n === 0 ? from : lines.findIndex((line) => line.includes(`"kept ${n - 1}\\n"`));
      const steps = lines.slice(start + 1, end);
      const last = (what: RegExp): number => steps.findLastIndex((line) => what.test(line));
      const order = [
        last(/ (p?write(64|v)?)\(\d+<[^>]*\/incoming\//),
        last(/ f(data)?sync\(\d+<[^>]*\/incoming\//),
        last(/ rename\("[^"]*\/incoming\/[^"]*", "[^"]*\/mail\//),
        last(/ fsync\(\d+<[^>]*\/mail\/[0-9a-f]{2}>/),
        last(/ pwrite64\(\d+<[^>]*vault\.db-wal>/),
        last(/ f(data)?sync\(\d+<[^>]*vault\.db-wal>/),
        last(/ write\(\d+<[^>]*log\.jsonl>/),
        last(/ f(data)?sync\(\d+<[^>]*log\.jsonl>/),
      ];
      expect(
        order.every((at) => at >= 0),
        `${n}: ${order}\n${steps.join('\n')}`,
      ).toBe(true);
      expect(order).toEqual([...order].sort((a, b) => a - b));
    }
  });

  /** What must hold after any end of a keeper: what was told is there, byte for byte, and nothing is half there. */
  async function isIntact(root: string, told: readonly number[], at: string): Promise<void> {
    const vault = await openVault(root);
    try {
      expect(await checkVault(vault), at).toMatchObject({ ok: true, missing: [], damaged: [] });
      expect(readdirSync(join(root, 'incoming')), at).toEqual([]);
      const inbox = vault.folders.list()[0];
      const rows = inbox === undefined ? [] : vault.messages.ofFolder(inbox.id).map((id) => vault.messages.get(id));
      for (const n of told)
        expect(
          rows.filter((row) => row.uidl === `u${n}`),
          `${at}: ${n}`,
        ).toHaveLength(1);
      for (const row of rows) expect(await digestOf(vault.files.mailPath(row.file ?? ''))).toBe(row.file);
      expect(rows.length, at).toBe(inbox?.total ?? 0);
      const logged = existsSync(join(root, 'mail/log.jsonl')) ? readFileSync(join(root, 'mail/log.jsonl'), 'utf8') : '';
      for (const row of rows) expect(logged, at).toContain(row.file);
    } finally {
      await vault.close();
    }
  }

  test('killed at any fsync, rename or write of the vault, everything that was told is kept and nothing is half there', async () => {
    let kills = 0;
    for (const call of ['fsync,fdatasync', 'rename', 'pwrite64', 'unlink,ftruncate']) {
      const root = profile();
      const told: number[] = [];
      // From the first step of the first start to the last of close(): until one run is not killed any more.
      for (let when = 1; ; when += call === 'pwrite64' ? 5 : 1) {
        const { out, trace } = keeper(root, when * 10, 2, [
          '-e',
          `trace=${call}`,
          '-e',
          `inject=${call}:signal=KILL:when=${when}`,
        ]);
        told.push(...kept(out));
        await isIntact(root, told, `${call} ${when}`);
        if (!trace.includes('killed by SIGKILL')) break;
        kills += 1;
      }
      expect(told.length).toBeGreaterThan(0);
    }
    process.stdout.write(`vault: killed at ${kills} steps, nothing lost\n`);
    expect(kills).toBeGreaterThan(20);
  }, 240_000);

  test('a disk that is full, or fails, at any step is told as such; what was told before is kept', async () => {
    let failures = 0;
    for (const [call, error, reason] of [
      ['fsync,fdatasync', 'EIO', 'disk-failed'],
      ['fsync,fdatasync', 'ENOSPC', 'disk-full'],
      ['pwrite64', 'ENOSPC', 'disk-full'],
      ['rename', 'ENOSPC', 'disk-full'],
    ] as const) {
      const root = profile();
      const told = kept(keeper(root, 0, 1, []).out);
      expect(told).toEqual([0]);
      for (let when = 1; when < 40; when += call === 'pwrite64' ? 4 : 2) {
        const { out, trace } = keeper(root, when * 10, 2, [
          '-e',
          `trace=${call}`,
          '-e',
          `inject=${call}:error=${error}:when=${when}+`,
        ]);
        told.push(...kept(out));
        await isIntact(root, told, `${call} ${error} ${when}`);
        if (!trace.includes('INJECTED')) break;
        const failed = /^failed (.*)$/m.exec(out)?.[1];
        if (failed === undefined)
          expect(out, `${call} ${error} ${when}`).toContain('closed'); // only close() was hit: nothing is lost by that
        else expect(['disk-full', 'disk-failed'], `${call} ${error} ${when}: ${out}`).toContain(failed);
        if (failed === reason) failures += 1;
      }
    }
    process.stdout.write(`vault: ${failures} failures of the disk told as such\n`);
    expect(failures).toBeGreaterThan(10);
  }, 240_000);
});
