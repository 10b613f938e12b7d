/** The submission policy by itself: whose name may be written, and what is put right. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import type { Around } from '../../../src/lab/around.ts';
import { LabClock } from '../../../src/lab/clock/clock.ts';
import { Faults } from '../../../src/lab/faults/faults.ts';
import { Mta } from '../../../src/lab/mta/index.ts';
import { Places } from '../../../src/lab/places/places.ts';
import { type Envelope, openQueueStore } from '../../../src/lab/queue/index.ts';
import type { Peer } from '../../../src/lab/smtp/policy.ts';
import { Trace } from '../../../src/lab/trace/trace.ts';
import { worldWith } from '../support/lab.ts';

async function submissionAt(host: string) {
  const folder = mkdtempSync(path.join(tmpdir(), 'tegami-mta-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  const world = worldWith();
  const clock = new LabClock(world.clock);
  const around: Around = {
    host,
    world: () => world,
    clock,
    trace: new Trace(() => clock.now()),
    places: new Places(true),
    faults: new Faults({ now: () => clock.now(), faults: () => world.faults, told: () => {} }),
    secure: () => null,
    random: () => 0,
  };
  const queue = await openQueueStore(folder, clock);
  const resolver = {
    forget: () => {},
    resolve: async () => ({ status: 'SERVFAIL' as const, records: [], aliases: [], trouble: null }),
  };
  // Never started: what is taken stays in the queue to be looked at.
  const mta = new Mta({ around, queue, spool: null, resolver, keys: null, check: null });
  return { policy: mta.submission(), queue, world };
}

const peer = (user: string): Peer => ({
  address: '127.44.0.1',
  helo: 'me.test',
  extended: true,
  tls: null,
  user,
  connection: 'c1',
});
const envelope = (from: string, to: string): Envelope => ({
  reversePath: from,
  recipients: [{ address: to, original: null, notify: null, state: 'waiting', said: null, through: [] }],
  ret: null,
  envid: null,
  smtputf8: false,
  body: '7bit',
});

test('a user writes in names that are theirs, and hears whose the others are; where forging is allowed, in any', async () => {
  const { policy } = await submissionAt('mx1.hana.test');
  expect(await policy.mail(peer('ben@hana.test'), 'Ben@hana.test')).toBeNull();
  expect(await policy.mail(peer('ben@hana.test'), 'sales@hana.test')).toBeNull();
  expect(await policy.mail(peer('ben@hana.test'), '')).toBeNull();
  expect(await policy.mail(peer('aiko@hana.test'), 'sales@hana.test')).toEqual({
    code: 553,
    text: '5.7.1 <sales@hana.test> is not an address of aiko@hana.test: it belongs to <ben@hana.test>',
  });
  expect(await policy.rcpt(peer('aiko@hana.test'), 'nobody@hana.test', 'aiko@hana.test')).toMatchObject({ code: 550 });
  expect(await policy.rcpt(peer('aiko@hana.test'), 'nobody@yuki.test', 'aiko@hana.test')).toBeNull();
  const niwa = await submissionAt('niwa.test');
  expect(await niwa.policy.mail(peer('daichi@niwa.test'), 'emperor@palace.test')).toBeNull();
});

test('another’s From is refused after the content; a Message-ID and a Date are added, Bcc goes', async () => {
  const { policy, queue } = await submissionAt('mx1.hana.test');
  const send = async (content: string) => {
    const sink = policy.content(peer('aiko@hana.test'), envelope('aiko@hana.test', 'x@yuki.test'));
    for (const octet of Buffer.from(content)) sink.write(Buffer.from([octet]));
    return sink.done();
  };
  expect(await send('From: Ben <ben@hana.test>\r\n\r\nx\r\n')).toMatchObject({ code: 550 });
  expect(queue.list()).toEqual([]);
  expect(
    await send('From: <aiko@hana.test>\r\nBcc: <b@c.test>,\r\n <d@e.test>\r\nSubject: x\r\n\r\nBcc: text\r\n'),
  ).toMatchObject({ code: 250 });
  const [record] = queue.list();
  const message = (await queue.read(record?.queueId ?? '')).toString();
  expect(message).toMatch(
    /^Received: from me\.test \(unknown \[127\.44\.0\.1\]\)\r\n\tby mx1\.hana\.test with ESMTPA id \w+\r\n\tfor <x@yuki\.test>;\r\n/,
  );
  expect(message).toContain(
    `\r\nDate: Sat, 21 Nov 2026 09:00:00 +0000\r\nMessage-ID: <${record?.queueId}@mx1.hana.test>\r\n\r\nBcc: text\r\n`,
  );
  expect(message).not.toContain('b@c.test');
});

test('a mail without a header, a header without a mail, and too much of either are answered, never thrown', async () => {
  const { policy, world } = await submissionAt('mx1.hana.test');
  const send = async (content: string) => {
    const sink = policy.content(peer('aiko@hana.test'), envelope('aiko@hana.test', 'x@yuki.test'));
    sink.write(Buffer.from(content));
    return (await sink.done()).code;
  };
  expect(await send('')).toBe(250);
  expect(await send('just words\r\n')).toBe(250);
  expect(await send('Subject: alone')).toBe(250);
  expect(await send(`X: ${'y'.repeat(1_100_000)}\r\n\r\n`)).toBe(552);
  world.queue.maxSize = 1024;
  expect(await send(`Subject: x\r\n\r\n${'y'.repeat(2000)}`)).toBe(552);
});
