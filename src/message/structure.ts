/**
 * The tree of a mail's parts with their IMAP numbers (RFC 3501 §6.4.5), found in the raw octets in one pass and without copying.
 *
 * The numbers, types and sizes are those of an IMAP server's BODYSTRUCTURE for the same octets (tested against Dovecot), so that a part
 * has one name whether its mail came by POP3 or IMAP.
 */
import type { Problem } from '../contract/mail.ts';
import { type ByteString, fromByteString, view } from './bytes.ts';
import { type Field, fieldOf, readHeader } from './header.ts';
import { limits } from './limits.ts';
import { parseStructured } from './parameters.ts';
import type { PartNode } from './part-node.ts';

/**
 * A part whose octets we hold. A multipart that is a message's whole body has no number in RFC 3501: it is '' at the root, and `2.TEXT`
 * (the section by which IMAP would fetch it) inside message/rfc822 part 2.
 */
export interface LocalPart extends PartNode {
  part: string;
  type: string;
  size: number;
  children: LocalPart[];
  fields: Field[];
  /** Where header and body lie in the mail: [headerStart, start) and [start, end). */
  headerStart: number;
  start: number;
  end: number;
}

export interface Structure {
  root: LocalPart;
  problems: Problem[];
}

export function readStructure(bytes: Uint8Array): Structure {
  const walk = new Walk(bytes);
  const root = walk.message(0, '', 0, bytes.length);
  return { root, problems: walk.problems };
}

/** Where a body ended, and at which boundary of the open ones. */
interface Stop {
  end: number;
  /** Index into the open boundaries; -1 at the end of the mail. */
  boundary: number;
  final: boolean;
  /** Behind the boundary's line. */
  next: number;
}

class Walk {
  readonly problems: Problem[] = [];
  private readonly octets: Buffer;
  private readonly open: Uint8Array[] = [];
  private parts = 0;
  /** How the last part that was read ended. */
  private stop: Stop;

  constructor(private readonly bytes: Uint8Array) {
    this.octets = view(bytes);
    this.stop = { end: bytes.length, boundary: -1, final: false, next: bytes.length };
  }

  /** A whole message: the mail itself (`prefix` ''), or the content of a message/rfc822 part (`prefix` its number). */
  message(start: number, prefix: string, depth: number, limit: number): LocalPart {
    return this.part(
      start,
      limit,
      prefix === '' ? '1' : `${prefix}.1`,
      depth,
      'text/plain',
      prefix === '' ? '' : `${prefix}.TEXT`,
    );
  }

  /** One part, from its header on. `multipartNumber` is its name if it turns out to be the multipart body of a message. */
  private part(
    start: number,
    limit: number,
    number: string,
    depth: number,
    defaultType: string,
    multipartNumber: string | null,
  ): LocalPart {
    this.parts += 1;
    const header = readHeader(this.bytes, start, limit, (from, to) => this.match(from, to) !== null);
    if (header.cut) this.problem('too-large', `header of part ${number}`);
    if (header.strays > 0 && !(header.strays === 1 && this.octets.toString('latin1', start, start + 5) === 'From '))
      this.problem('broken-structure', `header of part ${number}`);
    const node = describe(header.fields, defaultType);
    const bodyStart = header.end;
    const local: LocalPart = {
      ...node.part,
      part: number,
      children: [],
      fields: header.fields,
      headerStart: start,
      start: bodyStart,
      end: bodyStart,
    };

    const { type } = local;
    const composite = type.startsWith('multipart/') || type === 'message/rfc822';
    if (composite && depth >= limits.depth) this.problem('too-deep', `part ${number}`);
    else if (type.startsWith('multipart/')) {
      if (node.boundary !== null) {
        local.part = multipartNumber ?? number;
        this.children(
          local,
          node.boundary,
          multipartNumber === null ? number : prefixOf(multipartNumber),
          depth,
          limit,
        );
        return this.ended(local);
      }
      this.problem('broken-structure', `no boundary: part ${number}`);
      local.type = 'text/plain';
    } else if (composite) {
      if (this.parts < limits.parts) {
        const known = this.problems.length;
        local.children = [this.message(bodyStart, number, depth + 1, limit)];
        if (!isPlain(local.encoding)) this.problems.length = known;
        return this.ended(local);
      }
      this.problem('too-many-parts');
    }
    this.stop = this.readBody(bodyStart, limit);
    return this.ended(local);
  }

