/** Limits of the POP3 server, each with its reason. */

/** RFC 2449 §4 asks for 255 octets; a SASL response (RFC 5034 §4) may be longer. */
export const LONGEST_LINE = 8192;
/** Octets of commands that wait to be read: a client that pipelines more is let wait. */
export const LONGEST_WAITING = 64 * 1024;
/** RFC 1939 §3: an autologout timer must be of at least 10 minutes. */
export const IDLE_MS = 10 * 60_000;
/** So many refused commands in a row, and it is no POP3 client. */
export const MOST_ERRORS = 50;
/** Wrong passwords on one connection. */
export const MOST_SIGN_INS = 10;
/** Longer messages are read piece by piece. */
export const READ_WHOLE = 256 * 1024;
