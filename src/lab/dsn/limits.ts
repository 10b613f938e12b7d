/** Limits of reports, each with its reason. */

/** A message up to here goes back whole where the sender did not say (RFC 3461 §4.3 leaves it to us); of a longer one the header says which it was. */
export const RETURNED_UNASKED = 64 * 1024;
/** Even where the sender asked for everything (RET=FULL): a report must not fill the mailbox that the mail came from. */
export const RETURNED_OCTETS = 2 * 1024 * 1024;
/** Octets of another server's words in one field. */
export const WORDS_OCTETS = 2000;
