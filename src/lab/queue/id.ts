/** Names of mails in a queue: never the same twice, in the order in which they came, short enough for a Received field. */

/** Ids in one millisecond before the next millisecond begins early: two digits of base 36. */
const IN_ONE = 36 * 36;
let last = 0;

/** Real time, not the lab's, which may stand still or go back. */
export function nextId(taken: (id: string) => boolean): string {
  do last = Math.max(last + 1, Date.now() * IN_ONE);
  while (taken(idOf(last)));
  return idOf(last);
}

const idOf = (n: number): string => n.toString(36).toUpperCase();
