/** Values as responses write them. RFC 3501 §4. Everything is Latin-1: a character is an octet. */
import { encodeMailbox } from './mailbox-name.ts';

const plain = /^[\x01-\x09\x0b\x0c\x0e-\x7f]*$/;
const safeAtom = /^[^\x00-\x20\x7f-\xff(){%*"\\\]]+$/;
/** Longer ones are literals: some clients have buffers for lines. */
const QUOTED_MOST = 4096;

/** Quoted where it can be, else a literal. */
export function writeString(octets: string): string {
  if (octets.length > QUOTED_MOST || !plain.test(octets)) return `{${octets.length}}\r\n${octets}`;
  return quoted(octets);
}

export const quoted = (text: string): string => `"${text.replace(/["\\]/g, '\\$&')}"`;

export const writeNstring = (octets: string | null): string => (octets === null ? 'NIL' : writeString(octets));

/** Atom where it can be, else a string. */
export function writeAstring(octets: string): string {
  return safeAtom.test(octets) && octets.toUpperCase() !== 'NIL' ? octets : writeString(octets);
}

/** A mailbox name, encoded. */
export function writeMailbox(name: string): string {
  return writeAstring(encodeMailbox(name));
}

/** Words for people: UTF-8 is told in ASCII, since RFC 3501 has no other in responses. One line. */
export const plainText = (text: string): string => text.replace(/[\r\n]+/g, ' ').replace(/[^\x20-\x7e]/g, '?');
