import { expect, test } from 'vitest';
import { Spoken } from '../../../src/compare/machine/spoken.ts';
import { WireLog } from '../../../src/engine/wire-log.ts';

const about = { account: 1, protocol: 'imap', peer: 'localhost:143' } as const;

test('no line is lost, however many more are spoken than the log keeps', () => {
  const log = new WireLog();
  const spoken = new Spoken();
  spoken.listenTo(log);
  const say = log.recorder(about, () => 0);
  for (let i = 1; i <= 20_000; i++) say({ who: 'C', text: `a${i} NOOP` });
  const lines = spoken.take();
  expect(lines.map(({ n }) => n)).toEqual(Array.from({ length: 20_000 }, (_, i) => i + 1));
  expect(lines.at(-1)?.text).toBe('a20000 NOOP');
  expect(spoken.take()).toEqual([]);
});

test('lines and connections of a program that was opened again have numbers of their own', () => {
  const spoken = new Spoken();
  for (const _program of [1, 2]) {
    const log = new WireLog();
    spoken.listenTo(log);
    for (const text of ['one', 'two']) log.recorder(about, () => 0)({ who: 'C', text });
  }
  expect(spoken.take().map(({ n, connection, text }) => [n, connection, text])).toEqual([
    [1, 1, 'one'],
    [2, 2, 'two'],
    [3, 3, 'one'],
    [4, 4, 'two'],
  ]);
});

test('a visit is over when its connection is closed; one that stays is not waited for', async () => {
  const log = new WireLog();
  const spoken = new Spoken();
  spoken.listenTo(log);
  const stays = log.recorder(about, () => 0);
  const visit = log.recorder({ ...about, protocol: 'pop3' }, () => 0);
  stays({ who: '*', text: 'connected to localhost:143 (127.0.0.1)' });
  visit({ who: '*', text: 'connected to localhost:110 (127.0.0.1)' });
  let over = false;
  const waiting = spoken.over('visits').then(() => {
    over = true;
  });
  await Promise.resolve();
  expect(over).toBe(false);
  visit({ who: '*', text: 'closed, 10 octets in, 20 out' });
  await waiting;
  stays({ who: 'C', text: 'a1 IDLE' });
  expect(spoken.idles).toBe(true);
  stays({ who: 'C', text: 'DONE' });
  expect(spoken.idles).toBe(false);
});
