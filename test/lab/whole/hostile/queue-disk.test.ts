/** The disk refuses what the queue wants to write down, after mail was handed on: nobody gets it twice, nobody is forgotten. */
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import type { World } from '../../../../src/contract/lab/world.ts';
import { events, inbox, labFolder, labWith, worldWith } from '../../support/lab.ts';
import { hop, type NextHop } from './support/hop.ts';

const HOUR = 3_600_000;
const letter = { from: 'aiko@hana.test', subject: 'once', text: 'Once is enough.\n' };

const through = (port: number): World =>
  worldWith((world) => {
    world.transports.push({
      host: 'mx1.hana.test',
      domain: 'other.test',
      via: { kind: 'fixed', address: '127.0.0.1', port },
    });
  });

/** Where nothing can be made: also root is refused. */
function broken(folder: string): { breakIt(): void; mend(): void } {
  const temporary = path.join(folder, 'hosts', 'mx1.hana.test', 'queue', 'tmp');
  return {
    breakIt() {
      rmSync(temporary, { recursive: true, force: true });
      writeFileSync(temporary, '');
    },
    mend() {
      rmSync(temporary, { force: true });
      mkdirSync(temporary);
    },
  };
}

test('handed on, and then the record cannot be written: not once more, neither every minute nor after the disk is mended', async () => {
  const folder = labFolder();
  const disk = broken(folder);
  const next = await hop((said) => {
    if (said === '.') disk.breakIt();
    return null;
  });
  const lab = await labWith({ folder, world: through(next.port) });
  await lab.send({ ...letter, to: ['x@other.test', 'y@kumo.test'] });
  await lab.settled();
  await lab.advance(3 * HOUR);
  expect(next.mails).toHaveLength(1);
  disk.mend();
  await lab.advance(7 * 24 * HOUR);
  expect(next.mails).toHaveLength(1);
  expect(await lab.queue()).toEqual([]);
  const failed = (await inbox(lab, 'aiko@hana.test')).filter((mail) => /^Action: failed/m.test(mail));
  expect(failed).toHaveLength(1);
  expect(failed[0]).toContain('y@kumo.test');
  expect(failed[0]).not.toContain('Final-Recipient: rfc822;x@other.test');
});

test('a report that cannot be written is written later, and who was reached is not reached again', async () => {
  const folder = labFolder();
  const disk = broken(folder);
  let wasBroken = false;
  const next: NextHop = await hop((said) => {
    if (said.startsWith('RCPT TO:<no@')) return '550 5.1.1 No such user';
    if (said === '.' && next.mails.length === 1 && !wasBroken) {
      disk.breakIt();
      wasBroken = true;
    }
    return null;
  });
  const lab = await labWith({ folder, world: through(next.port) });
  await lab.send({ ...letter, to: ['x@other.test', 'no@other.test'] });
  await lab.settled();
  await lab.advance(HOUR);
  expect(next.mails).toHaveLength(1);
  expect(await inbox(lab, 'aiko@hana.test')).toEqual([]);
  disk.mend();
  await lab.advance(HOUR);
  expect(next.mails).toHaveLength(1);
  expect(await inbox(lab, 'aiko@hana.test')).toHaveLength(1);
  expect(await lab.queue()).toEqual([]);
});

test('while the queue has no disk, mail is refused for now, attempts go by the clock and not in a circle', async () => {
  const folder = labFolder();
  const disk = broken(folder);
  const lab = await labWith({ folder });
  await lab.send({ ...letter, to: ['y@kumo.test'] });
  await lab.settled();
  disk.breakIt();
  expect((await lab.send({ ...letter, to: ['ben@hana.test'] })).said).toMatch(/^45[12] 4\.3\.[01] /);
  const before = events(lab, 'attempt').length;
  await lab.advance(HOUR);
  expect(events(lab, 'attempt').length - before).toBeLessThanOrEqual(61);
  disk.mend();
  expect((await lab.send({ ...letter, to: ['ben@hana.test'] })).mail).not.toBeNull();
  await lab.advance(7 * 24 * HOUR);
  expect(await lab.queue()).toEqual([]);
});
