/** Resource records as values: names in lower case without a final dot ('.' is the root), and how they look on the wire and in the trace. RFC 1035 §3. */
import type { Answer } from 'dns-packet';

interface Common {
  readonly name: string;
  /** Seconds. */
  readonly ttl: number;
}
export type DnsRecord = Common &
  (
    | { readonly type: 'A' | 'AAAA'; readonly address: string }
    | { readonly type: 'MX'; readonly preference: number /** '.': null MX, RFC 7505. */; readonly exchange: string }
    | { readonly type: 'CNAME' | 'NS' | 'PTR'; readonly target: string }
    | { readonly type: 'TXT'; readonly text: string }
    | ({ readonly type: 'SOA' } & Authority)
  );

/** RFC 1035 §3.3.13. */
interface Authority {
  readonly primary: string;
  readonly mailbox: string;
  readonly serial: number;
  readonly refresh: number;
  readonly retry: number;
  readonly expire: number;
  /** How long a negative answer holds, seconds. RFC 2308 §4. */
  readonly minimum: number;
}

export type RecordType = DnsRecord['type'];
export type RecordOf<T extends RecordType> = Extract<DnsRecord, { readonly type: T }>;

/** As dns-packet writes it. */
export function toWire(record: DnsRecord): Answer {
  const { name, ttl } = record;
  switch (record.type) {
    case 'A':
    case 'AAAA':
      return { name, ttl, type: record.type, data: record.address };
    case 'MX':
      return { name, ttl, type: 'MX', data: { preference: record.preference, exchange: record.exchange } };
    case 'CNAME':
    case 'NS':
    case 'PTR':
      return { name, ttl, type: record.type, data: record.target };
    case 'TXT':
      return { name, ttl, type: 'TXT', data: characterStrings(record.text) };
    case 'SOA': {
      const { primary, mailbox, serial, refresh, retry, expire, minimum } = record;
      return {
        name,
        ttl,
        type: 'SOA',
        data: { mname: primary, rname: mailbox, serial, refresh, retry, expire, minimum },
      };
    }
  }
}

/** Null: of a type that the lab does not speak of. */
export function fromWire(answer: Answer): DnsRecord | null {
  if (!('data' in answer)) return null;
  const common = { name: lower(answer.name), ttl: answer.ttl ?? 0 };
  switch (answer.type) {
    case 'A':
    case 'AAAA':
      return { ...common, type: answer.type, address: answer.data };
    case 'MX':
      return { ...common, type: 'MX', preference: answer.data.preference ?? 0, exchange: lower(answer.data.exchange) };
    case 'CNAME':
    case 'NS':
    case 'PTR':
      return { ...common, type: answer.type, target: lower(answer.data) };
    case 'TXT':
      return { ...common, type: 'TXT', text: joined(answer.data) };
    case 'SOA': {
      const { mname, rname, serial = 0, refresh = 0, retry = 0, expire = 0, minimum = 0 } = answer.data;
      return {
        ...common,
        type: 'SOA',
        primary: lower(mname),
        mailbox: lower(rname),
        serial,
        refresh,
        retry,
        expire,
        minimum,
      };
    }
    default:
      return null;
  }
}

/** The data part in the words of a zone file: `10 mx1.hana.test`. */
export function inWords(record: DnsRecord): string {
  switch (record.type) {
    case 'A':
    case 'AAAA':
      return record.address;
    case 'MX':
      return `${record.preference} ${record.exchange}`;
    case 'CNAME':
    case 'NS':
    case 'PTR':
      return record.target;
    case 'TXT':
      return record.text;
    case 'SOA':
      return `${record.primary} ${record.mailbox} ${record.serial}`;
  }
}

/** Names are compared without regard to case, in ASCII only. RFC 4343. */
export const lower = (name: string): string =>
  name.replace(/[A-Z]/g, (letter) => letter.toLowerCase()).replace(/(?<=.)\.$/, '');

/** At most 255 octets each; who reads them puts them together again. RFC 1035 §3.3.14, RFC 7208 §3.3. */
function characterStrings(text: string): Buffer[] {
  const octets = Buffer.from(text, 'utf8');
  const strings: Buffer[] = [];
  for (let at = 0; at < octets.length; at += 255) strings.push(octets.subarray(at, at + 255));
  return strings.length === 0 ? [Buffer.alloc(0)] : strings;
}

function joined(data: string | Buffer | readonly (string | Buffer)[]): string {
  const strings = Array.isArray(data) ? data : [data];
  return Buffer.concat(strings.map((string) => (typeof string === 'string' ? Buffer.from(string) : string))).toString(
    'utf8',
  );
}
