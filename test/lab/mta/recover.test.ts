/** A host that went down in the middle of something: what the queue's folder says is what is done, and not done again. */

import path from 'node:path';
import { expect, test } from 'vitest';
import { LabClock } from '../../../src/lab/clock/clock.ts';
import type { Envelope, QueueRecord } from '../../../src/lab/queue/index.ts';
import { openQueueStore } from '../../../src/lab/queue/index.ts';
import { worldWith } from '../support/lab.ts';
import { agentOf, envelope, newFolder, recipient } from './support/agent.ts';

type Left = Pick<QueueRecord, 'why'> & {
  readonly envelope: Envelope;
  readonly settles?: Omit<NonNullable<QueueRecord['settles']>, 'queueId'>;
};

/** Puts mails into the queue of a host that does not run; `settles` is about the first of them. */
async function left(folder: string, mails: readonly Left[]): Promise<string[]> {
  const queue = await openQueueStore(path.join(folder, 'queue'), new LabClock(worldWith().clock));
  const ids: string[] = [];
  for (const { why, envelope: about, settles } of mails) {
    const receipt = queue.receive();
    receipt.write(Buffer.from(`Subject: ${why}\r\n\r\nx\r\n`));
    const { queueId } = await receipt.commit({
      mail: receipt.queueId,
      envelope: about,
      why,
      parent: null,
      prepend: '',
      ...(settles === undefined ? {} : { settles: { queueId: ids[0] ?? '', ...settles } }),
    });
    ids.push(queueId);
  }
  await queue.close();
  return ids;
}

const bounce = { why: 'bounce', envelope: envelope('', [recipient('aiko@hana.test', { notify: ['never'] })]) } as const;

test('a report was durable, the record it is about was not: nobody is tried again, one report arrives', async () => {
  const folder = newFolder();
  await left(folder, [
    { why: 'submitted', envelope: envelope('aiko@hana.test', [recipient('nobody@hana.test')]) },
    { ...bounce, settles: { recipients: ['nobody@hana.test'], as: 'failed' } },
  ]);
  const { mta, inbox, queue, trace } = await agentOf('mx1.hana.test', () => {}, folder);
  mta.start();
  await mta.settled();
  expect((await inbox('aiko@hana.test')).map((mail) => /^Subject: .*$/m.exec(mail)?.[0])).toEqual(['Subject: bounce']);
  expect(trace.since(0).filter(({ kind }) => kind === 'failed')).toEqual([]);
  expect(queue.list()).toEqual([]);
});

test('a report about somebody behind an alias: that one is done with, the others behind it get the mail', async () => {
  const folder = newFolder();
  await left(folder, [
    { why: 'submitted', envelope: envelope('aiko@hana.test', [recipient('all@hana.test')]) },
    { ...bounce, settles: { recipients: ['nobody@hana.test'], as: 'failed' } },
  ]);
  const both = { address: 'all@hana.test', to: ['nobody@hana.test', 'ben@hana.test'] };
  const { mta, inbox, queue } = await agentOf('mx1.hana.test', (world) => void world.aliases.push(both), folder);
  mta.start();
  await mta.settled();
  expect(await inbox('ben@hana.test')).toHaveLength(1);
  expect(await inbox('aiko@hana.test')).toHaveLength(1);
  expect(queue.list()).toEqual([]);
});

test('a list’s copy was durable: the list counts as reached, and its members get one copy', async () => {
  const folder = newFolder();
  await left(folder, [
    { why: 'submitted', envelope: envelope('emi@sora.test', [recipient('tea@sora.test')]) },
    {
      why: 'list',
      envelope: envelope('tea-bounces@sora.test', [recipient('emi@sora.test', { through: ['tea@sora.test'] })]),
      settles: { recipients: ['tea@sora.test'], as: 'delivered' },
    },
  ]);
  const { mta, inbox, queue } = await agentOf('mail.sora.test', () => {}, folder);
  mta.start();
  await mta.settled();
  expect(await inbox('emi@sora.test')).toHaveLength(1);
  expect(queue.list()).toEqual([]);
});

test('a warning was durable: the mail still waits, and there is no second warning', async () => {
  const folder = newFolder();
  const [id = ''] = await left(folder, [
    { why: 'submitted', envelope: envelope('aiko@hana.test', [recipient('x@kumo.test', { attempts: 7 })]) },
    { ...bounce, why: 'delay-warning', settles: { recipients: ['x@kumo.test'], as: 'warned' } },
  ]);
  const { mta, inbox, queue } = await agentOf('mx1.hana.test', (world) => void (world.queue.warnMinutes = 1), folder);
  mta.start();
  await mta.settled();
  expect(await inbox('aiko@hana.test')).toHaveLength(1);
  expect(queue.list().map(({ queueId, warned }) => ({ queueId, warned }))).toEqual([{ queueId: id, warned: true }]);
});

test('a report that settles a mail which has gone is a mail like any other', async () => {
  const folder = newFolder();
  await left(folder, [{ ...bounce, settles: { recipients: ['nobody@hana.test'], as: 'failed' } }]);
  const { mta, inbox, queue } = await agentOf('mx1.hana.test', () => {}, folder);
  mta.start();
  await mta.settled();
  expect(await inbox('aiko@hana.test')).toHaveLength(1);
  expect(queue.list()).toEqual([]);
});

test('what was delivered just before the host went down is not there twice', async () => {
  const folder = newFolder();
  const [id = ''] = await left(folder, [
    { why: 'submitted', envelope: envelope('aiko@hana.test', [recipient('ben@hana.test')]) },
  ]);
  const { mta, inbox, queue, spool } = await agentOf('mx1.hana.test', () => {}, folder);
  await spool.deliver('ben@hana.test', Buffer.from('Subject: x\r\n\r\nx\r\n'), { once: `${id} ben@hana.test` });
  mta.start();
  await mta.settled();
  expect(await inbox('ben@hana.test')).toHaveLength(1);
  expect(queue.list()).toEqual([]);
});
