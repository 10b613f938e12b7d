/** Envelope and structure of a message as FETCH gives them. */
import { writeEnvelope } from '../mime/envelope.ts';
import { readHeader } from '../mime/fields.ts';
import { writeBody } from '../mime/structure.ts';
import { readParts } from '../mime/walk.ts';

/** Each as it goes on the wire, Latin-1. */
export interface Summary {
  readonly envelope: string;
  /** Without and with extension data, RFC 3501 §7.4.2; '' where nobody has asked for them yet. */
  readonly body: string;
  readonly bodyStructure: string;
}

export function summarize(octets: Buffer): Summary {
  const root = readParts(octets);
  return {
    envelope: writeEnvelope(root.fields),
    body: writeBody(octets, root, false),
    bodyStructure: writeBody(octets, root, true),
  };
}

/** Most lists ask for this only; the structure takes the whole message and five times as long. */
export function summarizeHeader(octets: Buffer): Summary {
  const { fields } = readHeader(octets, 0, octets.length);
  return { envelope: writeEnvelope(fields), body: '', bodyStructure: '' };
}
