/** Mailbox names on the wire: modified UTF-7, RFC 3501 §5.1.3. */

/** `春` is `&ZiU-`, `&` is `&-`. */
export function encodeName(name: string): string {
  return name.replace(/&|[^\x20-\x7e]+/g, (run) => (run === '&' ? '&-' : `&${encodeRun(run)}-`));
}

/**
 * Null where it is not what `encodeName` would write: RFC 3501 forbids every second way to write a name, as printable ASCII in base64
 * or a shift that ends and begins again; or where it is no text (half of a surrogate pair).
 */
export function decodeName(wire: string): string | null {
  if (!/^[\x20-\x7e]*$/.test(wire)) return null;
  const name = wire.replace(/&([^-]*)-/g, (_, run: string) => (run === '' ? '&' : decodeRun(run)));
  if (/\p{Surrogate}/u.test(name)) return null;
  return encodeName(name) === wire ? name : null;
}

function encodeRun(run: string): string {
  const octets = Buffer.from(run, 'utf16le').swap16();
  return octets.toString('base64').replace(/=+$/, '').replaceAll('/', ',');
}

function decodeRun(run: string): string {
  const octets = Buffer.from(run.replaceAll(',', '/'), 'base64');
  return octets
    .subarray(0, octets.length & ~1)
    .swap16()
    .toString('utf16le');
}
