/** How much of one mail we take. A breach is a Problem in the result, and the rest of the mail is still shown. */
export const limits = {
  /**
   * Octets of a mail that are looked at. Public servers stop at 25 to 50 MB; twice that leaves room and still fits into the memory
   * of a worker several times over (raw, decoded, text).
   */
  messageOctets: 100 * 1024 * 1024,
  /** Levels of multipart and message/rfc822. Real mail that was forwarded ten times has some 20; the walk recurses once a level. */
  depth: 50,
  /** Parts of one mail. A digest of a busy list has some hundreds; each costs the list and the view a row. */
  parts: 1000,
  /** Octets of one header section whose fields are kept. Long Received and ARC chains reach 60 kB; what is beyond is skipped. */
  headerOctets: 512 * 1024,
  /** Octets of one boundary. RFC 2046 §5.1.1 allows 70; Dovecot and mailers in the wild allow more. */
  boundaryOctets: 1000,
  /** Octets of one field that is decoded for display (subject, addresses, file names). */
  fieldOctets: 128 * 1024,
  /** Addresses of one field. */
  addresses: 5000,
  /** Message ids kept from References; the thread needs the nearest ones. */
  references: 1000,
  /** Octets of one text part that are decoded for display. A person reads less than a megabyte; logs pasted into a mail are longer. */
  textOctets: 16 * 1024 * 1024,
  /** Characters of text or HTML that are searched for the preview. Newsletters open with up to 100 kB of styles. */
  previewInput: 256 * 1024,
  /** Characters of a preview: one line of the list. */
  preview: 200,
  /** UTF-8 octets of a file name. File systems stop at 255; the rest is for a number against collisions. */
  nameOctets: 200,
} as const;
