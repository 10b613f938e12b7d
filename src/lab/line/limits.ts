/** Limits that every server of lines has, each with its reason; a protocol may set its own. Times are real time. */
export const lineLimits = {
  /** Octets that may have been sent ahead of the answers before we stop reading. */
  ahead: 256 * 1024,
  /** Octets of answers that are gathered before they are written. */
  chunk: 64 * 1024,
  /** Conversations at once; the next one is told so, and that is all it is told. */
  conversations: 500,
  /** Without a word of the client, or without its reading ours. */
  silenceMs: 300_000,
  /** A handshake that takes longer never ends. */
  handshakeMs: 30_000,
  /** From our last word to the end of the socket: the client may still be sending. */
  lingerMs: 2_000,
  /** The same when the server stops: nobody waits for those who do not take their leave. */
  stopLingerMs: 200,
  /** Answers under way when the server stops. */
  stopMs: 10_000,
} as const;

export type LineLimits = { readonly [name in keyof typeof lineLimits]: number };
