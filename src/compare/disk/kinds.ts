/** What the files of a profile are, by where they lie (src/vault/README.md). */
import type { Disk } from '../../contract/compare/result.ts';

export type Kind = Exclude<keyof Disk, 'total'>;

const places: readonly (readonly [RegExp, Kind])[] = [
  [/^mail\/[0-9a-f]{2}\/[0-9a-f]{64}\.eml$/, 'mail'],
  [/^parts\/.+/, 'parts'],
  // SQLite's write-ahead log and its index hold rows too (https://sqlite.org/wal.html, chapter 4).
  [/^vault\.db(-wal|-shm|-journal)?$/, 'database'],
];

/** `below`: the way from the profile to the file, with `/`. `other`: drafts' attachments, what is still being written, logs, locks, folders. */
export function kindOf(below: string): Kind {
  return places.find(([place]) => place.test(below))?.[1] ?? 'other';
}
