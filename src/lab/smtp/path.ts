/** Reverse-paths and forward-paths, RFC 5321 §4.1.2, with UTF-8 (RFC 6531 §3.3). */
import { isIPv4, isIPv6 } from 'node:net';
import { limits } from './limits.ts';

export interface Path {
  /** Without brackets and source route; quoted only where it must be. '' is the null path. */
  readonly address: string;
  /** False: needs SMTPUTF8. */
  readonly ascii: boolean;
  /** What follows the path: its parameters. */
  readonly rest: string;
}
export interface NoPath {
  /** What is wrong with it, as a reply says it, with the enhanced status. */
  readonly wrong: string;
}

// U+0080 to U+009F are control characters (RFC 6532 §3.1 lets them in, nobody needs them).
const atext = "[A-Za-z0-9!#$%&'*+\\-/=?^_`{|}~\\u00a0-\\u{10ffff}]";
const dotString = `${atext}+(?:\\.${atext}+)*`;
const quoted = '"(?:[ !#-\\[\\]-~\\u00a0-\\u{10ffff}]|\\\\[ -~])*"';
const domain = '[A-Za-z0-9_\\u00a0-\\u{10ffff}-]{1,63}(?:\\.[A-Za-z0-9_\\u00a0-\\u{10ffff}-]{1,63})*';
const literal = '\\[[!-Z^-~]+\\]';
/** §4.1.1.3: a source route is read over. */
const route = `(?:@${domain}(?:,@${domain})*:)?`;
const mailbox = new RegExp(`^<${route}(?:(${dotString})|(${quoted}))@(?:(${domain})|(${literal}))>`, 'u');
const bareDotString = new RegExp(`^${dotString}$`, 'u');

/** `text` begins with the path. `postmaster`: the domain that RCPT TO:<postmaster> means, §4.1.1.3; absent: not allowed here. */
export function readPath(text: string, o: { allowNull?: boolean; postmaster?: string } = {}): Path | NoPath {
  if (!text.startsWith('<')) return { wrong: '5.5.2 A path stands in angle brackets' };
  if (text.startsWith('<>')) {
    if (o.allowNull !== true) return { wrong: '5.1.3 The null path is no recipient' };
    return { address: '', ascii: true, rest: text.slice(2) };
  }
  const postmaster = /^<postmaster>/i.exec(text);
  if (postmaster !== null && o.postmaster !== undefined)
    return { address: `postmaster@${o.postmaster}`, ascii: true, rest: text.slice(postmaster[0].length) };
  const found = mailbox.exec(text);
  if (found === null) return { wrong: '5.1.3 That is no mail address' };
  const [whole, plain, inQuotes, name, address] = found;
  const local = plain ?? canonical(inQuotes as string);
  const host = name ?? (address as string);
  if (name === undefined && !isLiteral(host)) return { wrong: '5.1.3 That is no address literal' };
  if (name?.split('.').some((label) => label.startsWith('-') || label.endsWith('-')))
    return { wrong: '5.1.2 A label of a domain neither begins nor ends with a hyphen' };
  const octets = Buffer.byteLength(local);
  if (octets > limits.localPart) return { wrong: '5.1.3 The local part is longer than 64 octets' };
  if (Buffer.byteLength(host) > limits.domain) return { wrong: '5.1.2 The domain is longer than 255 octets' };
  if (octets + 1 + Buffer.byteLength(host) > limits.path) return { wrong: '5.1.3 The path is longer than 256 octets' };
  const full = `${local}@${host}`;
  return { address: full, ascii: !/[^\0-\x7f]/.test(full), rest: text.slice(whole.length) };
}

/** §4.1.2: "a" and a are the same; quotes stay only where the local part is nothing without them. */
function canonical(inQuotes: string): string {
  const value = inQuotes.slice(1, -1).replace(/\\([^])/g, '$1');
  return bareDotString.test(value) ? value : `"${value.replace(/[\\"]/g, '\\$&')}"`;
}

/** §4.1.3. */
function isLiteral(text: string): boolean {
  const inside = text.slice(1, -1);
  if (isIPv4(inside)) return true;
  return /^IPv6:/i.test(inside) && isIPv6(inside.slice(5));
}
