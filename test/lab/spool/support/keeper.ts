/** A process that stores mail until it is killed: `keeper FOLDER FIRST COUNT`. It says what it was promised, line by line, at once. */
import { writeSync } from 'node:fs';
import { openSpool } from '../../../../src/lab/spool/open.ts';
import { defaultWorld } from '../../../../src/lab/world/default.ts';

const [folder = '', first = '0', count = '0'] = process.argv.slice(2);
const say = (line: string): void => {
  writeSync(1, `${line}\n`);
};
const world = defaultWorld();
const aiko = 'aiko@hana.test';

async function keep(): Promise<void> {
  const spool = await openSpool(folder, {
    clock: { now: () => Date.now() },
    world: () => world,
    host: 'mx1.hana.test',
  });
  say('open');
  const numbers = Array.from({ length: Number(count) }, (_, at) => Number(first) + at);
  const uids = new Map<number, number>();
  for (let at = 0; at < numbers.length; at += 3)
    await Promise.all(
      numbers.slice(at, at + 3).map(async (n) => {
        const content = Buffer.from(`Subject: ${n}\r\n\r\n${`line of ${n}\r\n`.repeat(20)}`);
        const { uid } = await spool.deliver(aiko, content, { once: `q${n}` });
        uids.set(n, uid);
        say(`kept ${n} ${uid}`);
      }),
    );
  const inbox = await spool.open(aiko, 'INBOX');
  const trash = await spool.open(aiko, 'Trash');
  if (inbox === null || trash === null) throw new Error('no INBOX, no Trash');
  await inbox.setFlags(uids.values(), 'add', ['\\Seen']);
  say(`seen ${[...uids.values()].join(' ')}`);
  const copied = await inbox.copy(uids.values(), trash);
  say(`copied ${copied.map(({ to }) => to).join(' ')}`);
  const gone = numbers.slice(0, 2);
  await inbox.expunge(
    gone.map((n) => uids.get(n) ?? 0),
    'lab',
  );
  say(`gone ${gone.join(' ')}`);
  await spool.close();
  say('closed');
}

keep().catch((thrown: unknown) => {
  say(`failed ${String(thrown)}`);
  process.exitCode = 1;
});