  private ended(local: LocalPart): LocalPart {
    local.end = Math.max(local.start, this.stop.end);
    local.size = local.children.length > 0 && local.type.startsWith('multipart/') ? 0 : local.end - local.start;
    return local;
  }

  private children(parent: LocalPart, boundary: Uint8Array, prefix: string, depth: number, limit: number): void {
    const level = this.open.length;
    const childType = parent.type === 'multipart/digest' ? 'message/rfc822' : 'text/plain'; // RFC 2046 §5.1.5
    this.open.push(boundary);
    this.stop = this.readBody(parent.start, limit); // the preamble
    while (this.stop.boundary === level && !this.stop.final) {
      if (this.parts >= limits.parts) {
        // What follows stays in the raw mail; the last part ends where it ended.
        this.problem('too-many-parts');
        this.open.length = level;
        this.stop = { end: this.bytes.length, boundary: -1, final: false, next: this.bytes.length };
        return;
      }
      const number = `${prefix === '' ? '' : `${prefix}.`}${parent.children.length + 1}`;
      parent.children.push(this.part(this.stop.next, limit, number, depth + 1, childType, null));
    }
    this.open.length = level;
    if (parent.children.length === 0) {
      // No part at all: the boundary in the header is not the one in the body. Show what is there.
      this.problem('broken-structure', `no parts in ${parent.part || 'the mail'}`);
      parent.children.push(this.wholeBody(parent, prefix === '' ? '1' : `${prefix}.1`, limit));
      return;
    }
    if (this.stop.boundary === level)
      this.stop = this.readBody(this.stop.next, limit); // the epilogue
    else if (this.stop.boundary < 0) this.problem('broken-structure', `not ended: ${parent.part || 'the mail'}`);
  }

  private wholeBody(parent: LocalPart, number: string, limit: number): LocalPart {
    this.parts += 1;
    this.stop = this.stop.boundary === this.open.length ? this.readBody(this.stop.next, limit) : this.stop;
    const end = Math.max(parent.start, this.stop.end);
    return {
      ...describe([], 'text/plain').part,
      part: number,
      children: [],
      encoding: parent.encoding,
      fields: [],
      headerStart: parent.start,
      start: parent.start,
      end,
      size: end - parent.start,
    };
  }

  /** Up to the next line that is one of the open boundaries. The line end before it belongs to the boundary (RFC 2046 §5.1.1). */
  private readBody(start: number, limit: number): Stop {
    if (this.open.length > 0) {
      let at = start;
      while (at < limit) {
        if (this.octets[at] !== 0x2d || this.octets[at + 1] !== 0x2d) {
          const found = this.octets.indexOf('\n--', at, 'latin1');
          if (found < 0 || found + 1 >= limit) break;
          at = found + 1;
        }
        const lf = this.octets.indexOf(0x0a, at);
        const next = lf < 0 ? limit : lf + 1;
        const lineEnd = lf < 0 ? limit : lf > at && this.octets[lf - 1] === 0x0d ? lf - 1 : lf;
        const found = this.match(at, lineEnd);
        if (found !== null) {
          let end = at;
          if (end > start && this.octets[end - 1] === 0x0a) end -= 1;
          if (end > start && this.octets[end - 1] === 0x0d) end -= 1;
          return { end, boundary: found.index, final: found.final, next };
        }
        at = next;
      }
    }
    return { end: limit, boundary: -1, final: false, next: limit };
  }

