/** The header of a message as fields, with where they lie. RFC 5322 §2.2. */
import { HEADER_LINES, HEADER_OCTETS } from './limits.ts';

export interface Field {
  /** Lower case. */
  readonly name: string;
  /** Unfolded, without the name. */
  readonly value: string;
  /** Where its name begins in the message. */
  readonly at: number;
}

/** Null: longer than anybody's header is. */
export function headerOf(message: Buffer): readonly Field[] | null {
  const end = headerEnd(message);
  if (end === null) return null;
  const text = message.toString('latin1', 0, end);
  if ((text.match(/\n/g)?.length ?? 0) > HEADER_LINES) return null;
  const fields: Field[] = [];
  for (const match of text.matchAll(/^([!-9;-~]+)[ \t]*:((?:[^\n]|\n[ \t])*)/gm)) {
    const [, name = '', value = ''] = match;
    fields.push({ name: name.toLowerCase(), value: value.replace(/\r?\n/g, '').trim(), at: match.index });
  }
  return fields;
}

function headerEnd(message: Buffer): number | null {
  const blank = [message.indexOf('\r\n\r\n'), message.indexOf('\n\n')].filter((at) => at >= 0);
  const end = blank.length === 0 ? message.length : Math.min(...blank);
  return end > HEADER_OCTETS ? null : end;
}
