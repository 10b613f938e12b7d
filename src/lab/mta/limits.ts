/** Limits of the mail transfer agent, each with its reason. */

/** A header section; Postfix takes 100 kB, others a megabyte. Longer ones are refused, 552 5.3.4. */
export const HEADER_OCTETS = 1024 * 1024;
/** Mails that one host works on at once. */
export const AT_ONCE = 20;
/** Message-IDs that each host remembers of its lists, so that a list which hears itself is silent. */
export const LIST_MEMORY = 10_000;
/** A message that is at most so long is kept in memory from its receipt to its first attempt; more are read from the queue again. */
export const KEPT_OCTETS = 1024 * 1024;
/** The same, of all messages together. */
export const KEPT_TOGETHER = 32 * 1024 * 1024;
