/**
 * A world of the lab: everything that there is to know about its domains, hosts, people and weather, as one object that can be written
 * to a file, edited and read again. What it does not know it refuses: a slip of the pen must not be passed over. Terms as in RFC 5598; names of zones and hosts without a final dot.
 */
import { z } from 'zod';

/** A host or domain name: letters, digits, hyphens; RFC 1123 §2.1. Lower case. */
export const DomainName = z
  .string()
  .max(253)
  .regex(
    /^(?=.{1,253}$)([a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9])?\.)*[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/,
    'a name like mail.hana.test',
  );
/** An address `local@domain`; the local part as it is looked up, in lower case. Non-ASCII is allowed (RFC 6531). */
export const MailAddress = z
  .string()
  .max(254)
  .regex(/^[^\s@<>()",;:\\[\]]{1,64}@[^\s@<>()",;:\\[\]]+$/u, 'an address like aiko@hana.test');
/** In 127.0.0.0/8, so that nothing can leave the machine. */
export const LoopbackAddress = z.string().regex(/^127\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/, 'an address in 127.0.0.0/8');
const text = z.string().max(2000);
/** The same words in both languages. */
export const Localized = z.strictObject({ en: text, ja: text });
export type Localized = z.infer<typeof Localized>;

export const Role = z.enum(['dns', 'submission', 'mx', 'mailbox', 'relay']);
/** `dns` answers for all zones; `submission` takes mail from users (RFC 6409); `mx` takes mail from other hosts; `mailbox` holds spools and speaks POP3 and IMAP; `relay` passes on what its transports or MX say (smart host, hop). */
export type Role = z.infer<typeof Role>;

/** One machine: it has a loopback address of its own where the system allows it. */
export const WorldHost = z.strictObject({
  name: DomainName,
  address: LoopbackAddress,
  roles: z.array(Role),
  /** What its certificate is like; `none`: no TLS is offered. */
  tls: z.enum(['good', 'none', 'expired', 'wrong-host', 'self-signed']).default('good'),
  /** Where it stands on the map, in grid cells. */
  at: z.strictObject({ x: z.number().int().min(0).max(20), y: z.number().int().min(0).max(20) }),
  /** Whose mail it relays though it is not for its own domains: addresses or names of hosts; a smart host's customers. */
  relayFor: z.array(z.string()).default([]),
});
export type WorldHost = z.infer<typeof WorldHost>;

export const Domain = z.strictObject({
  name: DomainName,
  title: Localized,
  /** Host whose spool holds the mailboxes; null where the domain has none of its own. */
  mailboxes: DomainName.nullable(),
  /** Host that its users hand their mail to. */
  submission: DomainName.nullable(),
  /** Hosts that accept mail for it as their own (finally or as a backup exchanger that relays to `mailboxes`). */
  accepts: z.array(DomainName),
  /** Whether its submission server lets a user write any sender address. */
  forging: z.enum(['refused', 'allowed']).default('refused'),
  /** DKIM selector under which what leaves the submission server is signed; null: unsigned. */
  dkim: z.string().max(63).nullable().default(null),
  /** What its exchangers do with SPF, DKIM and DMARC of what comes in: nothing, write it down (RFC 8601), or act on the sender's DMARC policy. */
  checks: z.enum(['off', 'annotate', 'enforce']).default('annotate'),
});
export type Domain = z.infer<typeof Domain>;

export const User = z.strictObject({
  address: MailAddress,
  password: z.string().min(1).max(200),
  name: z.string().max(200),
  /** Octets the spool may hold; null: as much as the disk has. */
  quota: z.number().int().positive().nullable().default(null),
  /** Further addresses that this user owns and may write as sender. */
  owns: z.array(MailAddress).default([]),
});
export type User = z.infer<typeof User>;

/** Another name: mail to it starts over with each of `to`. May lead to aliases, lists, users or elsewhere. */
export const Alias = z.strictObject({ address: MailAddress, to: z.array(MailAddress).min(1) });
export type Alias = z.infer<typeof Alias>;

