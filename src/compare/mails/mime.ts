/** MIME (RFC 2045 to 2047, 2231), as far as these mails need it. CRLF everywhere. */
import { encodedWords } from '../../lab/dsn/encoded-word.ts';

export interface Entity {
  /** Fields with their line ends. */
  readonly fields: string;
  readonly body: Buffer;
}

export function textEntity(type: 'text/plain' | 'text/html', text: string): Entity {
  // RFC 2045 §2.7: lines of at most 998 octets, US-ASCII.
  const sevenBit = /^[\x20-\x7e\r\n]*$/.test(text) && text.split('\r\n').every((line) => line.length <= 998);
  const content = Buffer.from(text, 'utf8');
  return {
    fields: [
      `Content-Type: ${type}; charset=utf-8`,
      `Content-Transfer-Encoding: ${sevenBit ? '7bit' : 'base64'}`,
      '',
    ].join('\r\n'),
    body: sevenBit ? content : base64(content),
  };
}

export function fileEntity(name: string, content: Buffer): Entity {
  return {
    fields: [
      'Content-Type: application/zip',
      `Content-Disposition: attachment; ${fileName(name)}`,
      'Content-Transfer-Encoding: base64',
      '',
    ].join('\r\n'),
    body: base64(content),
  };
}

/** `boundary` must not occur in the parts: one with `=_` cannot occur in base64, and no letter has it. */
export function multipart(kind: 'alternative' | 'mixed', boundary: string, parts: readonly Entity[]): Entity {
  const pieces = parts.flatMap(({ fields, body }) => [Buffer.from(`--${boundary}\r\n${fields}\r\n`), body, crlf]);
  return {
    fields: `Content-Type: multipart/${kind}; boundary="${boundary}"\r\n`,
    body: Buffer.concat([...pieces, Buffer.from(`--${boundary}--\r\n`)]),
  };
}

const crlf = Buffer.from('\r\n');

/** RFC 2231 §4 where it is not ASCII. */
const fileName = (name: string): string =>
  /^[\x20-\x7e]*$/.test(name) ? `filename="${name}"` : `filename*=utf-8''${encodeURIComponent(name)}`;

/** RFC 2045 §6.8: lines of 76 characters. */
export function base64(content: Buffer): Buffer {
  const text = content.toString('base64');
  const lines = Math.ceil(text.length / 76);
  const out = Buffer.alloc(text.length + lines * 2);
  let at = 0;
  for (let from = 0; from < text.length; from += 76) {
    at += out.write(text.slice(from, from + 76), at, 'latin1');
    at += out.write('\r\n', at, 'latin1');
  }
  return out;
}

/** RFC 5322 §3.4; the name may be empty. */
export function mailbox({ name, address }: { readonly name: string; readonly address: string }): string {
  if (name === '') return address;
  const shown = encodedWords(name);
  return `${shown === name && !/^[\w .'-]*$/.test(name) ? `"${name.replace(/["\\]/g, '\\$&')}"` : shown} <${address}>`;
}

export { encodedWords };

/** RFC 5322 §3.3, in UTC. */
export const mailDate = (at: number): string => new Date(at).toUTCString().replace('GMT', '+0000');
