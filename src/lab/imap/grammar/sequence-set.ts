/** Sets of message numbers or UIDs: `1,3:5,8:*`. RFC 3501 §9 (sequence-set). */
import { bad } from '../refusal.ts';

/** `null` is `*`, the highest there is. */
export interface SequenceSet {
  /** `$`: what the last SEARCH saved. RFC 5182. Its `ranges` are empty. */
  readonly saved: boolean;
  readonly ranges: readonly { readonly from: number | null; readonly to: number | null }[];
}

const highest = 0xffff_ffff;

/** @throws Refusal BAD */
export function readSequenceSet(text: string): SequenceSet {
  if (text === '$') return { saved: true, ranges: [] };
  const ranges = text.split(',').map((range) => {
    const found = /^(\d{1,10}|\*)(?::(\d{1,10}|\*))?$/.exec(range);
    if (found === null) throw bad(`"${range.slice(0, 40)}" is no number and no range`);
    const from = bound(found[1] ?? '');
    return { from, to: found[2] === undefined ? from : bound(found[2]) };
  });
  return { saved: false, ranges };
}

function bound(text: string): number | null {
  if (text === '*') return null;
  const value = Number(text);
  if (value < 1 || value > highest) throw bad(`${text} is no message number`);
  return value;
}

/** Ascending ranges that do not touch, with `*` standing for `last`. RFC 3501: a range may be written either way round. */
export function normalize(set: SequenceSet, last: number): { from: number; to: number }[] {
  const sorted = set.ranges
    .map(({ from, to }) => [from ?? last, to ?? last] as const)
    .map(([a, b]) => ({ from: Math.min(a, b), to: Math.max(a, b) }))
    .sort((a, b) => a.from - b.from);
  const joined: { from: number; to: number }[] = [];
  for (const range of sorted) {
    const before = joined.at(-1);
    if (before !== undefined && range.from <= before.to + 1) before.to = Math.max(before.to, range.to);
    else joined.push({ ...range });
  }
  return joined;
}

/** Index of the first entry that is at least `value`. `ascending` is sorted. */
export function lowerBound(ascending: readonly number[], value: number): number {
  let low = 0;
  let high = ascending.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((ascending[middle] ?? 0) < value) low = middle + 1;
    else high = middle;
  }
  return low;
}

/** Those of the ascending `uids` that the set names as UIDs. RFC 3501 §6.4.8: what is not there is passed over. */
export function uidsIn(set: SequenceSet, uids: readonly number[]): number[] {
  const found: number[] = [];
  for (const { from, to } of normalize(set, uids.at(-1) ?? 0)) {
    for (let i = lowerBound(uids, from); i < uids.length; i += 1) {
      const uid = uids[i] ?? 0;
      if (uid > to) break;
      found.push(uid);
    }
  }
  return found;
}

/** Those of `uids` that the set names by their place, 1 being the first. @throws Refusal BAD for a number beyond the last. */
export function uidsAt(set: SequenceSet, uids: readonly number[]): number[] {
  const found: number[] = [];
  for (const { from, to } of normalize(set, uids.length)) {
    if (from < 1 || to > uids.length) throw bad(`There are ${uids.length} messages here`);
    for (let i = from; i <= to; i += 1) found.push(uids[i - 1] ?? 0);
  }
  return found;
}

/** Whether the set names this number; `*` counts as `last`. */
export function includes(set: SequenceSet, value: number, last: number): boolean {
  return set.ranges.some(({ from, to }) => {
    const [a, b] = [from ?? last, to ?? last];
    return value >= Math.min(a, b) && value <= Math.max(a, b);
  });
}

/** Shortest form: `1:3,5`. `ascending` without doubles. */
export function writeSet(ascending: readonly number[]): string {
  const ranges: string[] = [];
  for (let i = 0; i < ascending.length; ) {
    const from = ascending[i] ?? 0;
    let to = from;
    i += 1;
    while (ascending[i] === to + 1) {
      to += 1;
      i += 1;
    }
    ranges.push(from === to ? `${from}` : `${from}:${to}`);
  }
  return ranges.join(',');
}