  /**
   * RFC 2046 §5.1.1: a boundary need only begin the line. Of several that do, the whole line wins, then the longest, then the innermost.
   */
  private match(lineStart: number, lineEnd: number): { index: number; final: boolean } | null {
    const from = lineStart + 2;
    let best = -1;
    for (let i = this.open.length - 1; i >= 0; i--) {
      const boundary = this.open[i] as Uint8Array;
      const length = boundary.length;
      if (from + length > lineEnd || (best >= 0 && length <= (this.open[best] as Uint8Array).length)) continue;
      if (this.octets.compare(boundary, 0, length, from, from + length) !== 0) continue;
      best = i;
      const rest = lineEnd - from - length;
      if (rest === 0 || (rest === 2 && this.dashes(from + length))) break;
    }
    if (best < 0) return null;
    const end = from + (this.open[best] as Uint8Array).length;
    return { index: best, final: end + 2 <= lineEnd && this.dashes(end) };
  }

  private dashes(at: number): boolean {
    return this.octets[at] === 0x2d && this.octets[at + 1] === 0x2d;
  }

  private problem(code: Problem['code'], detail?: string): void {
    if (this.problems.length < 20 && !this.problems.some((p) => p.code === code))
      this.problems.push(detail === undefined ? { code } : { code, detail });
  }
}

function prefixOf(multipartNumber: string): string {
  return multipartNumber === '' ? '' : multipartNumber.slice(0, -'.TEXT'.length);
}

/**
 * RFC 2046 §5.2.1 forbids to encode a message/rfc822. The walk goes through one nevertheless, as servers do, so that the numbers agree;
 * what it finds there is noise, and no problem of the mail.
 */
function isPlain(encoding: string | null): boolean {
  return encoding !== 'base64' && encoding !== 'quoted-printable';
}

function describe(fields: readonly Field[], defaultType: string): { part: PartNode; boundary: Uint8Array | null } {
  const typeField = fieldOf(fields, 'content-type');
  const content = parseStructured(typeField ?? '');
  const dispositionField = fieldOf(fields, 'content-disposition');
  const disposition = dispositionField === null ? null : parseStructured(dispositionField);
  const encoding = fieldOf(fields, 'content-transfer-encoding');
  const id = fieldOf(fields, 'content-id');
  const name = disposition?.parameters.filename ?? content.parameters.name ?? null;
  return {
    part: {
      part: '',
      type: typeField === null ? defaultType : soundType(content.value),
      parameters: content.parameters,
      encoding: encoding === null ? null : (token(encoding).split(/[\s;]/)[0] ?? ''),
      size: 0,
      disposition: disposition === null || disposition.value === '' ? null : disposition.value,
      name: name === '' ? null : name,
      id: id === null ? null : (/<([^<>]*)>/.exec(id)?.[1]?.trim() ?? (token(id, false) || null)),
      children: [],
    },
    boundary: boundaryOf(content.boundary),
  };
}

function boundaryOf(boundary: ByteString | null): Uint8Array | null {
  if (boundary === null) return null;
  const trimmed = boundary.trimEnd(); // RFC 2046 §5.1.1: it does not end in white space
  return trimmed === '' || trimmed.length > limits.boundaryOctets ? null : fromByteString(trimmed);
}

/** RFC 2045 §5.2: what is no type is text/plain; seen are `text`, `html`, `pdf`, and an empty field. */
function soundType(value: string): string {
  if (/^[!-.0-~]+\/[!-.0-~]+$/.test(value) && value.length <= 255) return value;
  return value === 'html' || value === 'text/html/' ? 'text/html' : 'text/plain';
}

function token(field: ByteString, lower = true): string {
  const text = field
    .replace(/\([^()]*\)/g, '')
    .trim()
    .replace(/^["']|["';]+$/g, '');
  return lower ? text.toLowerCase() : text;
}
