/** Limits of the cache of summaries. */

/** Octets that are gathered before they are written. */
export const BATCH = 256 * 1024;
/** Octets that are read in one go: the next messages are asked for next. */
export const WINDOW = 256 * 1024;
/** Octets held in memory where there is no folder: some 20,000 messages. */
export const HELD = 12 * 1024 * 1024;
