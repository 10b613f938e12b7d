import { mkdtempSync, readdirSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { systemClock } from '../../../src/base/ports.ts';
import { type Envelope, openQueueStore, type QueueStore } from '../../../src/lab/queue/index.ts';

const envelope: Envelope = {
  reversePath: 'aiko@hana.test',
  recipients: [
    { address: 'ben@hana.test', original: null, notify: null, state: 'waiting', said: null, through: [] },
    { address: 'chiyo@yuki.test', original: null, notify: ['never'], state: 'waiting', said: null, through: [] },
  ],
  ret: null,
  envid: null,
  smtputf8: false,
  body: '8bitmime',
};

function newFolder(): string {
  const folder = mkdtempSync(path.join(tmpdir(), 'tegami-queue-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

const put = (queue: QueueStore, content: string, prepend: string) => {
  const receipt = queue.receive();
  for (let at = 0; at < content.length; at += 10_000) receipt.write(Buffer.from(content.slice(at, at + 10_000)));
  return receipt.commit({ mail: receipt.queueId, envelope, why: 'submitted', parent: null, prepend });
};

test.each([
  ['short', 20],
  ['long', 3_000_000],
])('a %s mail is there after a restart, octet by octet, with its record', async (_name, length) => {
  const folder = newFolder();
  const queue = await openQueueStore(folder, systemClock);
  const body = 'x'.repeat(length);
  const prepend = 'Received: here\r\n';
  const content = `Subject: =?utf-8?b?44GK6Iy2?=\r\nMessage-ID: <a@b>\r\n\r\n${body}`;
  const record = await put(queue, content, prepend);
  expect(record).toMatchObject({
    subject: 'お茶',
    messageId: '<a@b>',
    attempts: 0,
    size: prepend.length + content.length,
  });
  const again = await openQueueStore(folder, systemClock);
  expect(again.list()).toEqual([record]);
  const message = (await again.read(record.queueId)).toString();
  expect(message.length).toBe(record.size);
  expect(message.startsWith('Received: here\r\nSubject: ')).toBe(true);
  expect(message.endsWith(body)).toBe(true);
});

test('the newest record counts after a restart, and what was removed stays away', async () => {
  const folder = newFolder();
  const queue = await openQueueStore(folder, systemClock);
  const record = await put(queue, 'Subject: 1\r\n\r\n', '');
  const other = await put(queue, 'Subject: 2\r\n\r\n', '');
  await queue.update({ ...record, attempts: 3 });
  await queue.update({ ...other, attempts: 1 });
  await queue.remove(other.queueId);
  const again = await openQueueStore(folder, systemClock);
  expect(again.list()).toEqual([{ ...record, attempts: 3 }]);
  await again.remove(record.queueId);
  expect(readdirSync(path.join(folder, 'mail'))).toEqual([]);
});

test('what was being written, and what is no whole file, is not in the queue; nothing throws', async () => {
  const folder = newFolder();
  const queue = await openQueueStore(folder, systemClock);
  const record = await put(queue, 'Subject: 1\r\n\r\nwhole', '');
  const half = await put(queue, 'Subject: 2\r\n\r\nhalf', '');
  truncateSync(path.join(folder, 'mail', half.queueId), 60);
  writeFileSync(path.join(folder, 'tmp', 'LEFT'), 'over');
  writeFileSync(path.join(folder, 'mail', 'ALONE.record'), '{"queueId":"ALONE"}');
  writeFileSync(path.join(folder, 'mail', 'EMPTY'), '');
  const again = await openQueueStore(folder, systemClock);
  expect(again.list().map(({ queueId }) => queueId)).toEqual([record.queueId]);
  expect(readdirSync(path.join(folder, 'tmp'))).toEqual([]);
});

test('an aborted mail leaves nothing, however much of it has come', async () => {
  const folder = newFolder();
  const queue = await openQueueStore(folder, systemClock);
  const receipt = queue.receive();
  receipt.write(Buffer.alloc(2_000_000, 0x61));
  receipt.abort();
  await expect.poll(() => readdirSync(path.join(folder, 'tmp'))).toEqual([]);
  expect(queue.list()).toEqual([]);
});

test('a disk that takes nothing is told as such, and the queue is as before', async () => {
  const folder = newFolder();
  const queue = await openQueueStore(folder, systemClock);
  const record = await put(queue, 'Subject: 1\r\n\r\n', '');
  rmSync(path.join(folder, 'tmp'), { recursive: true });
  writeFileSync(path.join(folder, 'tmp'), 'a file where the folder was');
  await expect(put(queue, 'Subject: 2\r\n\r\n', '')).rejects.toMatchObject({
    kind: 'not-stored',
    reason: 'disk-failed',
  });
  expect(queue.list()).toEqual([record]);
});

test('a hundred mails at once are all durable, each under a name of its own', async () => {
  const folder = newFolder();
  const queue = await openQueueStore(folder, systemClock);
  const records = await Promise.all(Array.from({ length: 100 }, (_, i) => put(queue, `Subject: ${i}\r\n\r\n`, '')));
  expect(new Set(records.map(({ queueId }) => queueId)).size).toBe(100);
  expect((await openQueueStore(folder, systemClock)).list()).toHaveLength(100);
});
