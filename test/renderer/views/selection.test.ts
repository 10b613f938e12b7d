import { expect, test } from 'vitest';
import {
  afterLeaving,
  extend,
  followLoss,
  inSight,
  neighbour,
  noSelection,
  pick,
  toggle,
} from '../../../renderer/views/mail/list/selection.ts';
import { withKept } from '../../../renderer/views/mail/list/sticky.ts';

const ids = [10, 11, 12, 13, 14];
const chosen = (selection: { chosen: ReadonlySet<number> }) => [...selection.chosen].sort();

test('Shift chooses from where the range began, in both directions', () => {
  const down = extend(pick(11), ids, 13);
  expect(chosen(down)).toEqual([11, 12, 13]);
  expect(chosen(extend(down, ids, 10))).toEqual([10, 11]);
});

test('Ctrl adds and takes away one', () => {
  expect(chosen(toggle(toggle(pick(10), 12), 10))).toEqual([12]);
});

test('the arrow keys stop at both ends and begin at the first', () => {
  expect(neighbour(noSelection, ids, 1)).toBe(10);
  expect(neighbour(pick(14), ids, 1)).toBe(14);
  expect(neighbour(pick(10), ids, -3)).toBe(10);
});

test('what is deleted makes room for the one below, the last one for the one above', () => {
  expect(afterLeaving(extend(pick(11), ids, 12), ids).active).toBe(13);
  expect(afterLeaving(pick(14), ids).active).toBe(13);
  expect(afterLeaving(extend(pick(10), ids, 14), ids)).toBe(noSelection);
});

test('what another client deletes makes room in the same way', () => {
  expect(followLoss(pick(12), ids, [10, 11, 13, 14]).active).toBe(13);
  expect(followLoss(pick(14), ids, [10, 11]).active).toBe(11);
  expect(followLoss(pick(10), ids, [])).toBe(noSelection);
  const same = pick(12);
  expect(followLoss(same, ids, [9, ...ids])).toBe(same);
});

test('a message that was read stays among the unread ones while it is chosen', () => {
  expect(withKept(ids, [10, 12, 13, 14], new Set([11]))).toEqual([10, 11, 12, 13, 14]);
  expect(withKept(ids, [9, 10, 13], new Set([14]))).toEqual([9, 10, 13, 14]);
  expect(withKept(ids, [10, 11], new Set([11]))).toEqual([10, 11]);
});

test('of several chosen, only those that a search still shows stay chosen', () => {
  const several = { active: 3, anchor: 1, chosen: new Set([1, 2, 3]) };
  expect(inSight(several, [2, 9])).toEqual({ active: 2, anchor: 2, chosen: new Set([2]) });
  expect(inSight(several, [9]).chosen.size).toBe(0);
  expect(inSight({ active: 1, anchor: 1, chosen: new Set([1]) }, [9]).chosen).toEqual(new Set([1]));
});
