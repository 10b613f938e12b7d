import { expect, test, vi } from 'vitest';
import { z } from 'zod';
import { MailError } from '../../src/base/errors.ts';
import { connect } from '../../src/contract/connect.ts';
import { answer, emit, serve } from '../../src/contract/serve.ts';
import { type CallTable, call, calls, signal } from '../../src/contract/table.ts';
import { type Transport, transportPair } from '../../src/contract/transport.ts';

const table = {
  'sum.of': call({ takes: z.object({ a: z.number(), b: z.number().default(1) }), gives: z.number() }),
  'echo.it': call({ takes: z.unknown(), gives: z.unknown() }),
  'never.ends': call({ takes: z.object({}), gives: z.object({}) }),
  'fails.so': call({ takes: z.object({}), gives: z.object({}) }),
} as const;
const signals = { 'news.came': signal({ carries: z.object({ n: z.number() }) }) } as const;

const refusal = new MailError({
  kind: 'refused',
  at: 'pop3.pass',
  reason: 'password-refused',
  advice: 'sign-in-again',
  said: '-ERR [AUTH] パスワードが違います',
  peer: 'mail.hana.test:995',
  facts: { user: 'aiko', tries: 3 },
});

function joined() {
  const [here, there] = transportPair();
  const sum = vi.fn(({ a, b }: { a: number; b: number }) => a + b);
  const handlers = {
    'sum.of': sum,
    'echo.it': (takes: unknown) => takes,
    'never.ends': () => new Promise<Record<never, never>>(() => {}),
    'fails.so': () => Promise.reject(refusal),
  };
  const stop = serve(table, handlers, there);
  return { client: connect<typeof table, typeof signals>(here), sum, here, there, stop };
}

/** A call by a name or with arguments that the types do not allow. */
const anyCall = (client: ReturnType<typeof joined>['client'], name: string, takes: unknown): Promise<unknown> =>
  (client.call as unknown as (name: string, takes: unknown) => Promise<unknown>)(name, takes);

test('a call is answered, defaults filled in, many at a time, each with its own answer', async () => {
  const { client } = joined();
  expect(await client.call('sum.of', { a: 1 })).toBe(2);
  const many = Array.from({ length: 1000 }, (_, a) => client.call('sum.of', { a, b: a }));
  expect(await Promise.all(many)).toEqual(Array.from({ length: 1000 }, (_, a) => 2 * a));
});

for (const name of [
  'no.such',
  '',
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  'valueOf',
  'x'.repeat(1e5),
])
  test(`a call that is not in the table is refused: ${name.slice(0, 20)}`, async () => {
    const { client } = joined();
    const error = await anyCall(client, name, {}).catch((thrown: unknown) => thrown);
    expect(error).toBeInstanceOf(MailError);
    expect(error).toMatchObject({ kind: 'bad-input', reason: 'bad-value', said: 'no such call' });
    expect((error as MailError).at.length).toBeLessThan(100);
  });

for (const [what, takes] of [
  ['nothing', undefined],
  ['null', null],
  ['a text', 'a'],
  ['a list', [1, 2]],
  ['a field missing', {}],
  ['a field of another type', { a: '1' }],
  ['no number', { a: Number.NaN }],
  ['infinity', { a: Number.POSITIVE_INFINITY }],
] as const)
  test(`arguments that do not fit are refused before the handler runs: ${what}`, async () => {
    const { client, sum } = joined();
    await expect(anyCall(client, 'sum.of', takes)).rejects.toMatchObject({
      kind: 'bad-input',
      reason: 'bad-value',
      at: 'contract.sum.of',
    });
    expect(sum).not.toHaveBeenCalled();
  });

test('no call of the real table lets prototype names, strings for ids, or unsafe numbers through', async () => {
  const handlers = Object.fromEntries(Object.keys(calls).map((name) => [name, vi.fn()]));
  for (const takes of [{ id: '1' }, { id: 2 ** 60 }, { id: -1 }, { id: 0 }, { id: 1.5 }, { id: null }])
    for (const name of ['messages.open', 'drafts.remove', 'outbox.retry', 'outbox.cancel', 'upload.end', 'why.of']) {
      const given = await answer(calls as CallTable, handlers, name, takes);
      expect(given, `${name} ${JSON.stringify(takes)}`).toMatchObject({ ok: false, error: { reason: 'bad-value' } });
      expect(handlers[name]).not.toHaveBeenCalled();
    }
});

test('an error crosses with all its fields', async () => {
  const { client } = joined();
  const error = await client.call('fails.so', {}).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(MailError);
  expect((error as MailError).toValue()).toEqual(refusal.toValue());
});

test('a fault of ours crosses as one, and the next call is answered', async () => {
  const [here, there] = transportPair();
  const boom = { boom: call({ takes: z.object({}), gives: z.object({}) }) };
  const handlers = {
    boom: () => {
      throw new TypeError('x is not a function');
    },
  };
  serve(boom, handlers, there);
  const client = connect<typeof boom, typeof signals>(here);
  for (let n = 0; n < 2; n += 1)
    await expect(client.call('boom', {})).rejects.toMatchObject({ reason: 'unexpected', said: 'x is not a function' });
});

test('a name of the table without a handler is refused, not answered with nothing', async () => {
  const [here, there] = transportPair();
  serve(table, {} as never, there);
  await expect(connect<typeof table, typeof signals>(here).call('sum.of', { a: 1 })).rejects.toMatchObject({
    said: 'no such call',
  });
});

