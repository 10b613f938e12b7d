/** At the border of a domain what comes in is checked: SPF, DKIM, DMARC, written down (RFC 8601) or acted on. Inside, the first host's word stands. */
import type { Domain, World } from '../../contract/lab/world.ts';
import { domainOf } from '../around.ts';
import type { Envelope } from '../queue/store.ts';
import type { Peer, Reply } from '../smtp/policy.ts';
import { joinHeader, type RawField } from './fields.ts';
import type { MtaParts } from './parts.ts';
import { domainNamed } from './route.ts';

export interface Arriving {
  readonly peer: Peer;
  readonly envelope: Envelope;
  readonly recipients: readonly string[];
  readonly mail: string;
  readonly fields: readonly RawField[];
  body(): Promise<Buffer>;
}

/** `results`: an Authentication-Results field to go before everything, or nothing. */
export async function border(
  o: MtaParts,
  arriving: Arriving,
): Promise<{ readonly refuse: Reply } | { readonly results: string; readonly fields: readonly RawField[] }> {
  const { around } = o;
  const world = around.world();
  const { peer, envelope } = arriving;
  const domains = arriving.recipients.flatMap((address) => domainNamed(world, domainOf(address)) ?? []);
  const home =
    inside(world, around.host, peer.address) || domains.some((domain) => isOwnHost(world, domain, peer.address));
  // RFC 8601 §5: whoever writes our name there comes from outside and lies.
  const ours = home ? [around.host] : [around.host, ...domains.flatMap(({ accepts }) => accepts)];
  const fields = arriving.fields.filter((field) => !claims(field, ours));
  const checks = strictest(domains);
  if (home || checks === 'off' || o.check === null) return { results: '', fields };

  const checked = await o.check({
    message: Buffer.concat([joinHeader(fields), await arriving.body()]),
    ip: peer.address,
    helo: peer.helo,
    mailFrom: envelope.reversePath,
    resolver: o.resolver,
    host: around.host,
    asked: { mail: arriving.mail, connection: peer.connection },
    now: around.clock.now(),
  });
  around.trace.tell({
    kind: 'checked',
    host: around.host,
    connection: peer.connection,
    mail: arriving.mail,
    spf: checked.spf,
    dkim: checked.dkim,
    dmarc: checked.dmarc,
    from: checked.from,
    policy: checked.policy,
    authenticationResults: checked.header,
  });
  if (checks === 'enforce' && checked.policy === 'reject')
    return {
      refuse: {
        code: 550,
        text: `5.7.1 ${checked.from} asks (DMARC p=reject) to refuse mail in its name that it did not send: spf=${checked.spf}, dkim=${checked.dkim}`,
      },
    };
  return { results: checked.header, fields };
}

/** The client is one that this host relays for. */
export function inside(world: World, host: string, address: string): boolean {
  const customers = world.hosts.find((one) => one.name === host)?.relayFor ?? [];
  return (
    customers.includes(address) || world.hosts.some((one) => one.address === address && customers.includes(one.name))
  );
}

/** The client is another host of the same domain: a backup exchanger, a gateway that hands over. */
function isOwnHost(world: World, domain: Domain, address: string): boolean {
  const name = world.hosts.find((one) => one.address === address)?.name;
  if (name === undefined) return false;
  const { accepts, mailboxes, submission } = domain;
  const hands = world.transports.some((one) => one.host === name && one.domain === domain.name);
  return accepts.includes(name) || mailboxes === name || submission === name || hands;
}

function strictest(domains: readonly Domain[]): Domain['checks'] {
  const found = domains.map(({ checks }) => checks);
  return found.includes('enforce') ? 'enforce' : found.includes('annotate') ? 'annotate' : 'off';
}

/** An Authentication-Results field in one of these names. */
function claims({ name, octets }: RawField, hosts: readonly string[]): boolean {
  if (name !== 'authentication-results') return false;
  const text = octets
    .toString('latin1')
    .replace(/\r?\n/g, '')
    .replace(/\([^()]*\)/g, ' ');
  const id = /^[^:]*:\s*"?([^\s";]+)/.exec(text)?.[1]?.toLowerCase();
  return id !== undefined && hosts.includes(id);
}
