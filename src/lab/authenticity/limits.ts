/** How much of a mail that anybody may have made is looked at. */

/** Octets and lines of the header; a longer one is not checked for signatures. Ours have some 2,000. */
export const HEADER_OCTETS = 256 * 1024;
export const HEADER_LINES = 4000;
/** Signatures that are checked, from the top. RFC 6376 §6.1 allows a limit; each costs a question and an RSA operation. */
export const SIGNATURES = 8;
/** RSA keys shorter than this prove nothing. RFC 8301 §3.2. */
export const KEY_BITS = 1024;
/** Of the keys that we make. */
export const OWN_KEY_BITS = 2048;
/** Author domains of one mail for which DMARC is asked. RFC 9989: more than one is no ordinary mail. */
export const AUTHOR_DOMAINS = 4;
/** Labels at which the walk up the tree begins for longer names, so that nobody makes us ask a hundred questions. RFC 9989, DNS Tree Walk. */
export const WALK_LABELS = 7;
