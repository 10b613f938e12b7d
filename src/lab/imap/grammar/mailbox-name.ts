/** Mailbox names on the wire: modified UTF-7. RFC 3501 §5.1.3. */
import { decodeName, encodeName } from '../namespace/utf7.ts';
import { bad } from '../refusal.ts';

/** From octets (Latin-1). UTF-8 is taken as such, since modern clients send it to servers that do not say so. @throws Refusal BAD */
export function decodeMailbox(octets: string): string {
  if (/[\x00\r\n]/.test(octets)) throw bad('A mailbox name has no line ends');
  if (/[\x80-\xff]/.test(octets)) {
    try {
      return new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(octets, 'latin1'));
    } catch {
      throw bad('That mailbox name is neither modified UTF-7 nor UTF-8');
    }
  }
  const name = decodeName(octets);
  if (name === null) throw bad('That mailbox name is not modified UTF-7');
  return name;
}

/** To octets (ASCII). */
export const encodeMailbox = encodeName;
