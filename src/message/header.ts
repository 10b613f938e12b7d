/** A header section as fields, in their order and with their octets (RFC 5322 §2.2, as lenient as servers are). */
import { type ByteString, view } from './bytes.ts';
import { limits } from './limits.ts';

export interface Field {
  /** As written. */
  name: string;
  /** Unfolded (RFC 5322 §2.2.3: the line ends go, the white space stays), octets as received. */
  value: ByteString;
}

export interface Header {
  fields: Field[];
  /** Where the body begins. */
  end: number;
  /** Ended by a blank line; else by a boundary or the end of the mail. */
  closed: boolean;
  /** Lines that are no field. They are skipped, as Dovecot does. */
  strays: number;
  /** Over `limits.headerOctets`: the fields beyond are not kept. */
  cut: boolean;
}

/** Reads from `start`. A line that `isBoundary` knows ends the section: a part without a blank line must not swallow the next one. */
export function readHeader(
  bytes: Uint8Array,
  start: number,
  stop: number,
  isBoundary: (lineStart: number, lineEnd: number) => boolean,
): Header {
  const octets = view(bytes);
  const header: Header = { fields: [], end: stop, closed: false, strays: 0, cut: false };
  let lines: string[] = []; // of the field that is being read
  const finish = (): void => {
    if (lines.length > 0) addField(header, lines.join(''));
    lines = [];
  };
  let at = start;
  while (at < stop) {
    const lf = octets.indexOf(0x0a, at);
    const next = lf < 0 || lf >= stop ? stop : lf + 1;
    let end = next === stop && (lf < 0 || lf >= stop) ? stop : lf;
    if (end > at && octets[end - 1] === 0x0d) end -= 1;
    if (end === at && next > end) {
      header.end = next;
      header.closed = true;
      break;
    }
    if (octets[at] === 0x2d && octets[at + 1] === 0x2d && isBoundary(at, end)) {
      header.end = at;
      break;
    }
    if (at - start > limits.headerOctets) header.cut = true;
    else {
      const line = octets.toString('latin1', at, Math.min(end, at + limits.headerOctets));
      if (end - at > limits.headerOctets) header.cut = true;
      const folded = line.startsWith(' ') || line.startsWith('\t');
      if (!folded) finish();
      if (folded && lines.length === 0) header.strays += 1;
      else lines.push(line);
    }
    at = next;
  }
  finish();
  return header;
}

function addField(header: Header, text: string): void {
  const colon = text.indexOf(':');
  const name = colon < 0 ? '' : text.slice(0, colon).trimEnd(); // obs-optional, RFC 5322 §4.5.8: space before the colon
  // RFC 5322 §3.6.8: printable ASCII without the colon. The mbox line `From a@b Sat Nov …` falls out here too.
  if (name === '' || name.length > 998 || !/^[\x21-\x39\x3b-\x7e]+$/.test(name)) {
    header.strays += 1;
    return;
  }
  header.fields.push({ name, value: text.slice(colon + 1).trim() });
}

/** The first field of that name, which is the one that counts when there are several. */
export function fieldOf(fields: readonly Field[], name: string): ByteString | null {
  for (const field of fields) if (field.name.toLowerCase() === name) return field.value.slice(0, limits.fieldOctets);
  return null;
}

/** All fields of that name; RFC 5322 §3.6 allows one To, real mail has several. */
export function fieldsOf(fields: readonly Field[], name: string): ByteString[] {
  return fields.filter((f) => f.name.toLowerCase() === name).map((f) => f.value.slice(0, limits.fieldOctets));
}
