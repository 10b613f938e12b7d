/** DNS that fails under mail: the mail waits, and is delivered when DNS is back. */
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeWith } from '../dns/tools.ts';
import { events } from '../support/lab.ts';
import { effects, pairs, type Table, table } from './support.ts';

let house: Table;
beforeAll(async () => {
  house = await table();
});
afterAll(() => house.close());

const mail = { subject: 'a fault', text: 'Tea at three?\n' };

// Without a host it is silence at every question; with one, nobody listens.
test.each([
  ...pairs('dns.').map(([point, kind]) => [point, kind, undefined] as const),
  ['dns.answer', 'dead-host', 'ns.minato.test'] as const,
])('%s: %s, at one host: %s', { timeout: 20_000 }, async (point, kind, host) => {
  const { lab } = house;
  await house.strike({ point, effect: effects[kind], ...(host === undefined ? { address: 'yuki.test' } : { host }) });
  const sent = await lab.send({ from: 'daichi@niwa.test', to: ['chiyo@yuki.test'], ...mail });
  expect(sent.mail).not.toBe(null);
  await lab.settled();
  const waits = kind !== 'delay';
  expect(await house.arrived('chiyo@yuki.test')).toBe(waits ? 0 : 1);
  const deferred = events(lab, 'deferred').filter((event) => event.mail === sent.mail);
  expect(deferred.map(({ said }) => said.slice(0, 9))).toEqual(waits ? ['451 4.4.3'] : []);
  expect(new Set(house.told())).toEqual(new Set([`f ${point} ${kind}`]));
  await house.heal();
  await lab.advance(3_600_000);
  expect(await house.arrived('chiyo@yuki.test')).toBe(waits ? 1 : 0);
  expect(await lab.queue()).toEqual([]);
  expect(await house.arrived('daichi@niwa.test')).toBe(0);
});

describeWith(['dig'], 'dig', () => {
  test.each([
    ['servfail', 'status: SERVFAIL'],
    ['defer', 'status: SERVFAIL'],
    ['refuse', 'status: REFUSED'],
    ['delay', 'status: NOERROR'],
    ['drop', 'timed out'],
    ['dead-host', 'timed out'],
  ] as const)('%s: dig sees it, and the right answer after', async (kind, heard) => {
    const { address, port } = house.lab.status().dns;
    const dig = async (): Promise<string> => {
      const args = [`@${address}`, '-p', String(port), 'yuki.test', 'MX', '+tries=1', '+time=1'];
      const { stdout } = await promisify(execFile)('dig', args).catch((failed: { stdout: string }) => failed);
      return stdout;
    };
    await house.strike({ point: 'dns.answer', effect: effects[kind], address: 'yuki.test' });
    expect(await dig()).toContain(heard);
    expect(house.told()).toEqual([`f dns.answer ${kind}`]);
    await house.heal();
    expect(await dig()).toMatch(/NOERROR[^]*10 mx\.minato\.test\./);
  });
});
