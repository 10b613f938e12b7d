/** All zones of a world, and what they say about a name. A pure function of the world and the extra records. RFC 1034 §4.3.2, RFC 4592, RFC 2308. */
import type { World } from '../../contract/lab/world.ts';
import { CHAIN } from './limits.ts';
import { type DnsRecord, lower, type RecordType } from './records.ts';
import { type ExtraRecord, parent, type ZoneIndex, zoneOf, zonesOf } from './zone.ts';

export interface Lookup {
  /** REFUSED: the name lies in none of our zones. NODATA is NOERROR without an answer. */
  readonly status: 'NOERROR' | 'NXDOMAIN' | 'REFUSED';
  /** False where the name was given away to other servers. */
  readonly authoritative: boolean;
  /** CNAMEs that were followed come first. */
  readonly answers: readonly DnsRecord[];
  readonly authorities: readonly DnsRecord[];
  readonly additionals: readonly DnsRecord[];
}

export interface ZoneData {
  /** `type` also of kinds that the zones never have; then it is NODATA. */
  lookup(name: string, type: RecordType | 'ANY' | 'OTHER'): Lookup;
}

/** What one zone says about one name, aliases not followed. */
type Found =
  | { readonly kind: 'records'; readonly records: readonly DnsRecord[] }
  | { readonly kind: 'alias'; readonly record: Extract<DnsRecord, { readonly type: 'CNAME' | 'NS' | 'PTR' }> }
  | { readonly kind: 'elsewhere'; readonly servers: readonly DnsRecord[] }
  | { readonly kind: 'missing' };

export function zoneData(world: World, extra: readonly ExtraRecord[] = []): ZoneData {
  const zones = zonesOf(world, extra);
  const nearest = (name: string): ZoneIndex | undefined => zones.get(zoneOf(name, (at) => zones.has(at)) ?? '');
  // As written, also below a name that was given away: that is glue (RFC 1034 §4.2.1).
  const addressesOf = (name: string): readonly DnsRecord[] =>
    (nearest(name)?.names.get(name) ?? []).filter(({ type }) => type === 'A' || type === 'AAAA');
  const additionalFor = (records: readonly DnsRecord[]): DnsRecord[] => {
    const hosts = records.flatMap((record) =>
      record.type === 'MX' ? [record.exchange] : record.type === 'NS' ? [record.target] : [],
    );
    return [...new Set(hosts)].flatMap(addressesOf);
  };

  return {
    lookup(asked, type) {
      const answers: DnsRecord[] = [];
      const passed = new Set<string>();
      let name = lower(asked);
      for (;;) {
        const zone = nearest(name);
        // An alias that leads out of our zones: what we know is the answer, the rest is for others to say.
        if (zone === undefined)
          return answers.length > 0 ? plain('NOERROR', answers) : { ...plain('REFUSED', []), authoritative: false };
        const found = find(zone, name, type);
        if (found.kind === 'elsewhere')
          return {
            status: 'NOERROR',
            authoritative: answers.length > 0,
            answers,
            authorities: found.servers,
            additionals: additionalFor(found.servers),
          };
        // RFC 6604 §3: the code is that of the last name of the chain. RFC 2308 §2.1: the SOA goes with it.
        if (found.kind === 'missing') return { ...plain('NXDOMAIN', answers), authorities: [zone.soa] };
        if (found.kind === 'records') {
          answers.push(...found.records);
          return {
            ...plain('NOERROR', answers),
            authorities: found.records.length === 0 ? [zone.soa] : [],
            additionals: additionalFor(found.records),
          };
        }
        answers.push(found.record);
        passed.add(name);
        name = found.record.target;
        // A circle, or a chain without end: said as far as it goes, so that who asks can see it.
        if (passed.has(name) || passed.size >= CHAIN) return plain('NOERROR', answers);
      }
    },
  };
}

const plain = (status: Lookup['status'], answers: readonly DnsRecord[]): Lookup => ({
  status,
  authoritative: true,
  answers,
  authorities: [],
  additionals: [],
});

function find(zone: ZoneIndex, name: string, type: RecordType | 'ANY' | 'OTHER'): Found {
  const given = givenAway(zone, name);
  if (given !== null) return { kind: 'elsewhere', servers: given };
  const records = zone.names.get(name) ?? wildcard(zone, name);
  if (records === null) return { kind: 'missing' };
  for (const record of records)
    if (record.type === 'CNAME' && type !== 'CNAME' && type !== 'ANY') return { kind: 'alias', record };
  return { kind: 'records', records: records.filter((record) => type === 'ANY' || record.type === type) };
}

/** NS records below the zone's origin, at the name or above it. RFC 1034 §4.2.1. */
function givenAway(zone: ZoneIndex, name: string): readonly DnsRecord[] | null {
  for (let at: string | null = name; at !== null && at !== zone.origin; at = parent(at)) {
    const servers = zone.names.get(at)?.filter((record) => record.type === 'NS') ?? [];
    if (servers.length > 0) return servers;
  }
  return null;
}

/** `*` directly below the nearest name that exists stands for all that does not. RFC 4592 §3.3.1. */
function wildcard(zone: ZoneIndex, name: string): readonly DnsRecord[] | null {
  for (let at = parent(name); at !== null; at = parent(at))
    if (zone.names.has(at)) return zone.names.get(`*.${at}`)?.map((record) => ({ ...record, name })) ?? null;
  return null;
}
