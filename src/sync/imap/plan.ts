import type { FolderCursor } from '../../vault/index.ts';

/** What the server said on SELECT, as far as a plan needs it. */
export interface ServerFolder {
  readonly exists: number;
  readonly uidNext: number;
  readonly uidValidity: string;
  readonly highestModseq: string | null;
}

export type FolderPlan =
  /** Nothing can have changed: same UIDVALIDITY, UIDNEXT, HIGHESTMODSEQ and count. */
  | { readonly kind: 'unchanged' }
  /** Ask only for what changed after this MODSEQ (RFC 7162 §3.1.4.1). */
  | { readonly kind: 'changed-since'; readonly modseq: string }
  /** List all UIDs with flags and compare: a first sync, a sync that was cut off, or a server without CONDSTORE. */
  | { readonly kind: 'compare' }
  /** The UIDs of old mean nothing any more (RFC 3501 §2.3.1.1): number what is here anew by content, then compare. */
  | { readonly kind: 'renumber' };

/** How to bring a folder in step. `onServer` is how many of its messages we believe to be there. */
export function planFolder(cursor: FolderCursor, server: ServerFolder, onServer: number): FolderPlan {
  if (cursor.uidValidity !== null && cursor.uidValidity !== server.uidValidity) return { kind: 'renumber' };
  if (cursor.uidValidity === null || cursor.modseq === null || server.highestModseq === null)
    return { kind: 'compare' };
  if (BigInt(server.highestModseq) < BigInt(cursor.modseq)) return { kind: 'compare' }; // a server that went back in time
  const still =
    cursor.modseq === server.highestModseq && cursor.uidNext === server.uidNext && onServer === server.exists;
  return still ? { kind: 'unchanged' } : { kind: 'changed-since', modseq: cursor.modseq };
}

/** UIDs in batches, newest first; the first is small so that the list has something to show at once. */
export function newestFirst(uids: readonly number[], first = 50, rest = 500): number[][] {
  const descending = [...uids].sort((a, b) => b - a);
  const batches: number[][] = [];
  for (let at = 0; at < descending.length; ) {
    const size = at === 0 ? first : rest;
    batches.push(descending.slice(at, at + size));
    at += size;
  }
  return batches;
}

/** A UID set in the grammar of RFC 3501 (`sequence-set`): `1:3,7`. */
export function uidSet(uids: readonly number[]): string {
  const ascending = [...uids].sort((a, b) => a - b);
  const ranges: string[] = [];
  for (let at = 0; at < ascending.length; ) {
    let end = at;
    while (end + 1 < ascending.length && ascending[end + 1] === (ascending[end] ?? 0) + 1) end += 1;
    ranges.push(end === at ? `${ascending[at]}` : `${ascending[at]}:${ascending[end]}`);
    at = end + 1;
  }
  return ranges.join(',');
}

/** The server's flags with the person's changes that have not reached it yet laid over them. */
export function overlay(
  flags: readonly string[],
  changes: readonly { set: readonly string[]; unset: readonly string[] }[],
): string[] {
  const result = new Set(flags);
  for (const change of changes) {
    for (const flag of change.set) result.add(flag);
    for (const flag of change.unset) result.delete(flag);
  }
  return [...result];
}
