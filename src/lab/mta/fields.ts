/** A header section as its fields with their exact octets, so that some can be taken out or put in and nothing else changes. RFC 5322 §2.2. */

export interface RawField {
  /** Lower case; '' for a line that is no field. */
  readonly name: string;
  /** With its line ends. */
  readonly octets: Buffer;
}

export interface Split {
  readonly fields: readonly RawField[];
  /** Where the content goes on: behind the blank line, or at the first line that belongs to no header. */
  readonly end: number;
}

/** Null: the section does not end in these octets yet. `whole`: nothing more comes. */
export function splitHeader(octets: Buffer, whole: boolean): Split | null {
  const fields: RawField[] = [];
  let start = 0;
  const finish = (end: number): void => {
    if (end > start) fields.push({ name: nameOf(octets, start, end), octets: octets.subarray(start, end) });
    start = end;
  };
  for (let at = 0; ; ) {
    const lf = octets.indexOf(0x0a, at);
    if (lf < 0 && !whole) return null;
    const next = lf < 0 ? octets.length : lf + 1;
    if (next === at || lf === at || (lf === at + 1 && octets[at] === 0x0d)) {
      finish(at);
      return { fields, end: next };
    }
    const folded = octets[at] === 0x20 || octets[at] === 0x09;
    if (!folded) {
      finish(at);
      // A line that is no field: the mail has no blank line, and its text begins here.
      if (nameOf(octets, at, next) === '') return { fields, end: at };
    }
    at = next;
  }
}

/** RFC 5322 §3.6.8, and the space before the colon of §4.5. */
function nameOf(octets: Buffer, start: number, end: number): string {
  const colon = octets.indexOf(0x3a, start);
  if (colon < 0 || colon >= end || colon - start > 998) return '';
  const name = octets.toString('latin1', start, colon).trimEnd();
  return /^[\x21-\x39\x3b-\x7e]+$/.test(name) ? name.toLowerCase() : '';
}

/** The value of the first such field, unfolded, Latin-1; null: there is none. */
export function firstOf(fields: readonly RawField[], name: string): string | null {
  return valuesOf(fields, name)[0] ?? null;
}

export function valuesOf(fields: readonly RawField[], name: string): string[] {
  return fields
    .filter((field) => field.name === name)
    .map(({ octets }) => {
      const text = octets.toString('latin1').replace(/\r?\n/g, '');
      return text.slice(text.indexOf(':') + 1).trim();
    });
}

export const without = (fields: readonly RawField[], ...names: readonly string[]): RawField[] =>
  fields.filter(({ name }) => !names.includes(name));

/** With the blank line at its end. */
export const joinHeader = (fields: readonly RawField[]): Buffer =>
  Buffer.concat([...fields.map(({ octets }) => octets), Buffer.from('\r\n')]);

/** Text as the octets of a field: UTF-8, one line end at its end. */
export const field = (name: string, value: string): RawField => ({
  name: name.toLowerCase(),
  octets: Buffer.from(`${name}: ${value}\r\n`),
});