test('close refuses the calls under way and all that follow, and hears no signal any more', async () => {
  const { client, there } = joined();
  const hear = vi.fn();
  client.on('news.came', hear);
  const waiting = client.call('never.ends', {});
  client.close();
  await expect(waiting).rejects.toMatchObject({ reason: 'cancelled' });
  await expect(client.call('sum.of', { a: 1 })).rejects.toMatchObject({ reason: 'cancelled' });
  emit<typeof signals, 'news.came'>(there, 'news.came', { n: 1 });
  await Promise.resolve();
  expect(hear).not.toHaveBeenCalled();
});

test('a signal reaches every listener of its name until it stops listening', async () => {
  const { client, there } = joined();
  const heard: number[] = [];
  const stop = client.on('news.came', ({ n }) => void heard.push(n));
  client.on('news.came', ({ n }) => void heard.push(n * 10));
  emit<typeof signals, 'news.came'>(there, 'news.came', { n: 1 });
  await Promise.resolve();
  stop();
  emit<typeof signals, 'news.came'>(there, 'news.came', { n: 2 });
  there.send({ type: 'signal', name: '__proto__', carries: {} });
  await Promise.resolve();
  expect(heard).toEqual([1, 10, 20]);
});

test('one that stops serving answers no more', async () => {
  const { client, sum, stop } = joined();
  stop();
  void client.call('sum.of', { a: 1 }).catch(() => {});
  await Promise.resolve();
  await Promise.resolve();
  expect(sum).not.toHaveBeenCalled();
});

test('what is no call and no answer is passed over', async () => {
  const { client, here, there, sum } = joined();
  const noise = [null, 7, 'text', [], {}, { type: 'call' }, { type: 'call', id: 'x', name: 'sum.of' }];
  for (const message of [...noise, { type: 'call', id: 2 ** 60, name: 'sum.of', takes: { a: 1 } }]) here.send(message);
  for (const message of [...noise, { type: 'answer', id: 999, ok: true }, { type: 'answer', id: 'x' }])
    there.send(message);
  expect(await client.call('sum.of', { a: 1 })).toBe(2);
  expect(sum).toHaveBeenCalledTimes(1);
});

test('the largest id that is exact is answered under itself', async () => {
  const { here } = joined();
  const heard = new Promise((resolve) => here.listen(resolve));
  here.send({ type: 'call', id: Number.MAX_SAFE_INTEGER, name: 'sum.of', takes: { a: 1 } });
  expect(await heard).toEqual({ type: 'answer', id: Number.MAX_SAFE_INTEGER, ok: true, value: 2 });
});

for (const [what, error] of [
  ['no error at all', undefined],
  ['an unknown reason', { ...refusal.toValue(), reason: 'of-another-version' }],
  ['a fact that is no number', { ...refusal.toValue(), facts: { n: Number.NaN } }],
] as const)
  test(`a refusal that cannot be read still ends the call: ${what}`, async () => {
    const [here, there] = transportPair();
    there.listen((message) => there.send({ type: 'answer', id: (message as { id: number }).id, ok: false, error }));
    const client = connect<typeof table, typeof signals>(here);
    await expect(client.call('sum.of', { a: 1 })).rejects.toMatchObject({ reason: 'unexpected' });
  });

test('what cannot be copied is refused on either side, and nobody waits for ever', async () => {
  const { client } = joined();
  await expect(anyCall(client, 'echo.it', () => {})).rejects.toThrow();
  const [here, there] = transportPair();
  const gives = { 'echo.it': call({ takes: z.object({}), gives: z.unknown() }) };
  serve(gives, { 'echo.it': () => () => {} }, there);
  await expect(connect<typeof gives, typeof signals>(here).call('echo.it', {})).rejects.toMatchObject({
    reason: 'unexpected',
    at: 'contract.echo.it',
  });
});

test('an answer to one who has gone is dropped', async () => {
  let hear: (message: unknown) => void = () => {};
  const sent = vi.fn(() => {
    throw new Error('the port is closed');
  });
  const transport: Transport = {
    send: sent,
    listen(to) {
      hear = to;
      return () => {};
    },
  };
  serve(table, joinedHandlers(), transport);
  hear({ type: 'call', id: 1, name: 'sum.of', takes: { a: 1 } });
  await vi.waitFor(() => expect(sent).toHaveBeenCalledTimes(2)); // the answer, and that it could not be given
});

test('both ends in one process share no object', async () => {
  const [here, there] = transportPair();
  const sent = { list: [1], bytes: new Uint8Array([1, 2]), map: new Map([['a', { n: 1 }]]) };
  const heard = new Promise<typeof sent>((resolve) => there.listen((message) => resolve(message as typeof sent)));
  here.send(sent);
  sent.list.push(2);
  sent.bytes[0] = 9;
  const copy = await heard;
  expect(copy).toEqual({ list: [1], bytes: new Uint8Array([1, 2]), map: new Map([['a', { n: 1 }]]) });
  expect(copy.map).not.toBe(sent.map);
});

function joinedHandlers() {
  return {
    'sum.of': ({ a, b }: { a: number; b: number }) => a + b,
    'echo.it': (takes: unknown) => takes,
    'never.ends': () => ({}),
    'fails.so': () => ({}),
  };
}
