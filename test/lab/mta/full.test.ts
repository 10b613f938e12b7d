/** A disk that is full: 452 to who hands mail over, later to who waits; nothing is half there. RFC 5321 §4.2.3. */
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import type { Fault } from '../../../src/contract/lab/world.ts';
import { agentOf, envelope, newFolder, recipient } from './support/agent.ts';

const toBen = envelope('aiko@hana.test', [recipient('ben@hana.test')]);
const full = (point: Fault['point'], o: Partial<Fault> = {}): Fault => ({
  id: 'full',
  point,
  skip: 0,
  effect: { kind: 'disk-full' },
  ...o,
});

test('the fault queue.store says 452 to whom it is for, as often as it shall, and nothing is taken', async () => {
  const folder = newFolder();
  const faults = [full('queue.store', { address: 'ben@hana.test', times: 2 })];
  const { send, queue } = await agentOf('mx1.hana.test', (world) => void world.faults.push(...faults), folder);
  const refused = { code: 452, text: expect.stringMatching(/^4\.3\.1 /) };
  expect(await send(toBen)).toEqual(refused);
  expect(await send(envelope('ben@hana.test', [recipient('aiko@hana.test')]))).toMatchObject({ code: 250 });
  expect(await send(toBen)).toEqual(refused);
  expect(queue.list()).toHaveLength(1);
  expect(readdirSync(path.join(folder, 'queue', 'tmp'))).toEqual([]);
  expect(await send(toBen)).toMatchObject({ code: 250 });
});

test('where the mailbox’s disk is full the mail waits here, and is delivered when there is room', async () => {
  const faults = [full('spool.store', { times: 1 })];
  const { mta, send, queue, inbox } = await agentOf('mx1.hana.test', (world) => void world.faults.push(...faults));
  mta.start();
  await send(toBen);
  await mta.settled();
  expect(queue.list()[0]?.envelope.recipients).toMatchObject([
    { state: 'waiting', said: expect.stringMatching(/^452 4\.3\.1 /), attempts: 1 },
  ]);
  await mta.flush();
  expect(await inbox('ben@hana.test')).toHaveLength(1);
  expect(queue.list()).toEqual([]);
});
