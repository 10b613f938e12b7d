import fc from 'fast-check';
import { expect, test } from 'vitest';
import { newestFirst, overlay, planFolder, uidSet } from '../../src/sync/imap/plan.ts';
import { isDue, keyed, planMaildrop } from '../../src/sync/pop3/plan.ts';

const day = 24 * 60 * 60 * 1000;
const cursor = { uidValidity: '7', uidNext: 11, modseq: '100' };
const server = { exists: 10, uidNext: 11, uidValidity: '7', highestModseq: '100' };

test('a folder that cannot have changed is not looked at', () => {
  expect(planFolder(cursor, server, 10)).toEqual({ kind: 'unchanged' });
});

test('a folder is asked for what changed since, where MODSEQ, UIDNEXT or the count differ', () => {
  const since = { kind: 'changed-since', modseq: '100' };
  expect(planFolder(cursor, { ...server, highestModseq: '101' }, 10)).toEqual(since);
  expect(planFolder(cursor, { ...server, uidNext: 12 }, 10)).toEqual(since);
  expect(planFolder(cursor, server, 9)).toEqual(since);
});

test('a first sync, one that was cut off, a server without CONDSTORE and one that went back in time are compared', () => {
  expect(planFolder({ uidValidity: null, uidNext: null, modseq: null }, server, 4)).toEqual({ kind: 'compare' });
  expect(planFolder({ ...cursor, modseq: null }, server, 10)).toEqual({ kind: 'compare' });
  expect(planFolder(cursor, { ...server, highestModseq: null }, 10)).toEqual({ kind: 'compare' });
  expect(planFolder(cursor, { ...server, highestModseq: '99' }, 10)).toEqual({ kind: 'compare' });
});

test('MODSEQ is compared as the 63-bit number that it is', () => {
  const big = { ...cursor, modseq: '9223372036854775806' };
  expect(planFolder(big, { ...server, highestModseq: '9223372036854775807' }, 10).kind).toBe('changed-since');
  expect(planFolder(big, { ...server, highestModseq: '9223372036854775805' }, 10).kind).toBe('compare');
});

test('another UIDVALIDITY means other numbers', () => {
  expect(planFolder(cursor, { ...server, uidValidity: '8' }, 10)).toEqual({ kind: 'renumber' });
});

test('batches hold every UID once, newest first', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.integer({ min: 1, max: 1 << 30 }), { maxLength: 3000 }), (uids) => {
      const batches = newestFirst(uids);
      expect(batches.flat()).toEqual([...uids].sort((a, b) => b - a));
      expect(batches.every((batch) => batch.length > 0)).toBe(true);
    }),
    { numRuns: 30 },
  );
});

test('a UID set names every UID and no other', () => {
  fc.assert(
    fc.property(fc.uniqueArray(fc.integer({ min: 1, max: 300 }), { minLength: 1 }), (uids) => {
      const read = uidSet(uids)
        .split(',')
        .flatMap((range) => {
          const [from = 0, to = from] = range.split(':').map(Number);
          return Array.from({ length: to - from + 1 }, (_, at) => from + at);
        });
      expect(read).toEqual([...uids].sort((a, b) => a - b));
    }),
  );
});

test('changes that wait lie over what the server says, in their order', () => {
  const changes = [
    { set: ['seen', 'flagged'], unset: [] },
    { set: [], unset: ['flagged'] },
  ];
  expect(overlay(['answered'], changes).sort()).toEqual(['answered', 'seen']);
});

test('days count from when a message was first seen here', () => {
  const keep = { policy: 'days', days: 3 } as const;
  expect(isDue(undefined, keep, 100 * day)).toBe(false);
  expect(isDue(10 * day, keep, 13 * day - 1)).toBe(false);
  expect(isDue(10 * day, keep, 13 * day)).toBe(true);
  expect(isDue(0, { policy: 'forever' }, 1000 * day)).toBe(false);
});

test('what is not known is downloaded, newest first, and never deleted in the same breath', () => {
  const listing = keyed([
    { n: 1, uidl: 'a' },
    { n: 2, uidl: 'b' },
    { n: 3, uidl: 'c' },
  ]);
  const plan = planMaildrop(listing, new Map([['b', 0]]), { policy: 'delete' }, 1);
  expect(plan.fetch.map((each) => each.n)).toEqual([3, 1]);
  expect(plan.remove.map((each) => each.n)).toEqual([2]);
});

test('one UIDL given to two messages names two messages', () => {
  const keys = keyed([
    { n: 1, uidl: 'x' },
    { n: 2, uidl: 'x' },
    { n: 3, uidl: 'x' },
  ]).map((each) => each.key);
  expect(new Set(keys).size).toBe(3);
});
