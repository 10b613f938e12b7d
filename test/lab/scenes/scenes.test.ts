/** Every scene is played, and what it tells is held against what happened. */
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { Played } from '../../../src/contract/lab/scene.ts';
import type { TraceEvent } from '../../../src/contract/lab/trace.ts';
import { play, playAll, scenes } from '../../../src/lab/scenes/index.ts';

// The ninth sends more than a thousand mails.
vi.setConfig({ testTimeout: 240_000, hookTimeout: 240_000 });

const numbers = scenes.map(({ info }) => info.number);
const played = new Map<number, Played>();

beforeAll(async () => {
  for (const one of await Promise.all(playAll(numbers))) played.set(one.scene.number, one);
});
afterAll(() => played.clear());

const of = (number: number): Played => {
  const found = played.get(number);
  if (found === undefined) throw new Error(`scene ${number} was not played`);
  return found;
};
const fact = (number: number, step: number, name: string): string | number => {
  const found = of(number).steps[step]?.facts.find((each) => each.name === name);
  if (found === undefined) throw new Error(`scene ${number}, step ${step} has no ${name}`);
  return found.value;
};
const events = <K extends TraceEvent['kind']>(number: number, kind: K, step?: number) =>
  of(number)
    .steps.filter((_, i) => step === undefined || i === step)
    .flatMap((each) => each.events)
    .filter((event): event is Extract<TraceEvent, { kind: K }> => event.kind === kind);

test('there are ten, in order, and each has a question of its own', () => {
  expect(numbers).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10]);
  expect(new Set(scenes.map(({ info }) => info.name)).size).toBe(10);
  expect(new Set(scenes.map(({ info }) => info.question.ja)).size).toBe(10);
});

test('a scene that is not there is refused', async () => {
  await expect(play(11)).rejects.toMatchObject({ reason: 'not-found' });
});

