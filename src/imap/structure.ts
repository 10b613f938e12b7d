/** BODYSTRUCTURE (RFC 9051 §7.5.2) as a tree of parts. */

import type { PartNode } from '../message/index.ts';
import type { Value } from './fetch-row.ts';
import { readParameters } from './parameters.ts';
import { words } from './words.ts';

/** What a message is taken for when its server gives no structure that can be read. */
export const plainText: PartNode = {
  part: '1',
  type: 'text/plain',
  parameters: {},
  encoding: null,
  size: 0,
  disposition: null,
  name: null,
  id: null,
  children: [],
};

export function readStructure(value: Value | undefined): PartNode {
  return Array.isArray(value) && value.length > 0 ? node(value, '', '') : plainText;
}

/** @param own what a multipart here is called (RFC 3501 gives it no number of its own) @param prefix of its children's numbers */
function node(list: Value[], own: string, prefix: string): PartNode {
  return Array.isArray(list[0]) ? multipart(list, own, prefix) : single(list, `${prefix}1`);
}

function multipart(list: Value[], part: string, prefix: string): PartNode {
  const children: PartNode[] = [];
  let i = 0;
  for (; i < list.length; i++) {
    const child = list[i];
    if (!Array.isArray(child)) break;
    const number = `${prefix}${i + 1}`;
    children.push(Array.isArray(child[0]) ? multipart(child, number, `${number}.`) : single(child, number));
  }
  const parameters = readParameters(list[i + 1]);
  const disposition = list[i + 2];
  return {
    part,
    type: `multipart/${lower(list[i]) ?? 'mixed'}`,
    parameters,
    encoding: null,
    size: 0,
    disposition: Array.isArray(disposition) ? lower(disposition[0]) : null,
    name: null,
    id: null,
    children,
  };
}

function single(list: Value[], part: string): PartNode {
  const type = `${lower(list[0]) ?? 'application'}/${lower(list[1]) ?? 'octet-stream'}`;
  const parameters = readParameters(list[2]);
  const children: PartNode[] = [];
  let subject: string | null = null;
  let rest = 7;
  if (type === 'message/rfc822' || type === 'message/global') {
    const inner = list[8];
    if (Array.isArray(inner) && inner.length > 0) children.push(node(inner, `${part}.TEXT`, `${part}.`));
    const envelope = list[7];
    if (Array.isArray(envelope) && typeof envelope[1] === 'string') subject = words(envelope[1]);
    if (Array.isArray(inner) || Array.isArray(envelope)) rest = 10;
  } else if (type.startsWith('text/')) rest = 8;
  // From here RFC 9051's body-ext-1part: MD5, disposition, language, location.
  const disposition = list[rest + 1];
  const more = Array.isArray(disposition) ? readParameters(disposition[1]) : {};
  const name = more.filename || parameters.name || (subject === null ? null : `${subject.trim() || 'message'}.eml`);
  return {
    part,
    type,
    parameters,
    encoding: lower(list[5]),
    size: count(list[6]),
    disposition: Array.isArray(disposition) ? lower(disposition[0]) : null,
    name: name === null || name === undefined ? null : clean(name),
    id: typeof list[3] === 'string' ? list[3].trim().replace(/^<|>$/g, '') || null : null,
    children,
  };
}

function lower(value: Value | undefined): string | null {
  return typeof value === 'string' && value !== '' ? value.toLowerCase() : null;
}
function count(value: Value | undefined): number {
  const n = typeof value === 'string' ? Number(value) : 0;
  return Number.isSafeInteger(n) && n > 0 ? n : 0;
}
/** Line ends of a folded field and other control characters have no place in a name. */
function clean(name: string): string {
  return name.replace(/[\p{Cc}]+/gu, ' ').trim();
}