export const MailingList = z.strictObject({
  address: MailAddress,
  title: Localized,
  /** Gets the bounces in the modern style. */
  owner: MailAddress,
  members: z.array(MailAddress),
  /** `classic`: a copy to each member, header and reverse-path untouched. `modern`: the list's own reverse-path, List-Id, List-Unsubscribe (RFC 2919, 2369). */
  style: z.enum(['classic', 'modern']),
  /** Also kept in the public folder `#news/NAME` of its mailbox host, for everybody to read. */
  news: z.boolean().default(false),
});
export type MailingList = z.infer<typeof MailingList>;

/** A route that goes before MX, on one host, for one domain: `*` is every domain that is not its own. */
export const Transport = z.strictObject({
  host: DomainName,
  domain: z.union([z.literal('*'), DomainName]),
  via: z.discriminatedUnion('kind', [
    /** Everything over a bigger neighbour. */
    z.strictObject({ kind: z.literal('smart-host'), to: DomainName }),
    /** A loopback address and port, also of a server that is not of this world. */
    z.strictObject({ kind: z.literal('fixed'), address: LoopbackAddress, port: z.number().int().min(1).max(65535) }),
    /** As UUCP was: collected, and handed over to the next hop at every full period only. */
    z.strictObject({
      kind: z.literal('store-and-forward'),
      to: DomainName,
      everyMinutes: z.number().int().min(1).max(10080),
    }),
  ]),
});
export type Transport = z.infer<typeof Transport>;

const ttl = z.number().int().min(0).max(604800).default(300);
const owner = z.union([z.literal('@'), z.string().max(253)]);
/** A record, `name` relative to the zone's origin, `@` the origin itself. A and PTR of hosts, SOA and NS exist without being written. */
export const ZoneRecord = z.discriminatedUnion('type', [
  z.strictObject({ name: owner, type: z.literal('A'), ttl, address: z.string() }),
  z.strictObject({ name: owner, type: z.literal('AAAA'), ttl, address: z.string() }),
  /** The address of one of the world's hosts, wherever the world lies. */
  z.strictObject({ name: owner, type: z.literal('HOST'), ttl, host: DomainName }),
  /** `exchange: '.'` with preference 0 is a null MX (RFC 7505). */
  z.strictObject({
    name: owner,
    type: z.literal('MX'),
    ttl,
    preference: z.number().int().min(0).max(65535),
    exchange: z.union([z.literal('.'), DomainName]),
  }),
  z.strictObject({ name: owner, type: z.literal('CNAME'), ttl, target: DomainName }),
  z.strictObject({ name: owner, type: z.literal('TXT'), ttl, text: z.string().max(4000) }),
  z.strictObject({ name: owner, type: z.literal('NS'), ttl, target: DomainName }),
  z.strictObject({ name: owner, type: z.literal('PTR'), ttl, target: DomainName }),
]);
export type ZoneRecord = z.infer<typeof ZoneRecord>;

export const Zone = z.strictObject({ origin: DomainName, records: z.array(ZoneRecord) });
export type Zone = z.infer<typeof Zone>;

/** Where in a conversation a fault strikes. */
export const FaultPoint = z.enum([
  'dns.answer',
  'smtp.connect',
  'smtp.greeting',
  'smtp.ehlo',
  'smtp.starttls',
  'smtp.auth',
  'smtp.mail',
  'smtp.rcpt',
  'smtp.data',
  'smtp.content',
  'smtp.end-of-data',
  'queue.store',
  'spool.store',
  'pop3.connect',
  'pop3.pass',
  'pop3.stat',
  'pop3.list',
  'pop3.uidl',
  'pop3.retr',
  'pop3.quit',
  'imap.connect',
  'imap.login',
  'imap.select',
  'imap.fetch',
  'imap.append',
]);
export type FaultPoint = z.infer<typeof FaultPoint>;