describe.each(numbers)('scene %i', (number) => {
  test('is what the contract says', () => {
    expect(Played.safeParse(of(number)).error).toBeUndefined();
  });

  test('is told in both languages, without a hole', () => {
    const { scene, steps, answer } = of(number);
    const texts = [
      scene.title,
      scene.question,
      answer,
      ...steps.flatMap(({ title, narration, facts }) => [title, narration, ...facts.map(({ label }) => label)]),
    ];
    for (const { en, ja } of texts) {
      for (const text of [en, ja]) {
        expect(text.trim()).not.toBe('');
        expect(text).not.toMatch(/undefined|NaN|null(?! MX)|\[object|\$\{|“”|「」|\?\?\?\?|=\?utf-8/i);
      }
      // Names as APOP, DKIM and QUIT are the same; sentences are not.
      if (en.length > 60) expect(ja).not.toBe(en);
      expect(en).not.toMatch(/[\u3041-\u30ff]{12}/);
    }
    for (const { narration } of steps) expect(narration.ja).toMatch(/(です|ます|した|せん|ません|ましょう)[。）]/);
  });

  test('each step has facts that were measured, and conversations that can be read', () => {
    const { steps, transcripts } = of(number);
    expect(steps.length).toBeGreaterThanOrEqual(3);
    const known = new Set(transcripts.map(({ connection }) => connection));
    for (const { facts, connections } of steps) {
      expect(facts.length).toBeGreaterThan(0);
      for (const { value } of facts) {
        if (typeof value === 'number') expect(Number.isFinite(value)).toBe(true);
        else expect(value).not.toBe('');
      }
      for (const id of connections) expect(known).toContain(id);
    }
    for (const { pieces } of transcripts) expect(pieces.length).toBeGreaterThan(0);
  });
});

test('1: the mail is handed over signed in and encrypted, and a stranger is not served', () => {
  expect(fact(1, 0, 'questions')).toBe(events(1, 'dns.question', 0).length);
  expect(String(fact(1, 1, 'codes')).split(' ')).toEqual(expect.arrayContaining(['220', '235', '250', '354', '221']));
  expect(fact(1, 1, 'tls')).toMatch(/^TLS/);
  expect(events(1, 'signed-in', 1)).toHaveLength(1);
  expect(fact(1, 2, 'received')).toBe(1);
  expect(Number(fact(1, 2, 'stored'))).toBe(Number(fact(1, 1, 'octets')) + Number(fact(1, 2, 'added')));
  expect(fact(1, 3, 'refusal')).toBe(530);
});

test('2: MX before A, SPF and DKIM pass, and the error for good comes back as a report from nobody', () => {
  expect(events(2, 'dns.answer', 1).map(({ type }) => type)).toEqual(['MX', 'A']);
  expect(fact(2, 2, 'spf')).toBe('pass');
  expect(fact(2, 2, 'dkim')).toBe('pass');
  expect(fact(2, 3, 'refusal')).toBe('550');
  expect(fact(2, 0, 'domain')).toBe('yuki.test');
  expect(fact(2, 3, 'status')).toBe('5.1.1');
  expect(fact(2, 3, 'diagnostic')).toContain('550 5.1.1 <nobody@yuki.test>');
  expect(fact(2, 3, 'reversePath')).toBe('<>');
  expect(events(2, 'queued', 3).filter(({ why }) => why === 'bounce')).toHaveLength(1);
});

test('3: one mail becomes as many copies as there are readers; the modern list takes the bounces itself', () => {
  expect([fact(3, 0, 'handed'), fact(3, 0, 'copies')]).toEqual([1, fact(3, 0, 'recipients')]);
  expect([fact(3, 0, 'connections'), fact(3, 0, 'named')]).toEqual([3, 2]);
  expect(fact(3, 0, 'copies')).toBe(events(3, 'stored', 0).length);
  expect(fact(3, 1, 'aliases')).toBe(2);
  expect(fact(3, 2, 'reversePath')).toBe('daichi@niwa.test');
  expect(fact(3, 3, 'reversePath')).toMatch(/@sora\.test$/);
  expect(fact(3, 3, 'news')).toBe(1);
  expect(fact(3, 3, 'listId')).toContain('tea.sora.test');
});

test('4: the password is not said with APOP, and only QUIT deletes', () => {
  expect(fact(4, 2, 'passwords')).toBe(0);
  expect(fact(4, 3, 'left')).toBe(fact(4, 0, 'mails'));
  expect(events(4, 'expunged', 3)).toHaveLength(0);
  expect(fact(4, 4, 'known')).toBe(fact(4, 0, 'mails'));
  expect([fact(4, 4, 'gone'), fact(4, 4, 'left')]).toEqual([fact(4, 0, 'mails'), 0]);
});

test('5: looking takes a small part of the octets, and order stays on the server', () => {
  expect(Number(fact(5, 1, 'listed'))).toBeLessThan(Number(fact(5, 1, 'whole')) / 10);
  expect(Number(fact(5, 2, 'text'))).toBeLessThan(Number(fact(5, 2, 'size')) / 100);
  expect(fact(5, 2, 'literal')).toBe(1024);
  expect(fact(5, 3, 'kept')).toBe(1);
  expect(Number(fact(5, 3, 'found'))).toBeGreaterThan(0);
});

test('6: by POP3 all is new on the second machine, by IMAP nothing', () => {
  expect(fact(6, 1, 'new')).toBe(fact(6, 0, 'new'));
  expect(fact(6, 1, 'again')).toBe(0);
  expect(fact(6, 2, 'unread')).toBe(fact(6, 0, 'new'));
  expect(fact(6, 3, 'unread')).toBe(0);
});

test('7: text only is a small part of everything', () => {
  expect(fact(7, 2, 'texts')).toBe(fact(7, 0, 'mails'));
  expect(Number(fact(7, 2, 'ofLargest'))).toBeGreaterThan(0);
  expect(Number(fact(7, 2, 'ofLargest'))).toBeLessThan(Number(fact(7, 0, 'largest')) / 100);
  expect(Number(fact(7, 2, 'octets'))).toBeLessThan(Number(fact(7, 0, 'octets')) / 5);
});

test('8: the forger is believed where nobody checks, refused or marked where somebody does', () => {
  expect(fact(8, 0, 'reply')).toBe(250);
  expect(fact(8, 1, 'reply')).toMatch(/^5/);
  expect(fact(8, 2, 'reply')).toBe(550);
  expect(fact(8, 2, 'dmarc')).toBe('fail');
  expect(fact(8, 3, 'reply')).toBe(250);
  expect(fact(8, 3, 'results')).toContain('dmarc=fail');
  expect([fact(8, 4, 'spf'), fact(8, 4, 'dkim'), fact(8, 4, 'dmarc')]).toEqual(['pass', 'pass', 'pass']);
});

test('9: ten times more each round, really sent; guesses, first comers and forgers are refused', () => {
  expect([0, 1, 2].map((step) => fact(9, step, 'copies'))).toEqual([10, 100, 1000]);
  expect(Number(fact(9, 2, 'letter'))).toBeGreaterThan(Number(fact(9, 0, 'letter')));
  expect(events(9, 'stored', 1)).toHaveLength(100);
  expect(fact(9, 4, 'refused')).toBe(fact(9, 4, 'guessed'));
  expect(fact(9, 5, 'spam')).toBe(450);
  expect(Number(fact(9, 5, 'minutes'))).toBeGreaterThanOrEqual(5);
  expect(fact(9, 6, 'reply')).toBe(550);
  expect([fact(9, 7, 'accepted'), fact(9, 7, 'reply')]).toEqual([fact(9, 7, 'limit'), 450]);
});

test('10: the second MX keeps it; a dead host means one warning after hours and one report after five days', () => {
  expect([fact(10, 0, 'taken'), fact(10, 0, 'inbox')]).toEqual([1, 0]);
  expect(Number(fact(10, 1, 'minutes'))).toBeGreaterThan(0);
  expect(Number(fact(10, 2, 'attempts'))).toBeGreaterThan(2);
  expect(fact(10, 3, 'hours')).toBe(4);
  expect(Number(fact(10, 4, 'hours'))).toBeCloseTo(120, 0);
  expect([fact(10, 4, 'letters'), fact(10, 4, 'queue')]).toEqual([2, 0]);
  expect(fact(10, 4, 'status')).toMatch(/^[45]\.4\.\d+$/);
});
