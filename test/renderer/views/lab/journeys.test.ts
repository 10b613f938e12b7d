import { expect, test } from 'vitest';
import { journeys, sharedMarks } from '../../../../renderer/views/lab/journey/journeys.ts';
import { envelopes } from '../../../../renderer/views/lab/map/envelopes.ts';
import { layout, prescribed } from '../../../../renderer/views/lab/map/layout.ts';
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
  ]);
});
