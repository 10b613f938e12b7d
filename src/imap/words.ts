/** The one place where text of an ENVELOPE or BODYSTRUCTURE (one character per octet) becomes text for people. */
import { decodeText, decodeWords } from '../message/index.ts';

/** Encoded words (RFC 2047) and raw 8-bit; almost all texts have neither. */
export function words(octets: string): string {
  return /[^\t\n\r -~]|=\?|\x1b/.test(octets) ? decodeWords(octets) : octets;
}

export function decodeCharset(octets: Uint8Array, charset: string): string {
  return decodeText(octets, charset).text;
}
