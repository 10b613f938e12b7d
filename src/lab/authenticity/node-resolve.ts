/** The lab's resolver in the shape that mailauth knows from node:dns. It is the only way out that it is given. */
import type { AskedFor, DnsRecord, RecordType, Resolver } from '../dns/index.ts';
import type { NodeResolve } from './mailauth.ts';

const types: readonly string[] = ['A', 'AAAA', 'MX', 'CNAME', 'TXT', 'PTR', 'NS'] satisfies RecordType[];
const isType = (type: string): type is RecordType => types.includes(type);

/** Codes of node:dns for what the resolver says. */
const codes = {
  NOERROR: 'ENODATA',
  NXDOMAIN: 'ENOTFOUND',
  SERVFAIL: 'ESERVFAIL',
  REFUSED: 'EREFUSED',
  FORMERR: 'EFORMERR',
  NOTIMP: 'ENOTIMP',
} as const;

export function nodeResolve(resolver: Resolver, asked: AskedFor): NodeResolve {
  return async (name, type) => {
    if (!isType(type)) throw failure('ENOTIMP', name, type);
    const { status, records, trouble } = await resolver.resolve(name, type, asked);
    if (trouble === 'no-answer') throw failure('ETIMEOUT', name, type);
    if (records.length === 0) throw failure(codes[status], name, type);
    // Its declaration knows only text; for MX it reads objects, as node:dns gives them.
    return records.map(inNodeShape) as string[] | string[][];
  };
}

function inNodeShape(record: DnsRecord): string | string[] | { exchange: string; priority: number } {
  switch (record.type) {
    case 'A':
    case 'AAAA':
      return record.address;
    case 'MX':
      return { exchange: record.exchange, priority: record.preference };
    case 'TXT':
      return [record.text];
    case 'CNAME':
    case 'NS':
    case 'PTR':
      return record.target;
    case 'SOA':
      return record.primary;
  }
}

const failure = (code: string, name: string, type: string): Error =>
  Object.assign(new Error(`${type} ${name}: ${code}`), { code });
