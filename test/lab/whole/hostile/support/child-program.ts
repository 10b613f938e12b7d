/**
 * A whole lab in a process of its own, that is asked things line by line: `child FOLDER WORLD`. It says its status, then one JSON line for each line that
 * it hears.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { startLab } from '../../../../../src/lab/lab.ts';
import { found } from './found.ts';

const [folder = '', world = ''] = process.argv.slice(2);
const say = (value: unknown): void => void process.stdout.write(`${JSON.stringify(value)}\n`);

async function run(): Promise<void> {
  const lab = await startLab({ folder, world: JSON.parse(readFileSync(world, 'utf8')), move: 'free', seed: false });
  const answers: Record<string, (word: string) => unknown> = {
    rss: () => {
      globalThis.gc?.();
      return process.memoryUsage().rss;
    },
    queue: async () => (await lab.queue()).length,
    waiting: async () => (await lab.queue()).flatMap(({ recipients }) => recipients.map(({ said }) => said)),
    settled: () => lab.settled().then(() => true),
    flush: () => lab.flush().then(() => true),
    days: (word) => lab.advance(Number(word) * 86_400_000),
    found: () => found(lab),
    rename: (name) =>
      lab.setWorld({ ...lab.world(), name }).then(
        (problems) => ({ problems, name: lab.world().name }),
        (thrown: unknown) => ({ thrown: String(thrown), name: lab.world().name }),
      ),
    /** Where the folder is a file system of its own: so much of it. */
    grow: (size) => execFileSync('mount', ['-o', `remount,size=${size}`, folder], { encoding: 'utf8' }),
    close: () => lab.close().then(() => true),
  };
  say(lab.status());
  for await (const line of createInterface({ input: process.stdin })) {
    const [verb = '', word = ''] = line.split(' ');
    say((await answers[verb]?.(word)) ?? null);
    if (verb === 'close') process.exit(0);
  }
}

run().catch((thrown: unknown) => {
  process.stderr.write(`${thrown instanceof Error ? thrown.stack : String(thrown)}\n`);
  process.exit(1);
});
