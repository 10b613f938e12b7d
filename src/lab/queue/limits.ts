/** Limits of the queue, each with its reason. */

/** A message up to here is kept in memory while it comes and written at once; a longer one goes to its file as it comes. */
export const HELD_OCTETS = 256 * 1024;
/** A record of 1,000 recipients (RFC 5321 §4.5.3.1.8 asks for 100) that all have something to say. */
export const RECORD_OCTETS = 4 * 1024 * 1024;
/** Where subject and Message-ID are looked for, when they do not come with the fields that go before the content. */
export const HEAD_OCTETS = 16 * 1024;
