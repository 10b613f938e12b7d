/** Which right what needs. RFC 4314 §4, the table there. */
import type { Right } from './rights.ts';

/** Of the mailbox that the command names. */
export const needs = {
  LIST: 'l',
  SUBSCRIBE: 'l',
  SELECT: 'r',
  EXAMINE: 'r',
  STATUS: 'r',
  APPEND: 'i',
  /** Into. */
  COPY: 'i',
  /** Of the mailbox above; nothing is needed for one's own. */
  CREATE: 'k',
  DELETE: 'x',
  /** Of the old one; of the mailbox above the new one, CREATE. */
  RENAME: 'x',
  EXPUNGE: 'e',
  /** Out of: RFC 6851 §4.4. */
  MOVE: 'te',
  SETACL: 'a',
  DELETEACL: 'a',
  GETACL: 'a',
  LISTRIGHTS: 'a',
  GETQUOTAROOT: 'r',
} as const;

/** One of these is enough for MYRIGHTS. */
export const ANY_FOR_MYRIGHTS = 'lrikxa';

/** Of flags as STORE, APPEND and COPY set them. */
export function flagRight(flag: string): Right {
  const lower = flag.toLowerCase();
  return lower === '\\seen' ? 's' : lower === '\\deleted' ? 't' : 'w';
}

/** Those flags that this user may change: what is left out is passed over, and STORE refused only where nothing is left (RFC 4314 §4). */
export function settable(held: ReadonlySet<Right>, flags: Iterable<string>): string[] {
  return [...flags].filter((flag) => held.has(flagRight(flag)));
}
