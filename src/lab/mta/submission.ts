/** Submission (RFC 6409): who may hand mail over, in whose name, and what is put right in it. */

import type { User, World } from '../../contract/lab/world.ts';
import { parseAddresses } from '../../message/address.ts';
import { domainOf, userOf } from '../around.ts';
import type { Peer, Reply, SmtpPolicy } from '../smtp/policy.ts';
import { expand } from './expand.ts';
import { field, firstOf, joinHeader, type RawField, valuesOf, without } from './fields.ts';
import { tooManyHops } from './hops.ts';
import { hourly } from './hourly.ts';
import type { MtaParts } from './parts.ts';
import { dateOf, hopsOf, received } from './received.ts';
import { domainNamed, isFinal, isKnown } from './route.ts';
import { signed } from './sign.ts';
import { takeContent } from './take.ts';
import { nameOfPeer, type Taken } from './taken.ts';

export function submissionPolicy(o: MtaParts, taken: Taken): SmtpPolicy {
  const { around } = o;
  const recipients = hourly();
  return {
    maxSize: () => around.world().queue.maxSize,

    async authenticate(_peer, user, password) {
      const world = around.world();
      const known = userOf(world, user);
      const here = known !== undefined && domainNamed(world, domainOf(known.address))?.submission === around.host;
      return here && known.password === password
        ? null
        : { code: 535, text: '5.7.8 User name or password is wrong, or this is not your submission server' };
    },

    async mail(peer, reversePath) {
      const user = signedIn(around.world(), peer);
      if (user === null) return { code: 530, text: '5.7.0 Sign in first' };
      // A report that the user's program makes (RFC 8098) has no sender.
      return reversePath === '' ? null : mayWrite(around.world(), user, reversePath);
    },

    async rcpt(peer, forwardPath) {
      const world = around.world();
      const refuse = unwanted(world, around.host, forwardPath);
      return refuse ?? recipients.count(peer.user ?? '', world.queue.maxRecipientsPerHour, around.clock.now());
    },

    content(peer, envelope) {
      const world = around.world();
      const user = signedIn(world, peer);
      return takeContent({
        around,
        queue: o.queue,
        maxSize: world.queue.maxSize,
        recipients: envelope.recipients.map(({ address }) => address),
        taken: (record, message) => taken(record, message, peer),
        async judge({ queueId, fields, body }) {
          if (user === null) return { refuse: { code: 530, text: '5.7.0 Sign in first' } };
          if (hopsOf(fields) >= world.queue.maxHops) return { refuse: tooManyHops(fields) };
          const refuse = fromIsTheirs(world, user, fields);
          if (refuse !== null) return { refuse };
          const fixed = fixUp(fields, { now: around.clock.now(), queueId, host: around.host });
          const trace = received({
            peer,
            peerName: nameOfPeer(world, peer.address),
            host: around.host,
            queueId,
            recipients: envelope.recipients.map(({ address }) => address),
            smtputf8: envelope.smtputf8,
            at: around.clock.now(),
          });
          const header = joinHeader(fixed);
          const signature = await signed(o, domainOf(user.address), header, body);
          return {
            take: {
              mail: queueId,
              envelope,
              why: 'submitted',
              parent: null,
              prepend: Buffer.concat([Buffer.from(trace), signature, header]),
            },
          };
        },
      });
    },
  };
}

const signedIn = (world: World, peer: Peer): User | null =>
  peer.user === null ? null : (userOf(world, peer.user) ?? null);

/** Null: yes. RFC 6409 §6.1: a submission server may refuse a sender that the user does not own. */
function mayWrite(world: World, user: User, address: string): Reply | null {
  const wanted = address.toLowerCase();
  if (wanted === user.address || user.owns.includes(wanted)) return null;
  if (domainNamed(world, domainOf(user.address))?.forging === 'allowed') return null;
  const owner = world.users.find((one) => one.address === wanted || one.owns.includes(wanted));
  const whose = owner === undefined ? 'nobody owns it here' : `it belongs to <${owner.address}>`;
  return { code: 553, text: `5.7.1 <${address}> is not an address of ${user.address}: ${whose}` };
}

/** The From that readers see must be theirs as well, or the check of the envelope would mean nothing. */
function fromIsTheirs(world: World, user: User, fields: readonly RawField[]): Reply | null {
  const addresses = [...valuesOf(fields, 'from'), ...valuesOf(fields, 'sender')].flatMap((value) =>
    parseAddresses(Buffer.from(value, 'latin1').toString('utf8')),
  );
  for (const { address } of addresses) {
    const refuse = mayWrite(world, user, address);
    if (refuse !== null) return { code: 550, text: `5.7.1 From: ${String(refuse.text).replace(/^5\.7\.1 /, '')}` };
  }
  if (valuesOf(fields, 'from').length > 1) return { code: 550, text: '5.6.0 More than one From field' };
  return null;
}

/** RFC 6409 §8: Date and Message-ID where they are missing, no Bcc, no Return-Path; and From, without which it is no mail (RFC 5322 §3.6). */
function fixUp(fields: readonly RawField[], o: { now: number; queueId: string; host: string }): RawField[] {
  const kept = without(fields, 'bcc', 'return-path');
  const missing = (name: string): boolean => firstOf(kept, name) === null;
  return [
    ...kept,
    ...(missing('date') ? [field('Date', dateOf(o.now))] : []),
    ...(missing('message-id') ? [field('Message-ID', `<${o.queueId}@${o.host}>`)] : []),
  ];
}

/** Null: it is taken. What is known to lead nowhere on this very host is refused at once: no mail need come back. */
export function unwanted(world: World, host: string, forwardPath: string): Reply | null {
  const domain = domainNamed(world, domainOf(forwardPath));
  if (domain === undefined || !(isFinal(domain, host) || domain.accepts.includes(host))) return null;
  if (!isKnown(world, forwardPath)) return { code: 550, text: `5.1.1 <${forwardPath}> No such user here` };
  if (!isFinal(domain, host)) return null;
  const recipient = {
    address: forwardPath,
    original: null,
    notify: null,
    state: 'waiting',
    said: null,
    through: [],
  } as const;
  const { leaves } = expand(world, host, [recipient]);
  const [first] = leaves;
  if (leaves.length === 1 && (first?.step.decision === 'loop' || first?.step.decision === 'unknown'))
    return { code: Number(first.step.said.slice(0, 3)), text: first.step.said.slice(4) };
  return null;
}
