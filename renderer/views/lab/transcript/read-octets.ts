/** Octets (one per character, as the contract carries them) as text that can be read, with what cannot be seen made visible. Pure. */

export interface Run {
  readonly text: string;
  /** A control character, as its picture. */
  readonly control: boolean;
}

/** UTF-8 where the octets are that; else each octet as its Latin-1 character. */
export function decoded(octets: string): string {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(Uint8Array.from(octets, (c) => c.charCodeAt(0)));
  } catch {
    return octets;
  }
}

/** Lines with their ends as pictures (␍␊), so that a bare LF or CR is seen for what it is. */
export function lines(octets: string): Run[][] {
  const all: Run[][] = [];
  let line: Run[] = [];
  for (const [part] of decoded(octets).matchAll(/\r\n|[\u0000-\u001f\u007f]|[^\u0000-\u001f\u007f]+/g)) {
    const control = part === '\r\n' || (part.length === 1 && (part < ' ' || part === '\x7f'));
    line.push({ text: control ? [...part].map(picture).join('') : part, control });
    if (part === '\r\n' || part === '\n' || part === '\r') {
      all.push(line);
      line = [];
    }
  }
  return line.length > 0 ? [...all, line] : all;
}

/** Unicode's Control Pictures, U+2400. */
const picture = (control: string): string =>
  control === '\x7f' ? '\u2421' : String.fromCharCode(0x2400 + control.charCodeAt(0));
