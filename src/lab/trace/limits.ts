/** Limits of what the trace keeps in memory; its files have everything. */

/** Some 250 octets each: 5 MB. */
export const KEPT_EVENTS = 20_000;
/** Conversations that can be shown without their file. */
export const KEPT_CONVERSATIONS = 500;
/** Octets of one conversation that are kept: its beginning and its end. A long message in the middle is left out. */
export const KEPT_HEAD = 48 * 1024;
export const KEPT_TAIL = 16 * 1024;
/** Lines of the files are gathered so long, or until there are so many, before they are written: a write for each would be the lab's largest cost. */
export const GATHERED_MS = 50;
export const GATHERED_OCTETS = 64 * 1024;
