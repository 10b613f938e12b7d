/** A lab is closed in the middle of everything: it waits for nobody, and loses nothing. */
import { connect } from 'node:net';
import { expect, test } from 'vitest';
import type { World } from '../../../../src/contract/lab/world.ts';
import { events, inbox, labFolder, labWith, worldWith } from '../../support/lab.ts';

const DAY = 86_400_000;
const letter = { from: 'aiko@hana.test', subject: 'Time', text: 'Time flies.\n' };

const slow = (): World =>
  worldWith((world) => {
    world.faults.push(
      { id: 's', point: 'spool.store', effect: { kind: 'delay', ms: 600_000 }, skip: 0, address: 'ben@hana.test' },
      { id: 'd', point: 'dns.answer', effect: { kind: 'delay', ms: 600_000 }, skip: 0, address: 'niwa.test' },
      { id: 'e', point: 'smtp.end-of-data', effect: { kind: 'delay', ms: 600_000 }, skip: 0, host: 'mx.minato.test' },
      { id: 'p', point: 'pop3.connect', effect: { kind: 'delay', ms: 600_000 }, skip: 0 },
      { id: 'i', point: 'imap.connect', effect: { kind: 'delay', ms: 600_000 }, skip: 0 },
    );
  });

test('closed while everything is slow: it does not wait for that, and nothing is lost', {
  timeout: 60_000,
}, async () => {
  const folder = labFolder();
  const lab = await labWith({ folder, world: slow() });
  for (const to of ['ben@hana.test', 'daichi@niwa.test', 'chiyo@yuki.test']) await lab.send({ ...letter, to: [to] });
  const at = lab.status().hosts.find(({ name }) => name === 'mx1.hana.test');
  for (const port of [at?.pop3, at?.imap, at?.smtp])
    connect({ host: at?.address ?? '', port: port ?? 0 }).on('error', () => {});
  await expect
    .poll(() => events(lab, 'fault').map(({ id }) => id))
    .toEqual(expect.arrayContaining(['s', 'd', 'e', 'p', 'i']));
  // It would be ten minutes if it waited for them.
  await lab.close();
  const again = await labWith({ folder, world: worldWith() });
  await again.flush();
  await again.advance(DAY);
  for (const one of ['ben@hana.test', 'daichi@niwa.test', 'chiyo@yuki.test'])
    expect((await inbox(again, one)).length).toBeGreaterThan(0);
});
