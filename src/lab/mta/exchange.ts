/** Mail from other hosts: any reverse-path, as mail was; recipients of one's own domains and of those one relays for; checked at the border. */
import type { World } from '../../contract/lab/world.ts';
import { domainOf } from '../around.ts';
import type { Peer, Reply, SmtpPolicy } from '../smtp/policy.ts';
import { border, inside } from './border.ts';
import { firstOf, joinHeader, type RawField } from './fields.ts';
import { tooManyHops } from './hops.ts';
import type { MtaParts } from './parts.ts';
import { hopsOf, received } from './received.ts';
import { domainNamed, isFinal } from './route.ts';
import { unwanted } from './submission.ts';
import { takeContent } from './take.ts';
import { nameOfPeer, type Taken } from './taken.ts';

export function exchangePolicy(o: MtaParts, taken: Taken): SmtpPolicy {
  const { around } = o;
  return {
    maxSize: () => around.world().queue.maxSize,
    authenticate: async () => ({ code: 503, text: '5.5.1 Nobody signs in between hosts' }),

    begins(peer) {
      const mail = peer.remote === undefined ? null : around.places.carriedFrom(peer.remote);
      if (mail !== null) peer.mail = mail;
    },

    mail: async () => null,

    async rcpt(peer, forwardPath) {
      const world = around.world();
      return mayRelay(world, around.host, peer, forwardPath) ?? unwanted(world, around.host, forwardPath);
    },

    content(peer, envelope) {
      const world = around.world();
      const addresses = envelope.recipients.map(({ address }) => address);
      return takeContent({
        around,
        queue: o.queue,
        maxSize: world.queue.maxSize,
        recipients: addresses,
        taken: (record, message) => taken(record, message, peer),
        async judge({ queueId, fields, body }) {
          if (hopsOf(fields) >= world.queue.maxHops) return { refuse: tooManyHops(fields) };
          const mail = peer.mail ?? queueId;
          const at = await border(o, { peer, envelope, recipients: addresses, mail, fields, body });
          if ('refuse' in at) return at;
          const trace = received({
            peer,
            peerName: nameOfPeer(world, peer.address),
            host: around.host,
            queueId,
            recipients: addresses,
            smtputf8: envelope.smtputf8,
            at: around.clock.now(),
          });
          return {
            take: {
              mail,
              envelope,
              why: 'relayed',
              parent: null,
              prepend: Buffer.concat([Buffer.from(at.results + trace), joinHeader(complete(at.fields))]),
            },
          };
        },
      });
    },
  };
}

/** Nothing is added to another's mail; only a header that has no field at all gets one, so that the mail has a header. */
const complete = (fields: readonly RawField[]): readonly RawField[] =>
  firstOf(fields, 'from') === null && fields.length === 0 ? [] : fields;

/** Null: it is for this host, or the client is one that it relays for. RFC 5321 §7.9: an open relay serves spammers. */
function mayRelay(world: World, host: string, peer: Peer, address: string): Reply | null {
  const name = domainOf(address);
  const domain = domainNamed(world, name);
  const own = domain !== undefined && (domain.accepts.includes(host) || isFinal(domain, host));
  if (own || customers(world, host).includes(name)) return null;
  if (world.transports.some((one) => one.host === host && one.domain === name)) return null;
  if (inside(world, host, peer.address)) return null;
  const client = nameOfPeer(world, peer.address) ?? peer.address;
  return { code: 550, text: `5.7.1 Relay access denied: ${host} carries no mail from ${client} to ${name || address}` };
}

const customers = (world: World, host: string): readonly string[] =>
  world.hosts.find((one) => one.name === host)?.relayFor ?? [];
