/**
 * Whether a world can be: first each value by its schema, then what only shows when things are seen together. Every complaint names the
 * place, so that an editor can show it there. A circle of aliases is no mistake: a world may hold one to be looked at.
 */
import type { z } from 'zod';
import { ja } from 'zod/locales';
import { sensible } from '../../contract/lab/sensible.ts';
import type { WorldProblem } from '../../contract/lab/table.ts';
import { World } from '../../contract/lab/world.ts';
import { domainOf } from '../around.ts';
import { isForm, say } from './complaints.ts';

export type Checked = { readonly world: World } | { readonly problems: readonly WorldProblem[] };

export function checkWorld(value: unknown): Checked {
  const parsed = World.safeParse(value, { reportInput: true });
  if (!parsed.success)
    return { problems: parsed.error.issues.map((issue) => problem(issue.path.map(place), saidOf(issue))) };
  const problems = [...names(parsed.data), ...references(parsed.data), ...zones(parsed.data)];
  return problems.length > 0 ? { problems } : { world: parsed.data };
}

type Path = (string | number)[];
type Said = Pick<WorldProblem, 'en' | 'ja'>;

const problem = (path: Path, { en, ja }: Said): WorldProblem => ({ path, en, ja });
const place = (key: PropertyKey): string | number => (typeof key === 'number' ? key : String(key));

const japanese = ja().localeError;

function saidOf(issue: z.core.$ZodIssue): Said {
  if (isForm(issue.message)) return say.form(issue.message);
  const told = japanese({ ...issue, input: issue.input } as Parameters<typeof japanese>[0]);
  return say.value(issue.message, (typeof told === 'string' ? told : told?.message) ?? issue.message);
}

/** Nothing has the name of another thing of its kind; an address is one thing only. */
function names(world: World): WorldProblem[] {
  const problems: WorldProblem[] = [];
  const once = (kind: string, key: string, values: readonly string[]): void => {
    const seen = new Set<string>();
    for (const [i, value] of values.entries()) {
      if (seen.has(value)) problems.push(problem([kind, i, key], say.twice(value)));
      seen.add(value);
    }
  };
  once(
    'hosts',
    'name',
    world.hosts.map((host) => host.name),
  );
  once(
    'hosts',
    'address',
    world.hosts.map((host) => host.address),
  );
  once(
    'domains',
    'name',
    world.domains.map((domain) => domain.name),
  );
  once(
    'zones',
    'origin',
    world.zones.map((zone) => zone.origin),
  );
  once(
    'faults',
    'id',
    world.faults.map((fault) => fault.id),
  );
  const taken = new Set<string>();
  for (const [kind, things] of [
    ['users', world.users],
    ['lists', world.lists],
    ['aliases', world.aliases],
  ] as const)
    for (const [i, { address }] of things.entries()) {
      if (taken.has(address.toLowerCase())) problems.push(problem([kind, i, 'address'], say.twice(address)));
      taken.add(address.toLowerCase());
    }
  return problems;
}

/** What is named is there, and can do what is asked of it. */
function references(world: World): WorldProblem[] {
  const problems: WorldProblem[] = [];
  const hosts = new Map(world.hosts.map((host) => [host.name, host]));
  const domains = new Map(world.domains.map((domain) => [domain.name, domain]));
  const host = (path: Path, name: string | null | undefined, role?: 'mailbox' | 'submission'): void => {
    if (name === null || name === undefined) return;
    const found = hosts.get(name);
    if (found === undefined) problems.push(problem(path, say.noHost(name)));
    else if (role !== undefined && !found.roles.includes(role)) problems.push(problem(path, say.noRole(name, role)));
  };
  if (!world.hosts.some((each) => each.roles.includes('dns'))) problems.push(problem(['hosts'], say.noDns()));
  for (const [i, domain] of world.domains.entries()) {
    host(['domains', i, 'mailboxes'], domain.mailboxes, 'mailbox');
    host(['domains', i, 'submission'], domain.submission, 'submission');
    for (const [j, name] of domain.accepts.entries()) host(['domains', i, 'accepts', j], name);
    if (domain.mailboxes !== null && !domain.accepts.includes(domain.mailboxes))
      problems.push(problem(['domains', i, 'accepts'], say.mailboxesAccept(domain.mailboxes)));
  }
  const local = (kind: string, addresses: readonly { address: string }[], mailboxes: boolean): void => {
    for (const [i, { address }] of addresses.entries()) {
      const domain = domains.get(domainOf(address));
      if (domain === undefined) problems.push(problem([kind, i, 'address'], say.noDomain(domainOf(address))));
      else if (mailboxes && domain.mailboxes === null)
        problems.push(problem([kind, i, 'address'], say.noMailboxes(domain.name)));
    }
  };
  local('users', world.users, true);
  local('aliases', world.aliases, true);
  local('lists', world.lists, true);
  for (const [i, route] of world.transports.entries()) {
    host(['transports', i, 'host'], route.host);
    if (route.via.kind !== 'fixed') host(['transports', i, 'via', 'to'], route.via.to);
  }
  for (const [i, fault] of world.faults.entries()) {
    host(['faults', i, 'host'], fault.host);
    if (!sensible[fault.point].includes(fault.effect.kind))
      problems.push(problem(['faults', i, 'effect'], say.noSuchEffect(fault.point, fault.effect.kind)));
  }
  return problems;
}

/** What DNS does not allow. */
function zones(world: World): WorldProblem[] {
  const problems: WorldProblem[] = [];
  const hosts = new Set(world.hosts.map((host) => host.name));
  for (const [i, zone] of world.zones.entries()) {
    const kinds = new Map<string, Set<string>>();
    for (const { name, type } of zone.records) kinds.set(name, (kinds.get(name) ?? new Set()).add(type));
    for (const [j, record] of zone.records.entries()) {
      const at: Path = ['zones', i, 'records', j];
      // RFC 1034 §3.6.2: where there is a CNAME there is nothing else.
      if (record.type === 'CNAME' && (kinds.get(record.name)?.size ?? 0) > 1)
        problems.push(problem([...at, 'name'], say.cnameAlone(record.name)));
      if (record.type === 'CNAME' && record.name === '@') problems.push(problem([...at, 'name'], say.cnameAtTop()));
      if (record.type === 'HOST' && !hosts.has(record.host))
        problems.push(problem([...at, 'host'], say.noHost(record.host)));
      // RFC 7505 §3.
      if (
        record.type === 'MX' &&
        record.exchange === '.' &&
        zone.records.filter((r) => r.type === 'MX' && r.name === record.name).length > 1
      )
        problems.push(problem([...at, 'exchange'], say.nullMxAlone()));
      if (record.type === 'A' && !isIpv4(record.address))
        problems.push(problem([...at, 'address'], say.noIpv4(record.address)));
      if (record.type === 'AAAA' && !isIpv6(record.address))
        problems.push(problem([...at, 'address'], say.noIpv6(record.address)));
    }
  }
  return problems;
}

const isIpv4 = (text: string): boolean =>
  /^(\d{1,3}\.){3}\d{1,3}$/.test(text) && text.split('.').every((octet) => Number(octet) < 256);
const isIpv6 = (text: string): boolean => {
  try {
    return new URL(`http://[${text}]/`).hostname !== '';
  } catch {
    return false;
  }
};
