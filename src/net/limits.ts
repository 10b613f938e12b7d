/** Every limit of a connection, each with its reason. */
export const limits = {
  /** DNS, TCP and TLS together: a person waits in front of a dialog. */
  connectMs: 30_000,
  /** RFC 8305 §5: the next address is tried while the one before still has its chance. */
  nextAddressMs: 250,
  /** Nothing heard while an answer is owed. RFC 1939 §3 and RFC 5321 §4.5.3.2 ask for minutes on the server's side. */
  silenceMs: 60_000,
  /** A line of a transcript; what is longer is cut and counted. */
  transcriptLine: 1000,
  /** Lines of one listing (UIDL, LIST) in a transcript; the rest is counted. */
  transcriptListing: 50,
  /** What is kept of the peer's words in an error. */
  said: 300,
} as const;
