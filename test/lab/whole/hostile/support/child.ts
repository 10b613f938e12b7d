/** Labs as processes: built once for each test file, started as often as wanted, also inside other programs (strace, unshare). */
import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { build } from 'vite';
import type { World } from '../../../../../src/contract/lab/world.ts';
import type { Status } from '../../../../../src/lab/surface.ts';

const repository = fileURLToPath(new URL('../../../../..', import.meta.url));

export interface Child {
  readonly process: ChildProcess;
  readonly status: Status;
  /** Its answer to one line. */
  ask<T>(line: string): Promise<T>;
  readonly ended: Promise<void>;
  /** What it said on stderr. */
  complaints(): string;
}

export interface Wanted {
  readonly folder: string;
  readonly world: World;
  /** Program and arguments that the lab is run by. */
  readonly inside?: readonly string[];
  readonly node?: readonly string[];
}

export interface Program {
  start(o: Wanted): Promise<Child>;
  remove(): void;
}

export async function buildChild(): Promise<Program> {
  const folder = mkdtempSync(join(tmpdir(), 'tegami-lab-child-'));
  const program = join(folder, 'child.cjs');
  await build({
    configFile: false,
    logLevel: 'silent',
    root: repository,
    build: {
      ssr: join(repository, 'test/lab/whole/hostile/support/child-program.ts'),
      outDir: folder,
      emptyOutDir: false,
      target: 'node18',
      rolldownOptions: { output: { format: 'cjs', entryFileNames: 'child.cjs' } },
    },
  });
  let worlds = 0;
  return {
    start: ({ folder: data, world, inside = [], node = [] }) => {
      const file = join(folder, `world-${++worlds}.json`);
      writeFileSync(file, JSON.stringify(world));
      return start([...inside, process.execPath, ...node, program, data, file]);
    },
    remove: () => rmSync(folder, { recursive: true, force: true }),
  };
}

async function start([command = '', ...args]: readonly string[]): Promise<Child> {
  const child = spawn(command, args, {
    stdio: ['pipe', 'pipe', 'pipe'],
    env: { ...process.env, NODE_PATH: join(repository, 'node_modules') },
  });
  let complaints = '';
  child.stderr.on('data', (chunk: Buffer) => {
    complaints += chunk.toString('utf8');
  });
  child.stdin.on('error', () => {});
  const waiting: { readonly tell: (value: unknown) => void; readonly fail: (error: Error) => void }[] = [];
  const next = <T>(): Promise<T> =>
    new Promise((tell, fail) => waiting.push({ tell: (value) => tell(value as T), fail }));
  createInterface({ input: child.stdout }).on('line', (line) => waiting.shift()?.tell(JSON.parse(line)));
  const ended = new Promise<void>((tell) => child.once('close', () => tell()));
  void ended.then(() => {
    for (const { fail } of waiting.splice(0)) fail(new Error(`the lab is gone: ${complaints}`));
  });
  const status = await next<Status>();
  return {
    process: child,
    status,
    ask: (line) => {
      const answer = next<never>();
      child.stdin.write(`${line}\n`);
      return answer;
    },
    ended,
    complaints: () => complaints,
  };
}

export const strace = ['/usr/bin/strace', '/bin/strace'].find((path) => existsSync(path));
