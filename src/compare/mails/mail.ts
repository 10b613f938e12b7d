/** A mail that comes into a mailbox during an experiment, with the name that the steps know it by. */
export interface RawMail {
  /** `m1` */
  readonly mail: string;
  /** With its angle brackets. */
  readonly messageId: string;
  readonly subject: string;
  /** Address of the author. */
  readonly from: string;
  /** Octets of the attachment, decoded; 0 where there is none. */
  readonly attachment: number;
  /** The whole message: lines that end in CRLF. */
  readonly raw: Buffer;
}
