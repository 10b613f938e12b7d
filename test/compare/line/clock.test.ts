import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Direction, LineClock, type Talk } from '../../../src/compare/line/clock.ts';

/** Says it, and has it arrive before anybody says something else. */
function say(talk: Talk, direction: Direction, ...pieces: number[]): void {
  for (const at of pieces.map((octets) => talk.said(direction, octets))) talk.arrived(direction, at);
}

function connected(clock: LineClock): Talk {
  const talk = clock.connect();
  talk.connected();
  return talk;
}

describe('a conversation, reckoned by hand: 64 kbit/s are 8 octets a ms, 50 ms each way', () => {
  const link = { kbitPerSecond: 64, delayMs: 50 };

  test('connecting is one round trip', () => {
    const clock = new LineClock(link);
    connected(clock);
    expect(clock.ms).toBe(100);
  });

  test('a greeting follows the last word of the handshake: two round trips and its octets', () => {
    const clock = new LineClock(link);
    say(connected(clock), 'down', 80);
    expect(clock.ms).toBe(150 + 10 + 50);
  });

  test('a command and its answer cost the way there, the way back, and the octets of both', () => {
    const clock = new LineClock(link);
    const talk = connected(clock);
    say(talk, 'up', 16);
    expect(clock.ms).toBe(100 + 2 + 50);
    say(talk, 'down', 8_000);
    expect(clock.ms).toBe(152 + 1000 + 50);
  });

  test('commands that were sent together wait once; their answers come one behind the other', () => {
    const clock = new LineClock(link);
    const talk = connected(clock);
    const sent = [16, 16, 16].map((octets) => talk.said('up', octets));
    for (const at of sent) talk.arrived('up', at);
    for (const octets of [80, 80, 80]) say(talk, 'down', octets);
    // The server had read all three when it answered the first.
    expect(clock.ms).toBe(100 + 6 + 50 + 30 + 50);
  });

  test('each direction has the whole rate', () => {
    const clock = new LineClock(link);
    const talk = connected(clock);
    const up = talk.said('up', 8_000);
    const down = talk.said('down', 8_000);
    expect([up, down]).toEqual([100 + 1000 + 50, 150 + 1000 + 50]);
  });

  test('what the server says unasked costs its octets', () => {
    const clock = new LineClock(link);
    const talk = connected(clock);
    say(talk, 'up', 8);
    say(talk, 'down', 8);
    const before = clock.ms;
    say(talk, 'down', 16);
    expect(clock.ms - before).toBe(2);
  });
});

describe('several connections', () => {
  const link = { kbitPerSecond: 64, delayMs: 50 };

  test('at once: their waiting overlaps, their octets share the rate', () => {
    const clock = new LineClock(link);
    const [one, other] = [clock.connect(), clock.connect()];
    one.connected();
    other.connected();
    expect(clock.ms).toBe(100);
    const sent = [one.said('up', 8), other.said('up', 8)];
    expect(sent).toEqual([151, 152]);
    one.arrived('up', 151);
    other.arrived('up', 152);
    const answers = [one.said('down', 8_000), other.said('down', 8_000)];
    expect(answers).toEqual([151 + 1000 + 50, 151 + 2000 + 50]);
  });

  test('one after the other: the second begins when the first is done, and their times add up', () => {
    const clock = new LineClock(link);
    const first = connected(clock);
    const idle = connected(clock);
    say(idle, 'down', 8);
    say(first, 'down', 8);
    say(first, 'up', 8);
    say(first, 'down', 80_000);
    const before = clock.ms;
    say(idle, 'up', 8);
    say(idle, 'down', 8);
    expect(clock.ms - before).toBe(1 + 50 + 1 + 50);
    first.ended();
    idle.ended();
    connected(clock);
    expect(clock.ms - before).toBe(102 + 100);
  });
});

