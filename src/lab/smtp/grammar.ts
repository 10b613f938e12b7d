/** A command line as verb and argument, RFC 5321 §4.1.1. Knows no connection. */
export interface CommandLine {
  /** In upper case. */
  readonly verb: string;
  /** What follows, without white space around it. */
  readonly argument: string;
}

/** @param line without its CRLF; null where no verb can be seen in it, or where it is no text */
export function readCommand(line: string): CommandLine | null {
  const found = /^([A-Za-z]{1,12})(?:[ \t]+([^]*))?$/.exec(line.trimEnd());
  if (found === null || /[\0-\x08\x0a-\x1f\x7f]/.test(line)) return null;
  return { verb: (found[1] as string).toUpperCase(), argument: found[2] ?? '' };
}

/** ASCII or UTF-8 (RFC 6531 §3.3); null where it is neither. */
export function decodeLine(octets: Buffer): string | null {
  const text = octets.toString('latin1');
  if (!/[\x80-\xff]/.test(text)) return text;
  const decoded = octets.toString('utf8');
  return Buffer.from(decoded, 'utf8').equals(octets) ? decoded : null;
}

/** What a client may call itself: a name, or an address literal. RFC 5321 §4.1.1.1; wrong names are not refused for being wrong (§4.1.4). */
export function isHelloName(text: string): boolean {
  return /^[^\s\0-\x20\x7f<>]{1,255}$/u.test(text);
}
