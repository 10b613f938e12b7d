/** The parts of a message and where each lies in its octets, so that any section is a slice. RFC 2046 §5.1; broken MIME is taken as far as it goes. */
import { PART_DEPTH, PARTS } from '../limits.ts';
import { type ContentType, readContentType } from './content-type.ts';
import { type Field, fieldValue, lineEnd, readHeader } from './fields.ts';

export interface Part {
  /** Header, empty line included. */
  readonly start: number;
  readonly bodyStart: number;
  /** Where the empty line of the header begins; `bodyStart` where there is none. */
  readonly blank: number;
  readonly end: number;
  readonly fields: readonly Field[];
  readonly type: ContentType;
  /** Of a multipart; null: it is none. */
  readonly children: readonly Part[] | null;
  /** Of a message/rfc822. */
  readonly message: Part | null;
}

interface Count {
  parts: number;
}

export function readParts(octets: Buffer): Part {
  return readPart(octets, 0, octets.length, 'text/plain', 0, { parts: 0 });
}

function readPart(octets: Buffer, start: number, end: number, usual: string, depth: number, count: Count): Part {
  count.parts += 1;
  const { fields, blank, bodyStart } = readHeader(octets, start, end);
  const type = readContentType(fieldValue(fields, 'content-type'), usual);
  const own = { start, blank, bodyStart, end, fields, type };
  const leaf: Part = { ...own, children: null, message: null };
  if (depth >= PART_DEPTH || count.parts >= PARTS) return leaf;
  if (type.type === 'multipart') {
    const boundary = type.parameters.find(([name]) => name.toLowerCase() === 'boundary')?.[1];
    const regions = boundary === undefined ? [] : split(octets, bodyStart, end, boundary);
    const usualChild = type.subtype === 'digest' ? 'message/rfc822' : 'text/plain';
    const children: Part[] = [];
    for (const region of regions) {
      if (count.parts >= PARTS) break;
      children.push(readPart(octets, region.start, region.end, usualChild, depth + 1, count));
    }
    return { ...own, children, message: null };
  }
  if (type.type === 'message' && type.subtype === 'rfc822')
    return { ...own, children: null, message: readPart(octets, bodyStart, end, 'text/plain', depth + 1, count) };
  return leaf;
}

/** What lies between the delimiter lines. The line end before a delimiter belongs to the delimiter. */
function split(octets: Buffer, from: number, limit: number, boundary: string): { start: number; end: number }[] {
  const delimiter = Buffer.from(`--${boundary}`, 'latin1');
  const regions: { start: number; end: number }[] = [];
  let open = -1;
  const shut = (at: number): void => {
    if (open < 0) return;
    let end = at;
    if (end > open && octets[end - 1] === 10) end -= octets[end - 2] === 13 && end - 1 > open ? 2 : 1;
    regions.push({ start: open, end });
  };
  for (let at = octets.indexOf(delimiter, from); at >= 0 && at < limit; at = octets.indexOf(delimiter, at + 1)) {
    if (at > from && octets[at - 1] !== 10) continue;
    const end = lineEnd(octets, at, limit);
    const rest = octets.toString('latin1', at + delimiter.length, Math.min(end, at + delimiter.length + 200));
    const last = /^--/.test(rest);
    if (!last && !/^[ \t]*\r?\n?$/.test(rest)) continue;
    shut(at);
    open = end;
    if (last) return regions;
  }
  if (open >= 0) regions.push({ start: Math.min(open, limit), end: limit });
  return regions;
}
