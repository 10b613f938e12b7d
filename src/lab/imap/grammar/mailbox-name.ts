/** Mailbox names on the wire: modified UTF-7. RFC 3501 §5.1.3. */
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
  return octets.replace(/&([^-]*)(-|$)/g, (_whole, base64: string, end: string) => {
    if (base64 === '' && end === '-') return '&';
    if (!/^[A-Za-z0-9+,]+$/.test(base64) || end === '') throw bad('That mailbox name is not modified UTF-7');
    const units = Buffer.from(base64.replaceAll(',', '/'), 'base64');
    if (units.length % 2 !== 0 || units.length === 0) throw bad('That mailbox name is not modified UTF-7');
    return units.swap16().toString('utf16le');
  });
}

/** To octets (ASCII). */
export function encodeMailbox(name: string): string {
  return name.replaceAll('&', '&-').replace(/[^\x20-\x7e]+/g, (run) => {
    const units = Buffer.from(run, 'utf16le').swap16();
    return `&${units.toString('base64').replace(/=+$/, '').replaceAll('/', ',')}-`;
  });
}
