import { expect, test } from 'vitest';
import { branches, sharedMarks } from '../../../../renderer/views/lab/journey/branches.ts';
import { journeys } from '../../../../renderer/views/lab/journey/journeys.ts';
import { asking } from '../../../../renderer/views/lab/map/asking.ts';
import { envelopes } from '../../../../renderer/views/lab/map/envelopes.ts';
import { fitted } from '../../../../renderer/views/lab/map/fitted.ts';
import { layout, prescribed } from '../../../../renderer/views/lab/map/layout.ts';
import type { TraceEvent, TraceReport } from '../../../../src/contract/lab/trace.ts';
import { defaultWorld } from '../../../../src/lab/world/default.ts';
import { events } from '../../support/lab-events.ts';

const upTo = (seq: number) => events().filter((event) => event.seq <= seq);

test('a mail’s ways are read out of the trace: hop by hop, with TLS or in clear, and what waits with its attempts', () => {
  const [mail] = journeys(events());
  expect(mail).toMatchObject({ mail: 'm1', subject: 'The tea on Thursday', outcome: 'waiting' });
  const ways = mail?.ways.map(({ marks }) => marks.map(({ host, what, secure, times }) => [host, what, secure, times]));
  expect(ways).toEqual([
    [
      ['mx1.hana.test', 'taken', 'TLS 1.3', 1],
      ['mx.minato.test', 'taken', 'clear', 1],
      ['mx.minato.test', 'stored', null, 1],
    ],
    [
      ['mx1.hana.test', 'taken', 'TLS 1.3', 1],
      ['mx.kumo.test', 'waiting', null, 2],
    ],
  ]);
});

test('what two ways share is known, so that it is drawn once', () => {
  expect(sharedMarks(journeys(events())[0]?.ways ?? [])).toEqual([0, 1]);
});

test('an envelope moves only as the trace says: taken, on the way, taken by the next, in the mailbox', () => {
  const at = (seq: number) => envelopes(upTo(seq)).map((e) => [e.at, e.to, e.tone, e.home]);
  expect(at(2)).toEqual([]);
  expect(at(3)).toEqual([['mx1.hana.test', null, 'passed', false]]);
  expect(at(4)).toContainEqual(['mx1.hana.test', 'mx.minato.test', 'passed', false]);
  expect(at(7)).toContainEqual(['mx.minato.test', null, 'passed', false]);
  expect(at(9)).toContainEqual(['mx.minato.test', null, 'passed', true]);
  expect(at(12)).toContainEqual(['mx1.hana.test', null, 'waiting', false]);
});

test('the copy that arrives keeps its key, so that it moves and does not jump', () => {
  const flying = envelopes(upTo(4)).find(({ to }) => to === 'mx.minato.test')?.key;
  expect(flying).toBeDefined();
  expect(envelopes(upTo(9)).find(({ home }) => home)?.key).toBe(flying);
});

test.each([544, 680, 1200])('houses stand within a map of %i pixels, none on another, and DNS apart', (width) => {
  const map = layout(defaultWorld(), width);
  for (const { x, y } of map.houses) {
    expect(x).toBeGreaterThan(30);
    expect(x).toBeLessThan(width - 30);
    expect(y).toBeLessThan(map.height);
  }
  const apart = map.houses.flatMap((a, n) => map.houses.slice(n + 1).map((b) => Math.hypot(a.x - b.x, a.y - b.y)));
  expect(Math.min(...apart)).toBeGreaterThan(46);
  expect(map.plots.filter(({ name }) => name === 'minato.test')).toHaveLength(2);
});

test('the ways that the world prescribes: smart host, collected hop, backup exchanger', () => {
  expect(prescribed(defaultWorld())).toEqual([
    { from: 'mail.sora.test', to: 'gate.minato.test', kind: 'smart-host' },
    { from: 'gate.minato.test', to: 'mail.yama.test', kind: 'store-and-forward' },
    { from: 'mx2.hana.test', to: 'mx1.hana.test', kind: 'backup' },
    { from: 'gate.minato.test', to: 'mx.minato.test', kind: 'backup' },
  ]);
});

test('the lines by which ways part run past the rows between', () => {
  expect(branches([0, 2, 1])).toEqual([
    [
      { column: 1, from: 'arrow', to: 'bottom' },
      { column: 0, from: 'arrow', to: 'bottom' },
    ],
    [
      { column: 1, from: 'top', to: 'arrow' },
      { column: 0, from: 'top', to: 'bottom' },
    ],
    [{ column: 0, from: 'top', to: 'arrow' }],
  ]);
});

