import { spawn, spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { AIKO, boxOf, openIn, temporary } from './support/spool.ts';

const repository = fileURLToPath(new URL('../../..', import.meta.url));
const strace = ['/usr/bin/strace', '/bin/strace'].find((path) => existsSync(path));
const skipped = strace === undefined && !process.env['CI'];
const why = skipped ? ' (skipped: strace is missing; to enable: apt-get install strace)' : '';

const built = mkdtempSync(join(tmpdir(), 'tegami-spool-keeper-'));
const program = join(built, 'keeper.cjs');
beforeAll(async () => {
  await build({
    configFile: false,
    logLevel: 'silent',
    root: repository,
    build: {
      ssr: join(repository, 'test/lab/spool/support/keeper.ts'),
      outDir: built,
      emptyOutDir: false,
      target: 'node18',
      rolldownOptions: { output: { format: 'cjs', entryFileNames: 'keeper.cjs' } },
    },
  });
});
afterAll(() => rmSync(built, { recursive: true, force: true }));

const env = { ...process.env, NODE_PATH: join(repository, 'node_modules') };

interface Promised {
  /** Number of a mail -> its UID. */
  readonly kept: Map<number, number>;
  readonly gone: Set<number>;
  readonly copies: Set<number>;
}

/** Adds what this run promised. `begun`: mails that may have come whether or not it was said. */
function note(promised: Promised, out: string): void {
  for (const [, n, uid] of out.matchAll(/^kept (\d+) (\d+)$/gm)) promised.kept.set(Number(n), Number(uid));
  for (const [, list = ''] of out.matchAll(/^gone ([\d ]+)$/gm))
    for (const n of list.split(' ')) promised.gone.add(Number(n));
  for (const [, list = ''] of out.matchAll(/^copied ([\d ]+)$/gm))
    for (const uid of list.split(' ')) promised.copies.add(Number(uid));
}

/** What must hold after any end: what was promised is there, once, whole, under its UID; and the queue may come again. */
async function isIntact(folder: string, promised: Promised, first: number, count: number, at: string): Promise<void> {
  const { spool } = await openIn(folder);
  const inbox = await boxOf(spool);
  const trash = await boxOf(spool, AIKO, 'Trash');
  const subject = async (uid: number): Promise<number> => {
    const content = (await inbox.read(uid)).toString();
    const n = Number(/^Subject: (\d+)/.exec(content)?.[1]);
    expect(content, `${at}: half a mail`).toBe(`Subject: ${n}\r\n\r\n${`line of ${n}\r\n`.repeat(20)}`);
    return n;
  };
  // The queue that was not answered delivers again.
  for (let n = first; n < first + count; n++)
    await spool.deliver(AIKO, Buffer.from(`Subject: ${n}\r\n\r\n${`line of ${n}\r\n`.repeat(20)}`), { once: `q${n}` });
  const there = new Map<number, number>();
  for (const { uid } of inbox.messages) {
    const n = await subject(uid);
    expect(there.has(n), `${at}: mail ${n} is there twice`).toBe(false);
    there.set(n, uid);
  }
  for (const [n, uid] of promised.kept) {
    if (promised.gone.has(n)) expect(there.has(n), `${at}: mail ${n} came back`).toBe(false);
    // The last expunge may have been done and not said: only of the first two of its run.
    else if (n > first + 1 || n < first) expect(there.get(n), `${at}: mail ${n}`).toBe(uid);
    else expect([uid, undefined], `${at}: mail ${n}`).toContain(there.get(n));
  }
  for (const uid of promised.copies) expect(trash.get(uid), `${at}: copy ${uid}`).toBeDefined();
  expect(trash.messages.length % count, `${at}: half a copy`).toBe(0);
  for (const { uid } of trash.messages) await trash.read(uid);
  await spool.close();
}

const COUNT = 6;

(skipped ? describe.skip : describe)(`at every step of the disk${why}`, () => {
  const run = (folder: string, first: number, options: readonly string[]): { out: string; trace: string } => {
    const trace = join(built, 'trace');
    const ran = spawnSync(
      strace ?? 'strace',
      ['-f', '-y', '-o', trace, ...options, process.execPath, program, folder, `${first}`, `${COUNT}`],
      { env: { ...env, UV_THREADPOOL_SIZE: '1' }, encoding: 'utf8' },
    );
    return { out: ran.stdout, trace: readFileSync(trace, 'utf8') };
  };

  test('the order is: content, its fsync, fsync of tmp, a line of the index, its fsync; only then is it said', () => {
    const { trace, out } = run(temporary(), 0, ['-e', 'trace=write,pwrite64,fsync,fdatasync']);
    expect(out).toContain('closed');
    const lines = trace.split('\n').filter((line) => !line.includes('resumed>'));
    const said = lines.findIndex((line) => line.includes('"kept 0 '));
    const before = lines.slice(0, said);
    const last = (what: RegExp): number => before.findLastIndex((line) => what.test(line));
    const order = [
      last(/ fsync\(\d+<[^>]*\/tmp\/[^>]+>/),
      last(/ fsync\(\d+<[^>]*\/tmp>/),
      last(/ pwrite64\(\d+<[^>]*tegami-index>/),
      last(/ fdatasync\(\d+<[^>]*tegami-index>/),
    ];
    expect(order.every((at) => at >= 0)).toBe(true);
    expect(order).toEqual([...order].sort((a, b) => a - b));
  });

  test('killed at any fsync, rename, write, link or removal, what was promised is kept once, and nothing is half there', {
    timeout: 240_000,
  }, async () => {
    let kills = 0;
    for (const call of ['fsync,fdatasync', 'rename', 'pwrite64', 'link', 'unlink']) {
      const folder = temporary();
      const promised: Promised = { kept: new Map(), gone: new Set(), copies: new Set() };
      let first = 0;
      for (let when = 1; when < 60; when += call === 'fsync,fdatasync' ? 2 : 1) {
        const { out } = run(folder, first, ['-e', `trace=${call}`, '-e', `inject=${call}:signal=KILL:when=${when}`]);
        note(promised, out);
        expect(out).not.toContain('failed');
        await isIntact(folder, promised, first, COUNT, `${call} ${when}`);
        first += COUNT;
        if (out.includes('closed')) break;
        if (out.includes('open')) kills++;
      }
    }
    expect(kills).toBeGreaterThan(20);
  });

  test('when the disk is full it says so, keeps what it promised, and goes on when there is room', async () => {
    const folder = temporary();
    const promised: Promised = { kept: new Map(), gone: new Set(), copies: new Set() };
    let refused = 0;
    let first = 0;
    for (let when = 1; when < 10; when++) {
      const { out } = run(folder, first, [
        '-e',
        'trace=pwrite64,write',
        '-e',
        `inject=pwrite64:error=ENOSPC:when=${when}`,
      ]);
      note(promised, out);
      if (out.includes('failed')) {
        expect(out).toContain('disk-full');
        refused++;
      }
      await isIntact(folder, promised, first, COUNT, `full ${when}`);
      first += COUNT;
    }
    expect(refused).toBeGreaterThan(3);
  });
});

test('killed at any moment, forty times, every promise holds', { timeout: 240_000 }, async () => {
  const folder = temporary();
  const promised: Promised = { kept: new Map(), gone: new Set(), copies: new Set() };
  for (let kill = 0; kill < 40; kill++) {
    const first = kill * COUNT;
    const child = spawn(process.execPath, [program, folder, `${first}`, `${COUNT}`], {
      stdio: ['ignore', 'pipe', 'inherit'],
      env,
    });
    let out = '';
    const ended = new Promise((done) => child.once('close', done));
    child.stdout.on('data', (piece: Buffer) => {
      out += piece.toString();
      // A little later each time, from the moment that it is open.
      if (out.startsWith('open\n')) setTimeout(() => child.kill('SIGKILL'), kill * 0.4);
    });
    await ended;
    expect(out).toMatch(/^open\n/);
    note(promised, out);
    await isIntact(folder, promised, first, COUNT, `kill ${kill}`);
  }
});
