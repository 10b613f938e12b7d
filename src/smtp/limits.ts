/** Every limit of a submission, each with its reason. */
export const limits = {
  /** RFC 5321 §4.5.3.2.1 to .4: five minutes for the greeting, MAIL, RCPT; two for DATA. A queue may be waiting, so never less. */
  commandMs: 300_000,
  /** The same while a person waits before a dialog. */
  testMs: 60_000,
  /** RFC 5321 §4.5.3.2.5: three minutes in which no block of the message can be handed on. */
  blockMs: 180_000,
  /** RFC 5321 §4.5.3.2.6: ten minutes for the final dot, the receiver may be storing. */
  finalMs: 600_000,
  /** QUIT is a courtesy: everything that matters was answered before. */
  quitMs: 5_000,
  /** RFC 5321 §4.5.3.1.5 says 512 octets; some greetings are longer. */
  replyLine: 4_096,
  /** Lines of one reply. Long EHLO answers have thirty. */
  replyLines: 200,
} as const;

export type SmtpLimits = { readonly [name in keyof typeof limits]: number };
