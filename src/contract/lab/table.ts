/** What a user interface may ask of the lab. Served by the lab's own process; the same rules as for the engine's table. */
import { z } from 'zod';
import { call, signal } from '../table.ts';
import { Played, SceneInfo } from './scene.ts';
import { TraceEvent, Transcript } from './trace.ts';
import { ClockSetting, World } from './world.ts';

const nothing = z.object({});
const host = z.string().max(253);

/** Addresses and ports at which a host really answers. Null: it does not have that service. */
export const Reach = z.object({
  name: z.string(),
  address: z.string(),
  smtp: z.number().nullable(),
  submission: z.number().nullable(),
  submissions: z.number().nullable(),
  pop3: z.number().nullable(),
  pop3s: z.number().nullable(),
  imap: z.number().nullable(),
  imaps: z.number().nullable(),
});
export type Reach = z.infer<typeof Reach>;

export const LabStatus = z.discriminatedUnion('state', [
  z.object({ state: z.literal('off') }),
  z.object({
    state: z.literal('on'),
    dns: z.object({ address: z.string(), port: z.number() }),
    /** The lab's own certificate authority, PEM. */
    ca: z.string(),
    hosts: z.array(Reach),
    users: z.array(
      z.object({
        address: z.string(),
        user: z.string(),
        password: z.string(),
        name: z.string(),
        host: z.string(),
        submission: z.string(),
      }),
    ),
    clock: z.object({
      now: z.number(),
      mode: z.enum(['real', 'fast', 'manual']),
      rate: z.number(),
      /** When the next thing is due, if anything is. */ next: z.number().nullable(),
    }),
    /** True where every host has an address of its own. */
    ownAddresses: z.boolean(),
  }),
]);
export type LabStatus = z.infer<typeof LabStatus>;

export const QueueEntry = z.object({
  host,
  queueId: z.string(),
  mail: z.string(),
  messageId: z.string().nullable(),
  subject: z.string(),
  reversePath: z.string(),
  size: z.number(),
  since: z.number(),
  /** When the next attempt is due. */
  next: z.number().nullable(),
  recipients: z.array(
    z.object({
      address: z.string(),
      state: z.enum(['waiting', 'delivered', 'failed']),
      attempts: z.number(),
      said: z.string().nullable(),
    }),
  ),
});
export type QueueEntry = z.infer<typeof QueueEntry>;

export const SpoolMessage = z.object({
  uid: z.number(),
  size: z.number(),
  internalDate: z.number(),
  flags: z.array(z.string()),
  subject: z.string(),
  from: z.string(),
  messageId: z.string().nullable(),
});
export type SpoolMessage = z.infer<typeof SpoolMessage>;
export const SpoolMailbox = z.object({
  host,
  user: z.string(),
  mailbox: z.string(),
  uidValidity: z.number(),
  uidNext: z.number(),
  messages: z.array(SpoolMessage),
  octets: z.number(),
  quota: z.number().nullable(),
});
export type SpoolMailbox = z.infer<typeof SpoolMailbox>;

/** A complaint about a world, with the path to the place, so that a form can show it there. */
export const WorldProblem = z.object({
  path: z.array(z.union([z.string(), z.number()])),
  en: z.string(),
  ja: z.string(),
});
export type WorldProblem = z.infer<typeof WorldProblem>;

export const labCalls = {
  'lab.status': call({ takes: nothing, gives: LabStatus }),
  /** Opens the sockets; on loopback only. Resolves when everything answers. */
  'lab.start': call({ takes: nothing, gives: LabStatus }),
  'lab.stop': call({ takes: nothing, gives: nothing }),
  'lab.world': call({ takes: nothing, gives: World }),
  /** Takes the world over if it is sound, while the lab runs; what it changes is reopened. Problems: nothing was changed. */
  'lab.setWorld': call({
    takes: z.object({ world: z.unknown() }),
    gives: z.object({ problems: z.array(WorldProblem) }),
  }),
  /** Back to the default world, also while the lab is off; with `mail`, spools and queues are emptied and the demo mail is put in again. */
  'lab.reset': call({ takes: z.object({ mail: z.boolean() }), gives: nothing }),

  'lab.trace': call({
    takes: z.object({ after: z.number().int(), limit: z.number().int().min(1).max(5000) }),
    gives: z.object({ events: z.array(TraceEvent), last: z.number().int() }),
  }),
  'lab.transcript': call({ takes: z.object({ connection: z.string() }), gives: Transcript.nullable() }),
  'lab.queue': call({ takes: nothing, gives: z.array(QueueEntry) }),
  'lab.spool': call({ takes: nothing, gives: z.array(SpoolMailbox) }),
  /** The message's octets as text (Latin-1), at most 256 KiB. */
  'lab.spoolMessage': call({
    takes: z.object({ user: z.string(), mailbox: z.string(), uid: z.number() }),
    gives: z.object({ octets: z.string(), truncated: z.boolean() }).nullable(),
  }),
  /** Tries what waits in the queues now. */
  'lab.flushQueue': call({ takes: nothing, gives: nothing }),
  /** Hands a mail over at a submission server, with the sender's own sign-in: the way to send without an account in the client. */
  'lab.send': call({
    takes: z.object({
      from: z.string().max(254),
      to: z.array(z.string().max(254)).min(1).max(100),
      subject: z.string().max(500),
      text: z.string().max(100_000),
      /** Straight to an exchanger's port 25 as anybody may, with this reverse-path and From. */ forged: z
        .boolean()
        .default(false),
    }),
    gives: z.object({ mail: z.string().nullable(), said: z.string() }),
  }),

  'lab.setClock': call({ takes: z.object({ clock: ClockSetting.omit({ start: true }) }), gives: nothing }),
  /** By so much, or to the next thing that is due; resolves when all that fell due has been done. */
  'lab.advance': call({
    takes: z.union([
      z.object({
        ms: z
          .number()
          .int()
          .min(1)
          .max(31 * 86_400_000),
      }),
      z.object({ to: z.literal('next') }),
    ]),
    gives: z.object({ now: z.number() }),
  }),

  'lab.scenes': call({ takes: nothing, gives: z.array(SceneInfo) }),
  /** Plays a scene for real in a world of its own and gives what happened, step by step. */
  'lab.play': call({ takes: z.object({ scene: z.number().int().min(1).max(10) }), gives: Played }),
} as const;

export const labSignals = {
  'lab.changed': signal({ carries: z.object({ what: z.enum(['status', 'world', 'queue', 'spool', 'clock']) }) }),
  /** The trace goes up to here; pulled by lab.trace. */
  'lab.traced': signal({ carries: z.object({ seq: z.number() }) }),
} as const;
export type LabCalls = typeof labCalls;
export type LabSignals = typeof labSignals;
