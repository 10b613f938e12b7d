/** What goes wrong between two servers, and between a program and its server: nothing is lost, and all is well when it is over. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { FaultPoint } from '../../../src/contract/lab/world.ts';
import { effects, type Kind, pairs, type Table, table } from './support.ts';

let house: Table;
beforeAll(async () => {
  house = await table();
});
afterAll(() => house.close());

const mail = { subject: 'a fault', text: 'Tea at three?\n' };

type Fate = 'delivered' | 'delivered twice' | 'waits' | 'bounced';

/** From mx1.hana.test to niwa.test, which is struck. */
function between(point: FaultPoint, kind: Kind): Fate {
  // Nobody signs in there; and who cannot have TLS goes without, RFC 7435.
  if (point === 'smtp.auth' || kind === 'bad-tls' || kind === 'delay') return 'delivered';
  if (point === 'smtp.starttls' && kind !== 'drop') return 'delivered';
  // RFC 1047: who does not hear the answer comes again.
  if (point === 'smtp.end-of-data' && kind === 'drop') return 'delivered twice';
  return kind === 'refuse' ? 'bounced' : 'waits';
}

test.each(pairs('smtp.', 'queue.', 'spool.'))('between servers, %s: %s', async (point, kind) => {
  const { lab } = house;
  await house.strike({ point, effect: effects[kind], host: 'niwa.test' });
  const sent = await lab.send({ from: 'aiko@hana.test', to: ['daichi@niwa.test'], ...mail });
  expect(sent.mail).not.toBe(null);
  await lab.settled();
  const fate = between(point, kind);
  const counted = {
    arrived: await house.arrived('daichi@niwa.test'),
    waiting: (await lab.queue()).length,
    bounced: await house.arrived('aiko@hana.test'),
  };
  expect(counted).toEqual({
    arrived: fate === 'delivered' || fate === 'delivered twice' ? 1 : 0,
    waiting: fate === 'waits' || fate === 'delivered twice' ? 1 : 0,
    bounced: fate === 'bounced' ? 1 : 0,
  });
  expect([...new Set(house.told())]).toEqual(point === 'smtp.auth' ? [] : [`f ${point} ${kind}`]);
  await house.heal();
  await lab.advance(3_600_000);
  expect(await house.arrived('daichi@niwa.test')).toBe(counted.waiting);
  expect(await lab.queue()).toEqual([]);
});

/** What the program hears, and whether the mail was taken all the same. */
function handedOver(point: FaultPoint, kind: Kind): { said: RegExp | null; fate: Fate | 'not taken' } {
  if (kind === 'delay') return { said: null, fate: 'delivered' };
  if (point === 'spool.store') return { said: null, fate: kind === 'refuse' ? 'bounced' : 'waits' };
  const heard = {
    refuse: /554 5\.7\.1 Not today/,
    defer: /451 4\.7\.1 Not now/,
    'disk-full': /^452 4\.3\.1/,
    greylist: /450 4\.7\.1 Greylisted/,
    // Words of the program's own.
    drop: /./,
    'dead-host': /./,
    'bad-tls': /./,
  } as const;
  const said = kind in heard ? heard[kind as keyof typeof heard] : /never/;
  return { said, fate: point === 'smtp.end-of-data' && kind === 'drop' ? 'delivered' : 'not taken' };
}

test.each(pairs('smtp.', 'queue.', 'spool.'))('handing over, %s: %s', async (point, kind) => {
  const { lab } = house;
  const send = () => lab.send({ from: 'aiko@hana.test', to: ['ben@hana.test'], ...mail });
  const only = point === 'spool.store' ? { address: 'ben@hana.test' } : {};
  await house.strike({ point, effect: effects[kind], host: 'mx1.hana.test', ...only });
  const sent = await send();
  await lab.settled();
  const { said, fate } = handedOver(point, kind);
  if (said === null) expect(sent.mail).not.toBe(null);
  else expect(sent).toEqual({ mail: null, said: expect.stringMatching(said) });
  const waiting = (await lab.queue()).length;
  expect({
    arrived: await house.arrived('ben@hana.test'),
    waiting,
    bounced: await house.arrived('aiko@hana.test'),
  }).toEqual({
    arrived: fate === 'delivered' ? 1 : 0,
    waiting: fate === 'waits' ? 1 : 0,
    bounced: fate === 'bounced' ? 1 : 0,
  });
  expect([...new Set(house.told())]).toEqual([`f ${point} ${kind}`]);
  await house.heal();
  expect((await send()).mail).not.toBe(null);
  await lab.advance(3_600_000);
  expect(await house.arrived('ben@hana.test')).toBe(1 + waiting);
  expect(await lab.queue()).toEqual([]);
});
