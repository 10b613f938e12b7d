/** A lab on a disk of two megabytes that fills up under load, and gets room again. */
import { spawnSync } from 'node:child_process';
import tls from 'node:tls';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Status } from '../../../../src/lab/surface.ts';
import { labFolder, worldWith } from '../../support/lab.ts';
import { load } from '../../support/load.ts';
import { buildChild, type Program } from './support/child.ts';
import { type Copy, sha } from './support/found.ts';
import { lost, routes } from './support/routes.ts';

const mayMount =
  spawnSync('unshare', ['--map-root-user', '--mount', 'sh', '-c', 'mount -t tmpfs -o size=64k none /mnt']).status === 0;
const skipped = !mayMount && !process.env['CI'];

let program: Program;
beforeAll(async () => {
  program = await buildChild();
});
afterAll(() => program.remove());

/** Commands of one IMAP session and the tagged answers to them. */
async function imap(status: Status, user: string, commands: readonly string[]): Promise<string[]> {
  const { host: name, password } = status.users.find(({ address }) => address === user) ?? { host: '', password: '' };
  const host = status.hosts.find((each) => each.name === name);
  const socket = tls.connect({ host: host?.address ?? '', port: host?.imaps ?? 0, ca: status.ca });
  const answers: string[] = [];
  const all = [`LOGIN ${user} ${password}`, ...commands, 'LOGOUT'];
  let heard = '';
  let n = 0;
  return new Promise((tell, fail) => {
    socket.once('error', fail);
    socket.once('close', () => tell(answers.slice(1, -1)));
    socket.on('data', (chunk: Buffer) => {
      heard += chunk.toString('latin1');
      for (let end = heard.indexOf('\r\n'); end >= 0; end = heard.indexOf('\r\n')) {
        const line = heard.slice(0, end);
        heard = heard.slice(end + 2);
        if (n > 0 && line.startsWith(`a${n} `)) answers.push(line.slice(`a${n} `.length));
        else if (n > 0 || !line.startsWith('* OK')) continue;
        const next = all[n++];
        if (next !== undefined) socket.write(`a${n} ${next}\r\n`);
      }
    });
  });
}

describe.skipIf(skipped)(
  `a disk of 2 MB${skipped ? ' (skipped: no mount namespace may be made here; run as root)' : ''}`,
  () => {
    test('every 250 is kept, the others hear 452, nothing is half there, and the lab goes on when there is room', {
      timeout: 120_000,
    }, async () => {
      const folder = labFolder();
      const lab = await program.start({
        folder,
        world: worldWith(),
        inside: [
          'unshare',
          '--map-root-user',
          '--mount',
          'sh',
          '-c',
          `mount -t tmpfs -o size=2m none ${folder} && exec "$@"`,
          'sh',
        ],
      });
      const accepted: { id: string; route: (typeof routes)[number]; sha: string }[] = [];
      const refused: string[] = [];
      let when = 'filling';
      let sent = 0;
      const begin = () =>
        load(lab.status as never, {
          next: () => {
            const n = sent++;
            const id = `<${when}${n}@load.test>`;
            return {
              ...(routes[n % routes.length] ?? routes[0]),
              id,
              body: `${id}\r\n${'花鳥風月 '.repeat(40)}\r\n`.repeat(1 + (n % 9)),
            };
          },
          accepted: ({ id, route, body }) => void accepted.push({ id, route, sha: sha(body) }),
          refused: (said) => void refused.push(said),
        });
      const filling = begin();
      await expect.poll(() => refused.length, { timeout: 60_000 }).toBeGreaterThan(100);
      await filling.stop();
      const before = accepted.length;

      const said = await imap(lab.status, 'ben@hana.test', [
        `APPEND INBOX {30000+}\r\n${'x'.repeat(29_998)}\r\n`,
        'SELECT INBOX',
        'COPY 1:* Trash',
        'STORE 1 +FLAGS (\\Seen $one $two $three)',
        'FETCH 1:* (ENVELOPE BODYSTRUCTURE)',
        'CREATE Full',
        'NOOP',
      ]);
      const renamed = await lab.ask<object>('rename full');
      await lab.ask('settled');
      const middle = await lab.ask<Copy[]>('found');

      await lab.ask('grow 64m');
      when = 'room';
      const again = begin();
      await again.untilAccepted(20);
      await again.stop();
      await lab.ask('flush');
      await lab.ask('days 7');
      expect(await lab.ask('queue')).toBe(0);
      const copies = await lab.ask<Copy[]>('found');
      const envelopes = await imap(lab.status, 'ben@hana.test', [
        'SELECT INBOX',
        'FETCH 1:* (ENVELOPE)',
        'APPEND INBOX {4+}\r\nx\r\n\r\n',
      ]);
      const after = await lab.ask<object>('rename room');
      console.log(
        `disk of 2 MB: ${before} answered 250, ${refused.length} refused, ${accepted.length - before} more with room; ${middle.length} copies when full, ${copies.length} in the end`,
      );
      expect(said).toEqual([
        'NO [UNAVAILABLE] The disk is full',
        'OK [READ-WRITE] Selected',
        'NO [UNAVAILABLE] The disk is full',
        expect.stringMatching(/^(OK Stored|NO \[UNAVAILABLE\] The disk is full)$/),
        'OK Fetched',
        'NO [UNAVAILABLE] The disk is full',
        'OK Done',
      ]);
      expect(renamed).toEqual({ thrown: expect.stringContaining('disk-full'), name: worldWith().name });
      expect(after).toEqual({ problems: [], name: 'room' });
      expect(new Set(refused.map((one) => one.slice(0, 9)))).toEqual(new Set(['452 4.3.1']));
      expect(before).toBeGreaterThan(10);
      expect([...middle, ...copies].filter(({ whole }) => !whole)).toEqual([]);
      expect(lost(accepted, copies)).toEqual([]);
      expect(envelopes.every((one) => one.startsWith('OK'))).toBe(true);
      await lab.ask('close');
      await lab.ended;
      expect(lab.complaints()).toBe('');
    });
  },
);
