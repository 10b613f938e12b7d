/** Header fields with their places in the message. RFC 5322 §2.2; what breaks the rule is passed over, not refused. */

export interface Field {
  /** In lower case; '' for a line that is no field. */
  readonly name: string;
  /** From the first octet of the name to after its last line end. */
  readonly start: number;
  readonly end: number;
  /** Octets (Latin-1) after the colon, unfolded: line ends are gone, the white space that follows them stays. */
  readonly value: string;
}

export interface Header {
  readonly fields: readonly Field[];
  /** Where the empty line begins; `bodyStart` where there is none. */
  readonly blank: number;
  /** After the empty line, or where the region ends. */
  readonly bodyStart: number;
}

/** Reads the header that begins at `start` and lies before `limit`. */
export function readHeader(octets: Buffer, start: number, limit: number): Header {
  const fields: Field[] = [];
  let at = start;
  let begun = -1;
  const finish = (end: number): void => {
    if (begun >= 0) fields.push(readField(octets, begun, end));
    begun = -1;
  };
  while (at < limit) {
    const end = lineEnd(octets, at, limit);
    const first = octets[at];
    if (first === 10 || (first === 13 && octets[at + 1] === 10 && at + 2 <= limit)) {
      finish(at);
      return { fields, blank: at, bodyStart: end };
    }
    const folded = (first === 32 || first === 9) && begun >= 0;
    if (!folded) {
      finish(at);
      begun = at;
    }
    at = end;
  }
  finish(at);
  return { fields, blank: limit, bodyStart: limit };
}

/** After the line feed of the line at `at`, or `limit`. */
export function lineEnd(octets: Buffer, at: number, limit: number): number {
  // A loop: lines are short, and a call of indexOf costs more than they do.
  for (let i = at; i < limit; i += 1) if (octets[i] === 10) return i + 1;
  return limit;
}

function readField(octets: Buffer, start: number, end: number): Field {
  const line = octets.toString('latin1', start, end);
  const colon = line.indexOf(':');
  const name = colon < 0 ? '' : line.slice(0, colon).trimEnd();
  if (!fieldName.test(name)) return { name: '', start, end, value: '' };
  let from = colon + 1;
  while (line.charCodeAt(from) === 32 || line.charCodeAt(from) === 9) from += 1;
  let to = line.length;
  if (line.charCodeAt(to - 1) === 10) to -= line.charCodeAt(to - 2) === 13 ? 2 : 1;
  const value = line.slice(from, Math.max(from, to));
  return { name: name.toLowerCase(), start, end, value: value.includes('\n') ? unfold(value) : value };
}

const fieldName = /^[\x21-\x39\x3b-\x7e]+$/;
const unfold = (value: string): string => value.replace(/\r?\n/g, '').replace(/^[ \t]+/, '');

/** Value of the first field of that name; null: none. */
export function fieldValue(fields: readonly Field[], name: string): string | null {
  return fields.find((field) => field.name === name)?.value ?? null;
}
