/** Next hops that no mail server should be: what waits is kept, with words that say what happened, and in time. */
import { expect, test } from 'vitest';
import type { World } from '../../../../src/contract/lab/world.ts';
import { events, inbox, labWith, worldWith } from '../../support/lab.ts';
import { hop, type NextHop } from './support/hop.ts';

const letter = { from: 'aiko@hana.test', to: ['x@other.test'], subject: 'hop', text: 'Hop.\n' };
const MINUTE = 60_000;

const through = ({ port }: NextHop): World =>
  worldWith((world) => {
    world.transports.push({
      host: 'mx1.hana.test',
      domain: 'other.test',
      via: { kind: 'fixed', address: '127.0.0.1', port },
    });
  });

/** Garbage that is the same each time. */
const garbage = (n: number): string =>
  Buffer.from(Uint8Array.from({ length: n }, (_, i) => (i * 151 + 37) % 256)).toString('latin1');

type Answer = Parameters<typeof hop>[0];
const when =
  (wanted: string, said: string): Answer =>
  (command) =>
    command.startsWith(wanted) && (wanted !== '' || command === '') ? said : null;

const cases: readonly [what: string, answer: Answer, offer: readonly string[], words: RegExp][] = [
  ['a greeting of garbage', when('', garbage(600)), [], /the answer is no SMTP/],
  ['a greeting of garbage without a line end', when('', garbage(200_000).replaceAll('\n', '')), [], /no SMTP/],
  [
    'a reply of a megabyte',
    when('EHLO', Array.from({ length: 40_000 }, (_, i) => `250-X${i} ${'y'.repeat(16)}`).join('\r\n')),
    [],
    /no SMTP/,
  ],
  ['a reply without an end, line by line', when('MAIL', '250-and\r\n'.repeat(20_000)), [], /no SMTP/],
  ['cut at the greeting', (c) => (c === '' ? 'cut' : null), [], /the connection was cut/],
  ['cut at MAIL', (c) => (c.startsWith('MAIL') ? 'cut' : null), ['PIPELINING'], /the connection was cut/],
  [
    'cut at the dot',
    (c) => (c === '.' ? 'cut' : null),
    ['PIPELINING'],
    /after the whole mail was sent, the connection was cut/,
  ],
  ['421 in the middle', when('RCPT', '421 4.3.2 going down'), [], /421 4\.3\.2 going down/],
  ['4xx to everything', (c) => (c === '' ? '450 4.7.0 later' : '450 4.7.0 later'), [], /450 4\.7\.0 later/],
  ['4xx to the mail', when('.', '452 4.3.1 no room'), ['PIPELINING'], /452 4\.3\.1 no room/],
  ['250 to DATA', when('DATA', '250 2.0.0 have it'), ['PIPELINING'], /250 2\.0\.0 have it/],
  ['354 to MAIL', when('MAIL', '354 go on'), [], /354 go on/],
  ['354 to the dot', when('.', '354 go on'), ['PIPELINING'], /354 go on/],
  ['a number that is no reply', when('MAIL', '999 what'), [], /no SMTP|999/],
  [
    'yes to everything before it was asked',
    (c) => (c === '' ? '220 x\r\n250 x\r\n250 x\r\n250 x\r\n354 x\r\n250 2.0.0 have it all' : ''),
    [],
    /not asked for yet/,
  ],
  [
    'yes to the mail before it was sent',
    when('DATA', '354 go on\r\n250 2.0.0 have it'),
    ['PIPELINING'],
    /not asked for yet/,
  ],
];

test.each(cases)(
  '%s: the mail stays, says why, and arrives when the hop has come to its senses',
  async (_, answer, offer, words) => {
    let mad = true;
    const next = await hop((command, socket) => (mad ? answer(command, socket) : null), offer);
    const lab = await labWith({ world: through(next) });
    await lab.send(letter);
    await lab.settled();
    const [deferred, ...more] = events(lab, 'deferred');
    expect(deferred?.said).toMatch(words);
    expect(deferred?.said).toMatch(/^4\d\d /);
    expect(deferred?.said.length).toBeLessThan(2000);
    expect(more).toEqual([]);
    expect(next.connections()).toBeLessThanOrEqual(2);
    expect(await lab.queue()).toHaveLength(1);
    mad = false;
    await lab.advance(5 * MINUTE);
    expect(await lab.queue()).toEqual([]);
    expect(next.mails.at(-1)).toContain('Subject: hop');
    expect(await inbox(lab, 'aiko@hana.test')).toEqual([]);
  },
);

test('garbage after STARTTLS: once more in clear, and the mail has gone', async () => {
  const next = await hop(
    (command, socket) => {
      if (command !== 'STARTTLS') return null;
      setImmediate(() => socket.write(garbage(5000)));
      return '220 go';
    },
    ['STARTTLS'],
  );
  const lab = await labWith({ world: through(next) });
  await lab.send(letter);
  await lab.settled();
  expect(next.connections()).toBe(2);
  expect(next.mails).toHaveLength(1);
});

test('a hop that says nothing is left when the host goes down; the mail stays', async () => {
  const next = await hop(() => '');
  const lab = await labWith({ world: through(next) });
  await lab.send(letter);
  await expect.poll(() => events(lab, 'attempt').length).toBe(1);
  expect((await lab.queue()).map(({ recipients }) => recipients[0]?.state)).toEqual(['waiting']);
  const began = Date.now();
  await lab.close();
  expect(Date.now() - began).toBeLessThan(5_000);
});
