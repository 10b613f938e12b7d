/** One zone of the world as its name server holds it: what was written, and what is there without being written. RFC 1034 §4.2. */
import { createHash } from 'node:crypto';
import { isIPv4, isIPv6 } from 'node:net';
import type { World, ZoneRecord } from '../../contract/lab/world.ts';
import { AUTOMATIC_TTL, NEGATIVE_TTL } from './limits.ts';
import { type DnsRecord, lower, type RecordOf } from './records.ts';

export interface ZoneIndex {
  readonly origin: string;
  readonly soa: RecordOf<'SOA'>;
  /** Every name that exists, also those that only have names below them (empty non-terminals, RFC 4592 §2.2.2). */
  readonly names: ReadonlyMap<string, readonly DnsRecord[]>;
}

/**
 * Zones that are there without being written: all loopback addresses, where the hosts' PTR records are (RFC 6303 §4.2), and `test`, so
 * that a domain that nobody has is NXDOMAIN as it would be out there (RFC 6761 §6.2).
 */
const ALWAYS = ['127.in-addr.arpa', 'test'];

/** A record that nobody wrote into the world, and the zone that it belongs to. */
export interface ExtraRecord {
  readonly origin: string;
  readonly record: ZoneRecord;
}

export function zonesOf(world: World, extra: readonly ExtraRecord[]): Map<string, ZoneIndex> {
  const written = new Map<string, DnsRecord[]>();
  for (const origin of ALWAYS) written.set(origin, []);
  for (const zone of world.zones) {
    const origin = lower(zone.origin);
    const records = zone.records.flatMap((record) => recordOf(record, origin, world));
    written.set(origin, [...(written.get(origin) ?? []), ...records]);
  }
  const more = extra.flatMap(({ origin, record }) => recordOf(record, lower(origin), world));
  for (const record of [...automatic(world), ...more]) {
    const records = written.get(zoneOf(record.name, (origin) => written.has(origin)) ?? '');
    if (records !== undefined && !contradicts(record, records)) records.push(record);
  }
  return new Map([...written].map(([origin, records]) => [origin, indexed(origin, records, world)]));
}

/** The nearest zone above (or at) a name. Null: not ours. */
export function zoneOf(name: string, exists: (origin: string) => boolean): string | null {
  for (let at: string | null = name; at !== null; at = parent(at)) if (exists(at)) return at;
  return null;
}

/** Without its first label. */
export function parent(name: string): string | null {
  const dot = name.indexOf('.');
  return dot < 0 ? null : name.slice(dot + 1);
}

/** A and PTR of the hosts. */
function automatic(world: World): DnsRecord[] {
  return world.hosts.flatMap(({ name, address }): DnsRecord[] => [
    { name, ttl: AUTOMATIC_TTL, type: 'A', address },
    { name: reverseName(address), ttl: AUTOMATIC_TTL, type: 'PTR', target: name },
  ]);
}

/** `11.0.44.127.in-addr.arpa`. RFC 1035 §3.5. */
export const reverseName = (address: string): string => `${address.split('.').reverse().join('.')}.in-addr.arpa`;

/** Written already, or a CNAME was written there, beside which nothing may stand (RFC 1034 §3.6.2). */
const contradicts = (record: DnsRecord, records: readonly DnsRecord[]): boolean =>
  records.some((other) => other.name === record.name && (other.type === 'CNAME' || same(other, record)));

const same = (a: DnsRecord, b: DnsRecord): boolean =>
  JSON.stringify({ ...a, ttl: 0 }, Object.keys(a).sort()) === JSON.stringify({ ...b, ttl: 0 }, Object.keys(b).sort());

function recordOf(record: ZoneRecord, origin: string, world: World): DnsRecord[] {
  const name = absolute(record.name, origin);
  if (!isName(name)) return [];
  const common = { name, ttl: record.ttl };
  switch (record.type) {
    case 'A':
      return isIPv4(record.address) ? [{ ...common, type: 'A', address: record.address }] : [];
    case 'AAAA':
      return isIPv6(record.address) ? [{ ...common, type: 'AAAA', address: record.address }] : [];
    case 'HOST':
      return world.hosts
        .filter((host) => host.name === record.host)
        .map(({ address }) => ({ ...common, type: 'A', address }));
    case 'MX':
      return [{ ...common, type: 'MX', preference: record.preference, exchange: lower(record.exchange) }];
    case 'TXT':
      return [{ ...common, type: 'TXT', text: record.text }];
    case 'CNAME':
    case 'NS':
    case 'PTR':
      return [{ ...common, type: record.type, target: lower(record.target) }];
  }
}

function absolute(name: string, origin: string): string {
  if (name === '@' || name === '') return origin;
  return name.endsWith('.') ? lower(name) : `${lower(name)}.${origin}`;
}

/** Fits the wire: labels of 1 to 63 octets, 253 in all. RFC 1035 §2.3.4. */
const isName = (name: string): boolean =>
  Buffer.byteLength(name) <= 253 && name.split('.').every((label) => label !== '' && Buffer.byteLength(label) <= 63);

function indexed(origin: string, written: readonly DnsRecord[], world: World): ZoneIndex {
  const servers = world.hosts.filter((host) => host.roles.includes('dns')).map((host) => host.name);
  const ns = servers.map((target): DnsRecord => ({ name: origin, ttl: AUTOMATIC_TTL, type: 'NS', target }));
  const hasNs = written.some((record) => record.type === 'NS' && record.name === origin);
  const records = [...(hasNs ? [] : ns), ...written].filter((record) => within(record.name, origin));
  const soa: RecordOf<'SOA'> = {
    name: origin,
    ttl: AUTOMATIC_TTL,
    type: 'SOA',
    primary: servers[0] ?? origin,
    mailbox: `hostmaster.${origin}`,
    serial: serialOf(records),
    refresh: 3600,
    retry: 600,
    expire: 604_800,
    minimum: NEGATIVE_TTL,
  };
  const names = new Map<string, DnsRecord[]>();
  for (const record of [soa, ...records]) {
    for (let at: string | null = record.name; at !== null && within(at, origin); at = parent(at))
      if (!names.has(at)) names.set(at, []);
    names.get(record.name)?.push(record);
  }
  return { origin, soa, names };
}

const within = (name: string, origin: string): boolean => name === origin || name.endsWith(`.${origin}`);

/** Another one whenever the content is another. It does not grow: nobody copies these zones (RFC 1982 is for who does). */
function serialOf(records: readonly DnsRecord[]): number {
  return createHash('sha256').update(JSON.stringify(records)).digest().readUInt32BE(0) || 1;
}