const row = (reports: readonly TraceReport[]): TraceEvent[] =>
  reports.map((report, n) => ({ ...report, seq: n + 1, at: n }) as TraceEvent);
const a = 'mx1.hana.test';
const about = { host: a, mail: 'm1', queueId: 'q1' };
const taken: TraceReport = {
  ...about,
  kind: 'queued',
  messageId: null,
  subject: '',
  reversePath: 'aiko@hana.test',
  recipients: ['x@hana.test'],
  size: 1,
  parent: null,
  why: 'submitted',
};
const attempt = (next: string): TraceReport => ({
  ...about,
  kind: 'attempt',
  next,
  recipients: ['x@hana.test'],
  number: 1,
});

test.each([
  ['deferred without a next host', { kind: 'deferred', next: null, said: '', again: 1 }],
  ['deferred by another host than the one tried last', { kind: 'deferred', next: 'mx9.hana.test', said: '', again: 1 }],
  ['failed', { kind: 'failed', next: null, said: '' }],
] as const)('no envelope stays between two houses: %s', (_, end) => {
  const told = row([taken, attempt('mx2.hana.test'), attempt('gate.minato.test')]);
  expect(envelopes(told).filter(({ to }) => to !== null)).toHaveLength(1);
  const all = envelopes([...told, { ...about, ...end, recipient: 'x@hana.test', seq: 9, at: 9 }]);
  expect(all.map(({ at, to }) => [at, to])).toEqual([[a, null]]);
});

test('the name server is asked in view: for the way of this mail, until the mail moves on', () => {
  const asked = { host: a, mail: 'm1', name: 'yuki.test', type: 'MX' };
  const question: TraceReport = { ...asked, kind: 'dns.question', from: a };
  const answer: TraceReport = {
    ...asked,
    kind: 'dns.answer',
    status: 'NOERROR',
    answers: ['10 mx.minato.test'],
    overTcp: false,
  };
  const at = (reports: TraceReport[], mail: string | null = 'm1') => asking(row(reports), mail);
  expect(at([taken, question])).toMatchObject({ host: a, question: 'MX yuki.test?', answer: null });
  expect(at([taken, question, answer])).toMatchObject({ answer: '10 mx.minato.test' });
  expect(at([taken, question, { ...answer, status: 'NXDOMAIN', answers: [] }])).toMatchObject({ answer: 'NXDOMAIN' });
  expect(at([taken, question, answer, attempt('mx.minato.test')])).toBeNull();
  expect(at([taken, question, answer], 'm2')).toBeNull();
  // What a receiver asks to check the sender says nothing about the way.
  expect(at([taken, { ...question, connection: 'c2' }, { ...answer, connection: 'c2' }])).toBeNull();
});

test('a program that fetches names a place in a mailbox; it is the last mark of the mail that lies there', () => {
  const at = { user: 'chiyo@yuki.test', mailbox: 'INBOX', uid: 1, kind: 'retrieved', protocol: 'pop3' } as const;
  const took = { ...at, host: 'mx.minato.test', what: 'RETR', octets: 1300, machine: '127.0.0.1', at: 0 } as const;
  const [mail] = journeys([...events(), { ...took, seq: 90 }, { ...took, seq: 91 }, { ...took, uid: 7, seq: 92 }]);
  expect(mail?.ways.map(({ marks }) => marks.map(({ what }) => what))).toContainEqual([
    'taken',
    'taken',
    'stored',
    'fetched',
  ]);
  expect(mail?.ways).toHaveLength(2);
});

test.each([
  ['hana.test', 'hana.test'],
  ['x'.repeat(200), `${'x'.repeat(10)}…`],
  ['山のふもとの郵便局', '山のふもと…'],
  ['เซิร์ฟเวอร์ไปรษณีย์', 'เซิร์ฟเวอร์ไป…'],
])('a name takes no more room on the map than there is: %s', (name, shown) => {
  expect(fitted(name, 10)).toBe(shown);
});

test('a list that took a mail is no host to which it was handed over', () => {
  const list: TraceReport = {
    kind: 'delivered',
    host: a,
    mail: 'm1',
    queueId: 'q1',
    recipient: 'tea@hana.test',
    next: 'tea@hana.test',
    said: '250 2.1.5 Sent to the 4 members',
  };
  const [mail] = journeys(row([taken, list, { ...taken, queueId: 'q2', why: 'list' }]));
  expect(mail?.ways.map(({ marks }) => marks.map(({ what }) => what))).toEqual([['taken', 'listed']]);
});
