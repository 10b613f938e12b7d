/** What an experiment gave. Every number was measured on real sessions. */
import { z } from 'zod';
import { ErrorValue } from '../error.ts';
import { WireLine } from '../wire.ts';
import { Experiment } from './experiment.ts';
import { Machine } from './machine.ts';
import { Step } from './step.ts';
import { Slug } from './text.ts';

const count = z.number().int().min(0);

/** One mail on one machine. */
export const Cell = z.object({
  mail: Slug,
  /** `nothing`: this machine does not know it. `listed`: what the list shows. `text`: also its text. `whole`: every octet. */
  holds: z.enum(['nothing', 'listed', 'text', 'whole']),
  read: z.boolean(),
  /** Unread, and not known to this machine before this step. */
  fresh: z.boolean(),
  /** As this machine shows it; null where it does not know the mail. */
  folder: z.string().nullable(),
  /** The folder is on this machine only. */
  local: z.boolean(),
  flags: z.array(z.string()),
  attachments: z.object({ held: count, all: count }),
  /** Entries of the ledger that this step added: what happened to it here, and by which command or response. */
  why: z.array(z.object({ what: z.string(), cause: z.string() })),
  /** The step (its `n`) in which this last became otherwise on this machine; null where it never did. Its transcript proves the cell. */
  since: count.nullable(),
});
export type Cell = z.infer<typeof Cell>;

/** Apparent sizes in octets, as `du --apparent-size` counts them: the profile's folder was walked. */
export const Disk = z.object({
  total: count,
  /** Whole mails, as they came. */
  mail: count,
  /** Texts and attachments that were fetched by themselves. */
  parts: count,
  database: count,
  other: count,
});
export type Disk = z.infer<typeof Disk>;

/** What went over this machine's sockets, TLS and all. */
export const Traffic = z.object({
  bytesIn: count,
  bytesOut: count,
  connections: count,
  /** How often the machine had to wait for an answer before it could go on, with those of TCP and TLS. */
  roundTrips: count,
  commands: count,
});
export type Traffic = z.infer<typeof Traffic>;

/** One machine in one step. */
export const Outcome = z.object({
  machine: Slug,
  /** It was its turn in this step; the others are only looked at. */
  acted: z.boolean(),
  state: z.enum(['on', 'offline', 'lost']),
  traffic: Traffic,
  /** The same octets as the line counted them, at its own sockets. */
  line: z.object({ bytesIn: count, bytesOut: count }),
  /** Ms that the simulated line needed for them: rate and delay, no processor. */
  lineMs: z.number().min(0),
  /** Ms that the step really took. */
  ms: z.number().min(0),
  /** Each command that was said, with how often. */
  verbs: z.record(z.string(), count),
  disk: Disk,
  messages: z.object({ known: count, unread: count, fresh: count, attachmentsHeld: count }),
  /** All folders that this machine shows. */
  folders: z.array(z.object({ path: z.string(), local: z.boolean() })),
  /** Of a search: the mails that were found. */
  found: z.array(Slug).nullable(),
  /** What it could not do, and who refused. */
  error: ErrorValue.nullable(),
  cells: z.array(Cell),
  transcript: z.array(WireLine),
});
export type Outcome = z.infer<typeof Outcome>;

/** A mailbox on the server, as a session beside the machines sees it. */
export const ServerState = z.object({
  mailbox: Slug,
  folders: z.array(
    z.object({
      path: z.string(),
      /** `mail` is null for one that the experiment does not know by name. */
      mails: z.array(z.object({ mail: Slug.nullable(), uid: count, flags: z.array(z.string()) })),
    }),
  ),
});
export type ServerState = z.infer<typeof ServerState>;

/** Where machines that read the same mailbox do not agree. `values`: machine to what it says. */
export const Difference = z.object({
  mail: Slug,
  mailbox: Slug,
  about: z.enum(['known', 'read', 'folder', 'holds']),
  values: z.record(Slug, z.union([z.string(), z.boolean(), z.null()])),
});
export type Difference = z.infer<typeof Difference>;

export const StepResult = z.object({
  /** From 0. Step 0 is before the first one. */
  n: count,
  /** Null for step 0. */
  step: Step.nullable(),
  /** Ms since the experiment began, on its own clock, which `wait` moves on. */
  at: z.number(),
  outcomes: z.array(Outcome),
  server: z.array(ServerState),
  differences: z.array(Difference),
});
export type StepResult = z.infer<typeof StepResult>;

/** A mail that the experiment knows by name. */
export const MailInfo = z.object({
  mail: Slug,
  mailbox: Slug,
  messageId: z.string(),
  subject: z.string(),
  from: z.string(),
  size: count,
  attachment: count,
});
export type MailInfo = z.infer<typeof MailInfo>;

/**
 * What follows from the steps, computed: a fact's name to its value for each protocol, machine or policy, as
 * `{ readStateShared: { imap: true, pop3: false } }`.
 */
export const Facts = z.record(
  z.string(),
  z.record(z.string(), z.union([z.boolean(), z.number(), z.string(), z.null()])),
);
export type Facts = z.infer<typeof Facts>;

export const ExperimentResult = z.object({
  name: Slug,
  /** These three in the language that was asked for; `experiment` and `facts` hold what they are made of. */
  title: z.string(),
  question: z.string(),
  answer: z.string(),
  /** One that is recorded begins without a step. */
  experiment: Experiment.extend({ steps: z.array(Step).max(200) }),
  machines: z.array(Machine),
  mails: z.array(MailInfo),
  /** Step 0 and one for each step. */
  steps: z.array(StepResult),
  facts: Facts,
  ms: z.number(),
});
export type ExperimentResult = z.infer<typeof ExperimentResult>;

export const Report = z.object({
  tegami: z.string(),
  node: z.string(),
  platform: z.string(),
  /** Ms since 1970. */
  at: z.number(),
  lang: z.enum(['en', 'ja']),
  seed: z.number().int(),
  /** So many times faster than the line that is simulated the octets really pass; `lineMs` is not shortened. */
  pace: z.number().positive(),
  ground: z.object({
    kind: z.enum(['lab', 'server']),
    name: z.string(),
    /** What the servers call themselves in their greetings. */
    imap: z.string(),
    pop3: z.string(),
  }),
  ms: z.number(),
  experiments: z.array(ExperimentResult),
  /** Experiments that do not fit these servers. */
  skipped: z.array(z.object({ name: Slug, why: ErrorValue })),
});
export type Report = z.infer<typeof Report>;
