/** BODYSTRUCTURE, RFC 3501 §7.4.2. */
export interface PartNode {
  /** '' for the root of a multipart message, else as `1`, `2.1`. */
  readonly part: string;
  /** Lower case, as `text/plain`. */
  readonly type: string;
  /** Names in lower case; values decoded (RFC 2231). */
  readonly parameters: Readonly<Record<string, string>>;
  /** Content-Transfer-Encoding in lower case. */
  readonly encoding: string | null;
  /** Octets as on the wire (still transfer-encoded); 0 for a multipart. */
  readonly size: number;
  /** Lower case: `attachment`, `inline`. */
  readonly disposition: string | null;
  /** File name, decoded (RFC 2231, RFC 2047, raw 8-bit). */
  readonly name: string | null;
  /** Content-ID without angle brackets. */
  readonly id: string | null;
  readonly children: readonly PartNode[];
}
