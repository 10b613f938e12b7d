/** The lines of LIST and UIDL. RFC 1939 §5 and §7 */

export interface Listed {
  readonly n: number;
  readonly rest: string;
}

/** @returns the first line that is not `number SP something`, as a string, where there is one */
export function parseListing(listing: Buffer): Listed[] | string {
  const found: Listed[] = [];
  // latin1: one character for each octet, so that two different UIDLs never become one.
  for (const line of listing.toString('latin1').split('\n')) {
    const text = line.trimEnd();
    if (text === '') continue;
    const space = text.indexOf(' ');
    const n = Number(text.slice(0, space));
    const rest = text.slice(space + 1).trimStart();
    if (space < 1 || !Number.isSafeInteger(n) || n < 1 || rest === '' || rest.length > 1000) return text;
    found.push({ n, rest });
  }
  return found;
}
