/** Limits of the spool, each with its reason. */

/** Octets of a mailbox's folder name on disk: file systems allow 255, and other programs add to it. */
export const LONGEST_FOLDER = 240;
/** Levels of a mailbox name; more is a mistake or an attack. */
export const DEEPEST = 32;
/** Expunged UIDs that are remembered for QRESYNC; older ones are answered with "not known any more". Some 16 octets each. */
export const KEPT_VANISHED = 20_000;
/** Deliveries that are recognised when they come again; a queue repeats only what was under way when it was cut off. */
export const KEPT_ONCE = 4096;
/** The index is written anew when so many lines were added, and as many as it had then. */
export const COMPACT_LINES = 2000;
/** Deliveries that share one fsync of the index. */
export const LARGEST_BATCH = 256;
/** Renames and removals done in one go before whoever waits comes first. */
export const TIDY_AT_ONCE = 256;
/** Mailboxes that are opened side by side when the spool is opened. */
export const OPENED_AT_ONCE = 8;
/** A keyword is an atom (RFC 9051 §2.3.2); longer than this it is an attack. */
export const LONGEST_KEYWORD = 100;
/** Keywords on one message. */
export const MOST_KEYWORDS = 64;
/** Octets of a message that is read in one go, with no thread in between. */
export const READ_AT_ONCE = 64 * 1024;
