/** The lab is killed at one fsync, rename, removal or write after the other, with mail under way; then every copy is counted. */
import { spawn } from 'node:child_process';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startLab } from '../../../../src/lab/lab.ts';
import { labFolder, worldWith } from '../../support/lab.ts';
import { load } from '../../support/load.ts';
import { buildChild, type Child, type Program, strace } from './support/child.ts';
import { found, sha } from './support/found.ts';
import { type Accepted, lost, routes, twice } from './support/routes.ts';

const skipped = strace === undefined && !process.env['CI'];
const why = skipped ? ' (skipped: strace is missing; to enable: apt-get install strace)' : '';

let program: Program;
beforeAll(async () => {
  program = await buildChild();
});
afterAll(() => program.remove());

/** From now on, in each thread of the lab, the call is tampered with from its n-th time. Resolves when strace holds all threads. */
async function inject({ process: { pid } }: Child, calls: string, how: string): Promise<{ stop(): void }> {
  const tracer = spawn(
    strace ?? 'strace',
    ['-f', '-p', `${pid}`, '-e', `trace=${calls}`, '-e', `inject=${calls}:${how}`],
    {
      stdio: ['ignore', 'ignore', 'pipe'],
    },
  );
  await new Promise<void>((attached, failed) => {
    let said = '';
    tracer.stderr.on('data', (chunk: Buffer) => {
      if (said.length < 10_000) said += chunk.toString('latin1');
      if (/attached/.test(said)) attached();
    });
    tracer.once('close', () => failed(new Error(`strace ended: ${said}`)));
  });
  return { stop: () => void tracer.kill('SIGINT') };
}

const fast = () => ({ ...worldWith(), clock: { mode: 'fast' as const, rate: 600, start: null } });
const still = () => ({ ...worldWith(), clock: { mode: 'manual' as const, rate: 1, start: null } });

/** Mail in all routes, noted where it was answered 250. */
function loading(child: Child, round: string, accepted: Accepted[], refused: string[] = []) {
  return load(child.status, {
    next: (n) => {
      const id = `<${round}.${n}@load.test>`;
      const body = `${id}\r\n${'花鳥風月 '.repeat(40)}\r\n`.repeat(1 + (n % 9));
      return { ...(routes[n % routes.length] ?? routes[0]), id, body };
    },
    accepted: ({ id, route, body }) => void accepted.push({ id, route, sha: sha(body) }),
    refused: (said) => void refused.push(said),
  });
}

async function counted(folder: string, accepted: readonly Accepted[]) {
  const lab = await startLab({ folder, world: still(), move: 'free', seed: false });
  try {
    await lab.flush();
    await lab.advance(7 * 86_400_000);
    const copies = await found(lab);
    return { copies, waiting: await lab.queue(), lost: lost(accepted, copies), twice: twice(copies) };
  } finally {
    await lab.close();
  }
}

describe.skipIf(skipped)(`strace holds the knife${why}`, () => {
  test('killed at each step of the disk: no 250 is lost, nothing is half there, and what is there twice came twice over the line', {
    timeout: 200_000,
  }, async () => {
    const folder = labFolder();
    const accepted: Accepted[] = [];
    const steps = ['fsync', 'fdatasync', 'rename', 'unlink', 'pwrite64'].flatMap((call) =>
      [1, 2, 4, 7, 11].map((n) => [call, n] as const),
    );
    let kills = 0;
    for (const [call, n] of steps) {
      const child = await program.start({ folder, world: fast() });
      await inject(child, call, `signal=KILL:when=${n}`);
      const sending = loading(child, `${call}${n}`, accepted);
      await Promise.race([child.ended, sending.untilAccepted(400)]);
      if (child.process.exitCode === null && child.process.signalCode === null) child.process.kill('SIGKILL');
      else kills++;
      await child.ended;
      await sending.stop();
    }
    const end = await counted(folder, accepted);
    console.log(
      `${kills} kills at exact steps: ${accepted.length} mails answered 250, ${end.copies.length} copies, ${end.twice.all} of them a second time, ${end.twice.unexplained.length} of these unexplained`,
    );
    expect(kills).toBeGreaterThan(20);
    expect(end.copies.filter(({ whole }) => !whole)).toEqual([]);
    expect(end.lost).toEqual([]);
    expect(end.twice.unexplained).toEqual([]);
    expect(end.waiting).toEqual([]);
  });

  test.each([
    ['fsync', 'ENOSPC'],
    ['fdatasync', 'EIO'],
    ['pwrite64', 'ENOSPC'],
    ['rename', 'EIO'],
    ['unlink', 'EIO'],
  ])(
    '%s says %s now and then: what was answered 250 is found after a restart, once for each way',
    { timeout: 100_000 },
    async (call, error) => {
      const folder = labFolder();
      const accepted: Accepted[] = [];
      const refused: string[] = [];
      const child = await program.start({ folder, world: fast() });
      const tampering = await inject(
        child,
        call,
        `error=${error}:when=${2 + Math.floor(Math.random() * 5)}+${3 + Math.floor(Math.random() * 4)}`,
      );
      const sending = loading(child, call, accepted, refused);
      await sending.untilAccepted(60);
      await sending.stop();
      tampering.stop();
      child.process.kill('SIGKILL');
      await child.ended;
      const end = await counted(folder, accepted);
      console.log(
        `${call} ${error}: ${accepted.length} answered 250, ${refused.length} refused (${[...new Set(refused.map((one) => one.slice(0, 9)))].join(', ')}), ${end.twice.all} copies a second time, ${end.twice.unexplained.length} unexplained`,
      );
      expect(child.complaints()).toBe('');
      expect(end.copies.filter(({ whole }) => !whole)).toEqual([]);
      expect(end.lost).toEqual([]);
      expect(end.twice.unexplained).toEqual([]);
      expect(end.waiting).toEqual([]);
    },
  );
});
