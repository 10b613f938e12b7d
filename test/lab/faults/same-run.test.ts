/** Counted, never random: the same world, the same mails, the same faults. */
import { expect, test } from 'vitest';
import type { Fault } from '../../../src/contract/lab/world.ts';
import { labWith, worldWith } from '../support/lab.ts';

const faults: Fault[] = [
  {
    id: 'first',
    point: 'smtp.greeting',
    host: 'niwa.test',
    skip: 0,
    times: 1,
    effect: { kind: 'defer', code: 421, text: '4.3.2 Later' },
  },
  {
    id: 'second',
    point: 'smtp.rcpt',
    host: 'mx.minato.test',
    skip: 1,
    times: 1,
    effect: { kind: 'refuse', code: 550, text: '5.7.1 No' },
  },
  {
    id: 'third',
    point: 'smtp.end-of-data',
    host: 'niwa.test',
    skip: 0,
    times: 2,
    effect: { kind: 'drop', afterOctets: 0 },
  },
  { id: 'dns', point: 'dns.answer', address: 'sora.test', skip: 0, times: 1, effect: { kind: 'servfail' } },
  { id: 'full', point: 'spool.store', address: 'emi@sora.test', skip: 0, times: 1, effect: { kind: 'disk-full' } },
];

/**
 * What happened: in its order for each conversation, and at each host for each mail, without what is another one each time (names of
 * mails, ports, keys). What goes on at the same moment elsewhere has no order; nor have the questions that a check asks all at once, and the faults that strike
 * two mails on their way at the same moment.
 */
async function run(): Promise<string[]> {
  const lab = await labWith({ world: worldWith((world) => world.faults.push(...faults)) });
  for (const to of ['daichi@niwa.test', 'chiyo@yuki.test', 'chiyo@yuki.test', 'emi@sora.test', 'tempfail@niwa.test']) {
    await lab.send({ from: 'aiko@hana.test', to: [to], subject: 'again', text: 'and again' });
    await lab.settled();
  }
  for (let i = 0; i < 6; i++) await lab.advance('next');
  const rows = new Map<string, string[]>();
  for (const event of lab.trace.since(0)) {
    const asks = event.kind === 'dns.question' || event.kind === 'dns.answer';
    const of = event.connection ?? event.mail;
    const key = asks || of === undefined ? `${event.seq}` : `${event.host} ${of}`;
    const more =
      event.kind === 'fault'
        ? [event.id, event.effect]
        : event.kind === 'reply'
          ? [event.outcome]
          : asks
            ? [event.name, event.type]
            : [];
    rows.set(key, [...(rows.get(key) ?? []), [event.at, event.host, event.kind, ...more].join(' ')]);
  }
  return [...rows.values()].map((row) => row.join('\n')).sort();
}

test('the same run twice gives the same row of events', { timeout: 20_000 }, async () => {
  const once = await run();
  for (const { id } of faults)
    expect(
      once.some((line) => line.includes(` fault ${id} `)),
      id,
    ).toBe(true);
  expect(await run()).toEqual(once);
});
