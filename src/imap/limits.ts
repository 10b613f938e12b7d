import type { ImapLimits } from './types.ts';

/** How long we wait and how much we take, each with its reason. */
export const limits: ImapLimits = {
  // DNS, TCP, TLS, greeting and sign-in together: a person looks at a dialog meanwhile.
  connectMs: 30_000,
  // RFC 9051 has no number. A server that searches a large folder without an index stays quiet for a while.
  silenceMs: 60_000,
  // Long enough that the commands of one sync are not interrupted by IDLE and DONE, short enough that mail rings at once.
  idleAfterMs: 1_000,
  // RFC 2177 allows 29 minutes; home routers forget a quiet connection after five to ten.
  idleRestartMs: 4 * 60_000,
  // UID SEARCH ALL of two million messages is one line of 16 MB.
  line: 16 << 20,
  // We ask for parts in pieces of `piece` octets; a header or a name is far smaller.
  literal: 16 << 20,
  response: 48 << 20,
};

/** Octets that one FETCH of message data asks for: few round trips for most mail, little memory for the rest. */
export const piece = 1 << 20;

/** Octets of a uid set in one command. RFC 7162 §4: 8192 octets is what every server takes in one line. */
export const setLength = 7_000;

/** Folders of others that are shown though LIST "" "*" leaves them out; where there are more, those that are subscribed. */
export const mostHidden = 2_000;

/** Ms that LOGOUT may take before the connection is simply closed. */
export const logoutMs = 2_000;
