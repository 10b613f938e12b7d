/** Which hosts take mail for a domain, best first: RFC 5321 §5.1, RFC 7505. */
import type { Resolver } from '../../dns/resolver.ts';

export interface Exchangers {
  readonly decision: 'mx' | 'implicit-mx' | 'null-mx' | 'loop' | 'no-host' | 'later';
  /** In the order in which they are tried. */
  readonly hosts: readonly string[];
  /** Why there is none: an SMTP reply. */
  readonly said: string;
}

export interface Asking {
  readonly resolver: Resolver;
  readonly domain: string;
  /** Name of the host that asks; it does not hand over to itself, nor to those that are no better. */
  readonly self: string;
  random(): number;
  readonly asked: { readonly host: string; readonly mail: string };
}

export async function exchangers({ resolver, domain, self, random, asked }: Asking): Promise<Exchangers> {
  const none = (decision: Exchangers['decision'], said: string): Exchangers => ({ decision, hosts: [], said });
  const { status, records } = await resolver.resolve(domain, 'MX', asked);
  if (status === 'NXDOMAIN') return none('no-host', `550 5.1.2 The domain ${domain} does not exist`);
  if (status !== 'NOERROR')
    return none('later', `451 4.4.3 DNS does not say where mail for ${domain} goes (${status})`);
  if (records.length === 0) return implicit(resolver, domain, self, asked);
  if (records.length === 1 && records[0]?.exchange === '.')
    return none('null-mx', `556 5.1.10 The domain ${domain} takes no mail (null MX)`);

  const own = records.find(({ exchange }) => exchange === self)?.preference ?? Number.POSITIVE_INFINITY;
  const better = records.filter(({ preference, exchange }) => preference < own && exchange !== '.');
  if (better.length === 0)
    return none(
      'loop',
      `554 5.4.6 Mail for ${domain} loops back to ${self}, which is its best exchanger and has no mailboxes for it`,
    );
  const hosts = shuffled(better, random)
    .sort((a, b) => a.preference - b.preference)
    .map(({ exchange }) => exchange);
  return { decision: 'mx', hosts: [...new Set(hosts)], said: '' };
}

/** No MX: the domain itself is the host, if it has an address. */
async function implicit(resolver: Resolver, domain: string, self: string, asked: Asking['asked']): Promise<Exchangers> {
  const found = await addressesOf(resolver, domain, asked);
  if (found.later) return { decision: 'later', hosts: [], said: `451 4.4.3 DNS does not say where ${domain} is` };
  if (found.addresses.length === 0)
    return { decision: 'no-host', hosts: [], said: `550 5.1.2 The domain ${domain} has neither MX nor address` };
  if (domain === self)
    return { decision: 'loop', hosts: [], said: `554 5.4.6 Mail for ${domain} loops back to ${self}` };
  return { decision: 'implicit-mx', hosts: [domain], said: '' };
}

/** IPv4 first; `later`: DNS could not say. */
export async function addressesOf(
  resolver: Resolver,
  host: string,
  asked: Asking['asked'],
): Promise<{ readonly addresses: readonly string[]; readonly later: boolean }> {
  const four = await resolver.resolve(host, 'A', asked);
  if (four.records.length > 0) return { addresses: four.records.map(({ address }) => address), later: false };
  if (four.status === 'NXDOMAIN') return { addresses: [], later: false };
  const six = await resolver.resolve(host, 'AAAA', asked);
  const later = [four, six].some(({ status }) => status !== 'NOERROR' && status !== 'NXDOMAIN');
  return { addresses: six.records.map(({ address }) => address), later: later && six.records.length === 0 };
}

/** Fisher and Yates; sorting afterwards is stable, so that only equal ones stay mixed. RFC 5321 §5.1. */
function shuffled<T>(items: readonly T[], random: () => number): T[] {
  const mixed = [...items];
  for (let i = mixed.length - 1; i > 0; i--) {
    const j = Math.floor(random() * (i + 1));
    [mixed[i], mixed[j]] = [mixed[j] as T, mixed[i] as T];
  }
  return mixed;
}
