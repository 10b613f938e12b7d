/** BODY and BODYSTRUCTURE. RFC 3501 §7.4.2. */
import { writeNstring, writeString } from '../grammar/write.ts';
import { type Parameters, readDisposition } from './content-type.ts';
import { writeEnvelope } from './envelope.ts';
import { fieldValue } from './fields.ts';
import { Lexer } from './lexer.ts';
import type { Part } from './walk.ts';

/** `extended`: with what only BODYSTRUCTURE has. */
export function writeBody(octets: Buffer, part: Part, extended: boolean): string {
  return part.children === null ? single(octets, part, extended) : multipart(octets, part, part.children, extended);
}

function multipart(octets: Buffer, part: Part, children: readonly Part[], extended: boolean): string {
  // The grammar wants one part at least.
  const inner =
    children.length === 0 ? emptyText(extended) : children.map((child) => writeBody(octets, child, extended)).join('');
  const more = extended ? ` ${writeParameters(part.type.parameters)}${tail(part)}` : '';
  return `(${inner} ${writeString(part.type.subtype)}${more})`;
}

const emptyText = (extended: boolean): string =>
  `("text" "plain" ("charset" "us-ascii") NIL NIL "7bit" 0 0${extended ? ' NIL NIL NIL NIL' : ''})`;

function single(octets: Buffer, part: Part, extended: boolean): string {
  const value = (name: string): string | null => fieldValue(part.fields, name)?.trim() ?? null;
  const { type, subtype, parameters } = part.type;
  const size = part.end - part.bodyStart;
  let text = `(${writeString(type)} ${writeString(subtype)} ${writeParameters(parameters)}`;
  text += ` ${writeNstring(value('content-id'))} ${writeNstring(value('content-description'))}`;
  text += ` ${writeString(encodingOf(value('content-transfer-encoding')))} ${size}`;
  if (part.message !== null) {
    const { message } = part;
    text += ` ${writeEnvelope(message.fields)} ${writeBody(octets, message, extended)} ${lines(octets, part)}`;
  } else if (type === 'text') text += ` ${lines(octets, part)}`;
  if (extended) text += ` ${writeNstring(value('content-md5'))}${tail(part)}`;
  return `${text})`;
}

/** ` disposition language location` */
function tail(part: Part): string {
  const disposition = fieldValue(part.fields, 'content-disposition');
  const location = fieldValue(part.fields, 'content-location')?.trim() ?? null;
  return ` ${writeDisposition(disposition)} ${writeLanguage(fieldValue(part.fields, 'content-language'))} ${writeNstring(location)}`;
}

function writeDisposition(value: string | null): string {
  const disposition = value === null ? null : readDisposition(value);
  return disposition === null ? 'NIL' : `(${writeString(disposition.kind)} ${writeParameters(disposition.parameters)})`;
}

function writeParameters(parameters: Parameters): string {
  if (parameters.length === 0) return 'NIL';
  return `(${parameters.map(([name, value]) => `${writeString(name)} ${writeString(value)}`).join(' ')})`;
}

function writeLanguage(value: string | null): string {
  const tags = (value ?? '').split(/[\s,]+/).filter((tag) => /^[A-Za-z0-9-]+$/.test(tag));
  return tags.length === 0 ? 'NIL' : `(${tags.map(writeString).join(' ')})`;
}

/** The token of Content-Transfer-Encoding, as it is written; `7bit` where there is none. */
function encodingOf(value: string | null): string {
  const lexer = new Lexer(value ?? '');
  lexer.skip();
  return lexer.take(/[^\x00-\x20()<>@,;:\\"/[\]?=\x7f-\xff]+/y) || '7bit';
}

function lines(octets: Buffer, part: Part): number {
  let count = 0;
  for (let at = part.bodyStart; at < part.end; at += 1) if (octets[at] === 10) count += 1;
  return count;
}
