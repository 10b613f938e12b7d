/** Writes replies: the header, the question as it came, then as many records as fit. RFC 1035 §4.1. */
import { type Answer, encode } from 'dns-packet';
import { EDNS_OCTETS } from './limits.ts';
import type { Head } from './query.ts';
import { type DnsRecord, toWire } from './records.ts';

export type Status = 'NOERROR' | 'FORMERR' | 'SERVFAIL' | 'NXDOMAIN' | 'NOTIMP' | 'REFUSED' | 'BADVERS';
const codes: Readonly<Record<Status, number>> = {
  NOERROR: 0,
  FORMERR: 1,
  SERVFAIL: 2,
  NXDOMAIN: 3,
  NOTIMP: 4,
  REFUSED: 5,
  // RFC 6891 §9: 16, its upper bits in the OPT record.
  BADVERS: 16,
};

export interface Reply {
  readonly head: Head;
  readonly status: Status;
  readonly authoritative: boolean;
  readonly answers: readonly DnsRecord[];
  readonly authorities: readonly DnsRecord[];
  readonly additionals: readonly DnsRecord[];
  /** Whether the query came with EDNS(0): then the reply does too. RFC 6891 §6.1.1. */
  readonly edns: boolean;
}

/** Without any record: a refusal, or an error. */
export const bareReply = (head: Head, status: Status, edns = false): Reply => ({
  head,
  status,
  authoritative: false,
  answers: [],
  authorities: [],
  additionals: [],
  edns,
});

/**
 * The reply in at most `limit` octets. What is only there for convenience (additional section) is left out first; where the answer itself
 * does not fit, all of it is left out and TC is set, so that nobody takes a part for the whole (RFC 2181 §9).
 */
export function writeReply(reply: Reply, limit: number): Buffer {
  const whole = packet(reply, false);
  if (whole.length <= limit) return whole;
  const shorter = { ...reply, additionals: [] };
  const needed = packet(shorter, false);
  if (needed.length <= limit) return needed;
  return packet({ ...shorter, answers: [], authorities: [] }, true);
}

function packet(reply: Reply, truncated: boolean): Buffer {
  const { head, edns } = reply;
  const code = codes[reply.status];
  const records = encode({
    type: 'response',
    answers: reply.answers.map(toWire),
    authorities: reply.authorities.map(toWire),
    additionals: [...reply.additionals.map(toWire), ...(edns ? [option(code >> 4)] : [])],
  });
  const flags =
    0x8000 |
    (head.opcode << 11) |
    (reply.authoritative ? 0x400 : 0) |
    (truncated ? 0x200 : 0) |
    (head.recursionDesired ? 0x100 : 0) |
    (code & 0xf);
  records.writeUInt16BE(head.id, 0);
  records.writeUInt16BE(flags, 2);
  records.writeUInt16BE(head.question.length === 0 ? 0 : 1, 4);
  return Buffer.concat([records.subarray(0, 12), head.question, records.subarray(12)]);
}

const option = (extendedRcode: number): Answer => ({
  type: 'OPT',
  name: '.',
  udpPayloadSize: EDNS_OCTETS,
  extendedRcode,
  ednsVersion: 0,
  flags: 0,
  flag_do: false,
  options: [],
});
