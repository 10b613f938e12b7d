/** Reads a query without trusting it. The question's octets are kept as they came, because they go back as they came (also in their spelling). */
import { type DecodedPacket, decode } from 'dns-packet';
import { QUERY_RECORDS } from './limits.ts';
import { lower, type RecordType } from './records.ts';

export type Query =
  /** Nothing that can be answered: too short, or an answer itself (answering answers would go on for ever). */
  | { readonly kind: 'noise' }
  | { readonly kind: 'refused'; readonly status: 'FORMERR' | 'NOTIMP'; readonly head: Head }
  | {
      readonly kind: 'question';
      readonly head: Head;
      /** Lower case. */
      readonly name: string;
      readonly type: RecordType | 'ANY' | 'OTHER';
      /** As dns-packet names it, for the trace. */
      readonly typeName: string;
      readonly transfer: boolean;
      readonly internet: boolean;
      /** Octets that the client takes by UDP, and its version; null without EDNS(0). RFC 6891. */
      readonly edns: { readonly octets: number; readonly version: number } | null;
    };

export interface Head {
  readonly id: number;
  readonly opcode: number;
  readonly recursionDesired: boolean;
  /** The question section as it came; empty where it cannot be read. */
  readonly question: Buffer;
}

const HEADER = 12;
const AXFR = 252;
const IXFR = 251;

export function readQuery(packet: Buffer): Query {
  if (packet.length < HEADER || (packet.readUInt16BE(2) & 0x8000) !== 0) return { kind: 'noise' };
  const flags = packet.readUInt16BE(2);
  const opcode = (flags >> 11) & 0xf;
  const head = { id: packet.readUInt16BE(0), opcode, recursionDesired: (flags & 0x100) !== 0 };
  const bare = { ...head, question: Buffer.alloc(0) };
  if (opcode !== 0) return { kind: 'refused', status: 'NOTIMP', head: bare };
  const [questions = 0, ...others] = [4, 6, 8, 10].map((at) => packet.readUInt16BE(at));
  const end = questions === 1 ? endOfName(packet, HEADER) : null;
  if (end === null || end + 4 > packet.length || others.reduce((sum, count) => sum + count, 0) > QUERY_RECORDS)
    return { kind: 'refused', status: 'FORMERR', head: bare };
  const whole = { ...head, question: packet.subarray(HEADER, end + 4) };
  const records = recordsOf(packet);
  const opts = records?.filter((record) => record.type === 'OPT') ?? [];
  // RFC 6891 §6.1.1: more than one OPT is an error.
  if (records === null || opts.length > 1) return { kind: 'refused', status: 'FORMERR', head: whole };
  const number = packet.readUInt16BE(end);
  const klass = packet.readUInt16BE(end + 2);
  const type = typeOf(number);
  const [opt] = opts;
  return {
    kind: 'question',
    head: whole,
    name: nameAt(packet, HEADER),
    type,
    typeName: type === 'OTHER' ? `TYPE${number}` : type,
    transfer: number === AXFR || number === IXFR,
    internet: klass === 1 || klass === 255,
    edns: opt?.type === 'OPT' ? { octets: opt.udpPayloadSize, version: opt.ednsVersion } : null,
  };
}

function recordsOf(packet: Buffer): NonNullable<DecodedPacket['additionals']> | null {
  try {
    return decode(packet).additionals ?? [];
  } catch {
    return null;
  }
}

const numbers: Readonly<Record<number, RecordType | 'ANY'>> = {
  1: 'A',
  2: 'NS',
  5: 'CNAME',
  6: 'SOA',
  12: 'PTR',
  15: 'MX',
  16: 'TXT',
  28: 'AAAA',
  255: 'ANY',
};
const typeOf = (number: number): RecordType | 'ANY' | 'OTHER' => numbers[number] ?? 'OTHER';

/** Where a name ends that has no pointers: there is nothing before a question that it could point to. Null: broken. */
function endOfName(packet: Buffer, from: number): number | null {
  for (let at = from; at < packet.length; ) {
    const length = packet[at] ?? 0;
    if (length === 0) return at + 1 - from <= 255 ? at + 1 : null;
    if (length > 63) return null;
    at += length + 1;
  }
  return null;
}

/** A dot or a backslash within a label is escaped by its number, so that it separates nothing. RFC 1035 §5.1. */
function nameAt(packet: Buffer, from: number): string {
  const labels: string[] = [];
  for (let at = from; (packet[at] ?? 0) !== 0; at += (packet[at] ?? 0) + 1)
    labels.push(
      packet
        .subarray(at + 1, at + 1 + (packet[at] ?? 0))
        .toString('utf8')
        .replace(/[.\\]/g, (octet) => `\\0${octet.charCodeAt(0)}`),
    );
  return labels.length === 0 ? '.' : lower(labels.join('.'));
}