/** What happens there. */
export const FaultEffect = z.discriminatedUnion('kind', [
  /** A permanent refusal: SMTP 5xx, POP3 -ERR, IMAP NO. */
  z.strictObject({ kind: z.literal('refuse'), code: z.number().int().min(500).max(599).default(550), text }),
  /** A refusal for now: SMTP 4xx. */
  z.strictObject({ kind: z.literal('defer'), code: z.number().int().min(400).max(499).default(451), text }),
  /** The answer comes so much later (real time; the lab's clock may be another). */
  z.strictObject({ kind: z.literal('delay'), ms: z.number().int().min(0).max(600_000) }),
  /** The connection is cut, after so many octets of what is being sent. */
  z.strictObject({ kind: z.literal('drop'), afterOctets: z.number().int().min(0).default(0) }),
  /** Nobody answers at this host at all. */
  z.strictObject({ kind: z.literal('dead-host') }),
  z.strictObject({ kind: z.literal('bad-tls') }),
  /** Refused for now until so many seconds after the first try of the same triplet (sender, recipient, client). */
  z.strictObject({ kind: z.literal('greylist'), seconds: z.number().int().min(1) }),
  z.strictObject({ kind: z.literal('disk-full') }),
  z.strictObject({ kind: z.literal('servfail') }),
  z.strictObject({ kind: z.literal('uidl-missing') }),
  z.strictObject({ kind: z.literal('uidl-duplicate') }),
  z.strictObject({ kind: z.literal('uidl-changed') }),
  z.strictObject({ kind: z.literal('uidvalidity-bump') }),
  z.strictObject({ kind: z.literal('expunge-during-fetch') }),
  z.strictObject({ kind: z.literal('lying-size'), by: z.number().int() }),
]);
export type FaultEffect = z.infer<typeof FaultEffect>;

export const Fault = z.strictObject({
  id: z.string().min(1).max(60),
  point: FaultPoint,
  effect: FaultEffect,
  /** Only at this host, for this recipient (or user, or name that is asked for); absent: any. */
  host: DomainName.optional(),
  address: z.string().max(254).optional(),
  /** Strikes so many times, after letting `skip` pass; absent: always. */
  times: z.number().int().min(1).optional(),
  skip: z.number().int().min(0).default(0),
  /** Between these moments of the lab's clock (ms since 1970). */
  from: z.number().optional(),
  until: z.number().optional(),
});
export type Fault = z.infer<typeof Fault>;

export const QueuePolicy = z.strictObject({
  /** Minutes to the second, third … attempt; the last one repeats. */
  retryMinutes: z.array(z.number().positive()).min(1).default([5, 10, 20, 40, 60, 120, 240]),
  /** Minutes until the sender is told of a delay, once. */
  warnMinutes: z.number().positive().default(240),
  /** Minutes until a mail is given up and bounced. RFC 5321 §4.5.4.1: at least 4 to 5 days. */
  giveUpMinutes: z.number().positive().default(7200),
  /** More Received fields than this, and it is a loop. RFC 5321 §6.3. */
  maxHops: z.number().int().min(5).max(200).default(50),
  /** Octets a message may have. RFC 1870. */
  maxSize: z.number().int().min(1024).max(200_000_000).default(50_000_000),
  /** Recipients that a signed-in user may name in an hour; null: as many as he likes. */
  maxRecipientsPerHour: z.number().int().min(1).nullable().default(null),
});
export type QueuePolicy = z.infer<typeof QueuePolicy>;

export const ClockSetting = z.strictObject({
  /** `real`: as time goes; `fast`: `rate` times as fast; `manual`: stands still until it is advanced. */
  mode: z.enum(['real', 'fast', 'manual']),
  rate: z.number().min(1).max(100_000).default(60),
  /** Where it begins, ms since 1970; null: now. */
  start: z.number().nullable().default(null),
});
export type ClockSetting = z.infer<typeof ClockSetting>;

export const World = z.strictObject({
  version: z.literal(1),
  name: z.string().min(1).max(100),
  /** All that is left to chance (order of equal MX, jitter) comes from here. */
  seed: z.number().int(),
  domains: z.array(Domain).min(1),
  hosts: z.array(WorldHost).min(1),
  users: z.array(User),
  aliases: z.array(Alias),
  lists: z.array(MailingList),
  transports: z.array(Transport),
  zones: z.array(Zone),
  faults: z.array(Fault),
  queue: QueuePolicy,
  clock: ClockSetting,
});
export type World = z.infer<typeof World>;
/** A world as written by hand, defaults left out. */
export type WorldInput = z.input<typeof World>;
