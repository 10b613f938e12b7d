/** Limits of the relay client. Times are real time; RFC 5321 §4.5.3.2 waits minutes for the Internet, here everybody is on this machine. */
export const limits = {
  connectMs: 10_000,
  /** Greeting, EHLO, MAIL, RCPT, DATA. */
  replyMs: 60_000,
  handshakeMs: 30_000,
  /** The final dot: the receiver may be storing, or passing on before it answers. */
  finalMs: 180_000,
  quitMs: 2_000,
  /** Octets of one reply; longer ones are no SMTP. */
  replyOctets: 64 * 1024,
  /** Recipients in one transaction: RFC 5321 §4.5.3.1.8, what every server must take. */
  recipients: 100,
  /** Hosts that are tried in one attempt. RFC 5321 §5.1 asks for two at least. */
  hosts: 10,
  /** Next hops of one mail at the same time: one that is silent holds up nobody else. */
  hopsAtOnce: 5,
} as const;

export type RelayLimits = { readonly [name in keyof typeof limits]: number };
