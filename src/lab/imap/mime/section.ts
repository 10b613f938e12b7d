/** Sections of a message: `1.2.MIME`, `HEADER.FIELDS (FROM)`. RFC 3501 §6.4.5. */
import type { Part } from './walk.ts';

export interface Section {
  /** `[1, 2]` for 1.2; empty: the whole message. */
  readonly path: readonly number[];
  readonly what: 'all' | 'HEADER' | 'TEXT' | 'MIME' | 'HEADER.FIELDS' | 'HEADER.FIELDS.NOT';
  /** As the client wrote them. */
  readonly names: readonly string[];
}

/** The octets of a section; null: the message has no such part. Slices where that is possible. */
export function sectionOf(octets: Buffer, root: Part, section: Section): Buffer | null {
  const { path, what } = section;
  if (path.length === 0) return what === 'all' ? octets : ofMessage(octets, root, section);
  const part = partAt(root, path);
  if (part === null) return null;
  if (what === 'all') return octets.subarray(part.bodyStart, part.end);
  if (what === 'MIME') return octets.subarray(part.start, part.bodyStart);
  return part.message === null ? null : ofMessage(octets, part.message, section);
}

function ofMessage(octets: Buffer, message: Part, section: Section): Buffer {
  if (section.what === 'TEXT') return octets.subarray(message.bodyStart, message.end);
  if (section.what === 'HEADER' || section.what === 'MIME') return octets.subarray(message.start, message.bodyStart);
  const wanted = new Set(section.names.map((name) => name.toLowerCase()));
  const without = section.what === 'HEADER.FIELDS.NOT';
  const kept = message.fields
    .filter((field) => wanted.has(field.name) !== without)
    .map((field) => octets.subarray(field.start, field.end));
  // RFC 3501 §6.4.5: with the empty line, except where the message has none.
  return Buffer.concat([...kept, octets.subarray(message.blank, message.bodyStart)]);
}

function partAt(root: Part, path: readonly number[]): Part | null {
  let container: Part | null = root;
  let part: Part | null = null;
  for (const number of path) {
    if (container === null) return null;
    if (container.children !== null) part = container.children[number - 1] ?? null;
    // A message that is no multipart has one part: its body.
    else part = number === 1 ? container : null;
    if (part === null) return null;
    container = part.message ?? (part.children === null ? null : part);
  }
  return part;
}
