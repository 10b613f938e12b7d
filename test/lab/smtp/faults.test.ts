import { afterEach, expect, test } from 'vitest';
import type { FaultEffect, FaultPoint } from '../../../src/contract/lab/world.ts';
import { Caller, play } from './support/dialogue.ts';
import { type Lab, lab } from './support/world.ts';

let open: Lab | undefined;
afterEach(async () => {
  await open?.server.close();
  open = undefined;
});

const withFault = async (point: FaultPoint, effect: FaultEffect, more: object = {}): Promise<Lab> => {
  open = await lab({ faults: [{ id: 'f', point, effect, ...more }] });
  return open;
};
const refuse: FaultEffect = { kind: 'refuse', code: 554, text: '5.3.2 Not today' };
const defer: FaultEffect = { kind: 'defer', code: 451, text: '4.3.2 Later' };
const drop: FaultEffect = { kind: 'drop', afterOctets: 0 };
const closing = (): unknown => open?.trace.since(0).at(-1);

test('a dead host takes the connection and says nothing', async () => {
  const { server } = await withFault('smtp.connect', { kind: 'dead-host' });
  expect(await (await Caller.to(server.port)).rest()).toBe('');
  await expect.poll(closing).toMatchObject({ kind: 'closed', why: 'dropped', octetsOut: 0 });
});

test('at the connection a refusal is all that is said; at the greeting QUIT is still heard', async () => {
  await play((await withFault('smtp.connect', refuse)).server.port, 'S: 554 5.3.2 Not today\n*: closed');
  await open?.server.close();
  await play(
    (await withFault('smtp.greeting', refuse)).server.port,
    'S: 554 5.3.2 Not today\nC: EHLO me\nS: 503 5.5.1 Only QUIT...\nC: QUIT\nS: 221 ...\n*: closed',
  );
  await open?.server.close();
  await play((await withFault('smtp.greeting', { ...defer, code: 421 })).server.port, 'S: 421 4.3.2 Later\n*: closed');
});

const steps: readonly [FaultPoint, string, string][] = [
  ['smtp.ehlo', 'C: EHLO me', 'S: 250-...'],
  ['smtp.mail', 'C: MAIL FROM:<a@b>', 'S: 250 ...'],
  ['smtp.rcpt', 'C: RCPT TO:<aiko@hana.test>', 'S: 250 ...'],
  ['smtp.data', 'C: DATA', 'S: 354 ...'],
  ['smtp.end-of-data', 'C: .', 'S: 250 ...'],
];

test.each(steps.map(([point], n) => [point, n] as const))(
  '%s: refused, deferred, delayed, or cut there',
  async (point, n) => {
    const before = ['S: 220 ...', ...steps.slice(0, n).flatMap(([, said, heard]) => [said, heard])];
    const [, said, heard] = steps[n] as (typeof steps)[number];
    const script = (...lines: string[]): string => [...before, said, ...lines].join('\n');
    for (const [effect, lines] of [
      [refuse, ['S: 554 5.3.2 Not today', 'C: NOOP', 'S: 250 ...']],
      [defer, ['S: 451 4.3.2 Later', 'C: NOOP', 'S: 250 ...']],
      [{ kind: 'disk-full' }, ['S: 452 4.3.1 ...', 'C: NOOP', 'S: 250 ...']],
      [{ kind: 'delay', ms: 20 }, [heard]],
      [drop, ['*: closed']],
    ] as const) {
      const { server } = await withFault(point, effect);
      await play(server.port, script(...lines));
      await server.close();
    }
  },
);

test('cut after some octets of the answer', async () => {
  const { server } = await withFault('smtp.mail', { kind: 'drop', afterOctets: 5 });
  const caller = await Caller.to(server.port);
  await caller.reply();
  await caller.ask('EHLO me');
  expect(await caller.say('MAIL FROM:<a@b>\r\n').rest()).toBe('250 2');
});

const send = `
    S: 220 ...
    C: EHLO me
    S: 250-...
    C: MAIL FROM:<a@b>
    S: 250 ...
    C: RCPT TO:<aiko@hana.test>
    S: 250 ...
    C: RCPT TO:<ben@hana.test>
    S: 250 ...
    C: DATA
    S: 354 ...
    C: Subject: x
    C: .`;

test('cut within the content: nothing was taken; cut after it: taken, and the client does not know', async () => {
  await play((await withFault('smtp.content', { kind: 'drop', afterOctets: 5 })).server.port, `${send}\n*: closed`);
  expect(open).toMatchObject({ policy: { taken: [], aborted: 1 } });
  await open?.server.close();
  await play((await withFault('smtp.content', { kind: 'drop', afterOctets: 5000 })).server.port, `${send}\n*: closed`);
  expect(open).toMatchObject({ policy: { taken: [], aborted: 1 } });
  await open?.server.close();
  await play((await withFault('smtp.end-of-data', drop)).server.port, `${send}\n*: closed`);
  expect(open?.policy.taken.length).toBe(1);
});

test('a fault for an address strikes mails that it is among the recipients of, once for each mail', async () => {
  await withFault('smtp.end-of-data', defer, { address: 'Ben@hana.test', skip: 1, times: 1 });
  for (const heard of ['250 ...', '451 ...', '250 ...']) await play((open as Lab).server.port, `${send}\nS: ${heard}`);
});

test('addresses that are faults', async () => {
  open = await lab();
  await play(
    open.server.port,
    `
    S: 220 ...
    C: EHLO me
    S: 250-...
    C: MAIL FROM:<a@b>
    S: 250 ...
    C: RCPT TO:<tempfail@hana.test>
    S: 451 4.3.0 ...
    C: RCPT TO:<permfail@yuki.test>
    S: 550 5.1.1 ...
    C: RCPT TO:<full@yuki.test>
    S: 452 4.2.2 ...
    C: RCPT TO:<drop@yuki.test>
    S: 250 ...
    C: DATA
    S: 354 ...
    C: ${'x'.repeat(70)}
    *: closed
  `,
  );
  expect(open.policy.aborted).toBe(1);
});

test('greylisting goes by the lab clock, for each triplet', async () => {
  open = await lab();
  const to = (from: string, heard: string): string =>
    `S: 220 ...\nC: EHLO me\nS: 250-...\nC: MAIL FROM:<${from}>\nS: 250 ...\nC: RCPT TO:<greylist@hana.test>\nS: ${heard}`;
  const { port } = open.server;
  await play(port, to('a@b', '450 4.7.1 Greylisted: come again in 300 seconds...'));
  await open.clock.advanceTo(open.clock.now() + 299_000, async () => {});
  await play(port, to('a@b', '450 4.7.1 Greylisted: come again in 1 seconds...'));
  await open.clock.advanceTo(open.clock.now() + 1_000, async () => {});
  await play(port, to('a@b', '250 ...'));
  await play(port, to('c@d', '450 ...'));
});

test('bad TLS: 220, and then no handshake that anybody understands', async () => {
  const { server } = await withFault('smtp.starttls', { kind: 'bad-tls' });
  const caller = await Caller.to(server.port);
  await caller.reply();
  await caller.ask('EHLO me');
  expect(await caller.ask('STARTTLS')).toMatch(/^220 /);
  await expect(caller.secure()).rejects.toThrow();
  await expect.poll(closing).toMatchObject({ kind: 'closed', why: 'dropped' });
});
