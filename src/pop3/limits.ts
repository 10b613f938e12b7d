/** Every limit of a POP3 conversation, each with its reason. */
export const limits = {
  /** RFC 2449 §4 says 512 octets for a response; servers say more, nobody says this much. */
  line: 8192,
  /** A listing of a million messages is 80 MB. */
  listing: 128 << 20,
  /** TOP is held in memory. */
  top: 64 << 20,
  /** One message; what is bigger is an attack on the disk. */
  message: 4 * 2 ** 30,
  /** Read ahead of the consumer before the socket is paused. */
  ahead: 1 << 18,
  /** RFC 2449 §6.6: commands on their way at once. So many are smaller than any socket's buffer. */
  retrWindow: 32,
  deleWindow: 64,
  /** RFC 5034 §4: a longer AUTH line goes in two steps. */
  authLine: 255,
} as const;
