/** What happens in the lab, as it happens: one growing row of events, and the exact bytes of each connection beside it. */
import { z } from 'zod';

const common = {
  /** Grows by one; a place in the trace. */
  seq: z.number().int(),
  /** The lab's clock, ms since 1970. */
  at: z.number(),
  /** Name of the host at which it happened. */
  host: z.string(),
  /** Id of the conversation it belongs to; see Transcript. */
  connection: z.string().optional(),
  /** One mail on its whole way, over all hosts, copies included; a bounce is a mail of its own with `parent`. */
  mail: z.string().optional(),
};
const event = <K extends string, S extends z.ZodRawShape>(kind: K, shape: S) =>
  z.object({ ...common, kind: z.literal(kind), ...shape });
const name = z.string();
const outcome = z.enum(['passed', 'waiting', 'refused']);
export type Outcome = z.infer<typeof outcome>;

export const TraceEvent = z.discriminatedUnion('kind', [
  event('clock', { what: z.enum(['advanced', 'mode']), to: z.number() }),
  event('world', { what: z.enum(['started', 'changed', 'stopped']) }),
  event('fault', { id: name, point: name, effect: name }),

  event('dns.question', { name, type: name, from: name }),
  /** `status` is the response code (NOERROR also for NODATA, with no answers). */
  event('dns.answer', {
    name,
    type: name,
    status: z.enum(['NOERROR', 'NXDOMAIN', 'SERVFAIL', 'REFUSED', 'FORMERR', 'NOTIMP']),
    answers: z.array(z.string()),
    overTcp: z.boolean(),
  }),

  /** `host` is the server; `client` the name of the calling host, or an address where the caller is no host of this world. */
  event('connected', {
    protocol: z.enum(['smtp', 'submission', 'pop3', 'imap']),
    client: name,
    port: z.number(),
    tls: z.boolean(),
  }),
  event('tls', { version: name, verified: z.boolean() }),
  event('command', { text: z.string() }),
  event('reply', { text: z.string(), outcome }),
  event('closed', {
    why: z.enum(['quit', 'dropped', 'timeout', 'refused', 'stopped']),
    octetsIn: z.number(),
    octetsOut: z.number(),
  }),
  event('signed-in', { user: name, mechanism: name, accepted: z.boolean() }),

  /** Taken responsibility for: durable, and 250 said or about to be. */
  event('queued', {
    queueId: name,
    messageId: z.string().nullable(),
    subject: z.string(),
    reversePath: name,
    recipients: z.array(name),
    size: z.number(),
    parent: z.string().nullable(),
    why: z.enum(['submitted', 'relayed', 'bounce', 'delay-warning', 'success-report', 'list', 'local']),
  }),
  /** How a recipient was understood at this host. `to` are the addresses or hosts that follow from it. */
  event('routed', {
    queueId: name,
    recipient: name,
    decision: z.enum([
      'alias',
      'list',
      'mailbox',
      'unknown',
      'smart-host',
      'fixed',
      'store-and-forward',
      'mx',
      'implicit-mx',
      'null-mx',
      'loop',
      'no-host',
    ]),
    to: z.array(name),
  }),
  event('attempt', { queueId: name, next: name, recipients: z.array(name), number: z.number() }),
  event('delivered', { queueId: name, recipient: name, next: name, said: z.string() }),
  event('deferred', {
    queueId: name,
    recipient: name,
    next: z.string().nullable(),
    said: z.string(),
    again: z.number(),
  }),
  event('failed', { queueId: name, recipient: name, next: z.string().nullable(), said: z.string() }),
  event('unqueued', { queueId: name }),
  /** In the spool, with a UID. */
  event('stored', { user: name, mailbox: name, uid: z.number(), size: z.number(), messageId: z.string().nullable() }),
  event('checked', {
    spf: name,
    dkim: name,
    dmarc: name,
    from: name,
    policy: z.enum(['accept', 'reject', 'none']),
    authenticationResults: z.string(),
  }),
  /** A user's program took it. `what`: RETR, TOP 0, BODY[1], … */
  event('retrieved', {
    protocol: z.enum(['pop3', 'imap']),
    user: name,
    mailbox: name,
    uid: z.number(),
    what: name,
    octets: z.number(),
    machine: name,
  }),
  event('expunged', { user: name, mailbox: name, uids: z.array(z.number()), by: z.enum(['pop3', 'imap', 'lab']) }),
]);
export type TraceEvent = z.infer<typeof TraceEvent>;
export type TraceKind = TraceEvent['kind'];
type Without<T, K extends string> = T extends unknown ? Omit<T, K> : never;
/** What a server reports: seq and at are added by the trace. */
export type TraceReport = Without<TraceEvent, 'seq' | 'at'>;

/** Who said which bytes when. Inside TLS as spoken; a handshake is a note (`who: '*'`). Passwords are as they were sent: the lab has no secrets. */
export const TranscriptPiece = z.object({
  at: z.number(),
  who: z.enum(['C', 'S', '*']),
  /** Latin-1: each character is one octet. */ octets: z.string(),
});
export type TranscriptPiece = z.infer<typeof TranscriptPiece>;
export const Transcript = z.object({
  connection: z.string(),
  protocol: z.string(),
  client: z.string(),
  server: z.string(),
  port: z.number(),
  began: z.number(),
  ended: z.number().nullable(),
  pieces: z.array(TranscriptPiece),
  /** Pieces left out in the middle because the conversation is long; the file of the lab has them all. */
  left: z.number(),
});
export type Transcript = z.infer<typeof Transcript>;