test('without a rate only the delay counts, without a delay only the rate', () => {
  const far = new LineClock({ kbitPerSecond: null, delayMs: 300 });
  say(connected(far), 'down', 10_000_000);
  expect(far.ms).toBe(4 * 300);
  const slow = new LineClock({ kbitPerSecond: 9.6, delayMs: 0 });
  say(connected(slow), 'down', 12_000);
  expect(slow.ms).toBe(10_000);
});

/** Something is said on one of the connections; what was said `after` turns later has arrived. */
const turn = fc.record({
  on: fc.nat(2),
  direction: fc.constantFrom<Direction>('up', 'down'),
  octets: fc.integer({ min: 1, max: 200_000 }),
  after: fc.nat(3),
  /** Where it is cut, in thousandths. */
  cuts: fc.array(fc.integer({ min: 1, max: 999 }), { maxLength: 5 }),
});
const conversation = fc.record({
  link: fc.record({
    kbitPerSecond: fc.option(fc.double({ min: 0.1, max: 1e6, noNaN: true })),
    delayMs: fc.double({ min: 0, max: 60_000, noNaN: true }),
  }),
  turns: fc.array(turn, { maxLength: 40 }),
});

function msOf(
  { link, turns }: typeof conversation extends fc.Arbitrary<infer T> ? T : never,
  cut: boolean,
  seen: (ms: number) => void = () => {},
): number {
  const clock = new LineClock(link);
  const talks = [connected(clock), connected(clock), connected(clock)];
  const onTheWay: { talk: Talk; direction: Direction; arrives: number[]; when: number }[] = [];
  const deliver = (now: number): void => {
    for (const word of onTheWay.filter(({ when }) => when <= now)) {
      for (const at of word.arrives) word.talk.arrived(word.direction, at);
      onTheWay.splice(onTheWay.indexOf(word), 1);
      seen(clock.ms);
    }
  };
  turns.forEach(({ on, direction, octets, after, cuts }, now) => {
    deliver(now);
    const talk = talks[on] as Talk;
    const edges = cut ? cuts.map((each) => Math.floor((octets * each) / 1000)).sort((a, b) => a - b) : [];
    const pieces = [...edges, octets].map((edge, i) => edge - (edges[i - 1] ?? 0)).filter((size) => size > 0);
    // Of one connection and direction nothing overtakes.
    const behind = onTheWay.filter((word) => word.talk === talk && word.direction === direction);
    const when = Math.max(now + after, ...behind.map((word) => word.when));
    onTheWay.push({ talk, direction, arrives: pieces.map((size) => talk.said(direction, size)), when });
  });
  deliver(Number.POSITIVE_INFINITY);
  return clock.ms;
}

test('the time is the same however the octets were cut', () => {
  fc.assert(
    fc.property(conversation, (talked) => msOf(talked, true) === msOf(talked, false)),
    { numRuns: 500 },
  );
});

test('time never goes back, and is never shorter than the octets of a direction need', () => {
  fc.assert(
    fc.property(conversation, (talked) => {
      let before = 0;
      const ms = msOf(talked, true, (now) => {
        expect(now).toBeGreaterThanOrEqual(before);
        before = now;
      });
      for (const direction of ['up', 'down'] as const) {
        const octets = talked.turns.filter((each) => each.direction === direction).reduce((n, t) => n + t.octets, 0);
        const least = talked.link.kbitPerSecond === null ? 0 : (octets * 8) / talked.link.kbitPerSecond;
        expect(ms).toBeGreaterThanOrEqual(least * (1 - 1e-9));
      }
    }),
  );
});

test('a faster line or a shorter way never takes longer', () => {
  fc.assert(
    fc.property(conversation, fc.double({ min: 1, max: 100, noNaN: true }), ({ link, turns }, factor) => {
      const better = {
        kbitPerSecond: link.kbitPerSecond === null ? null : link.kbitPerSecond * factor,
        delayMs: link.delayMs / factor,
      };
      const bound = msOf({ link, turns }, false);
      expect(msOf({ link: better, turns }, false)).toBeLessThanOrEqual(bound * (1 + 1e-9));
    }),
  );
});
