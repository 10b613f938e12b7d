/** One step of an experiment. Mails are spoken of by the names that `deliver` and `send` gave them. */
import { z } from 'zod';
import { Slug, Text } from './text.ts';

/** `all`, one machine, or several, which act one after the other. */
export const On = z.union([z.literal('all'), Slug, z.array(Slug).min(1).max(6)]);
export type On = z.infer<typeof On>;

const mails = z.union([Slug, z.array(Slug).min(1).max(1000)]);
const folder = z.string().min(1).max(200);
const flag = z.string().min(1).max(100);
/** `note`: one sentence that is shown beside the step. */
const told = { note: Text.optional() };
const onMails = { on: On, mails, ...told };

export const Step = z.discriminatedUnion('do', [
  /**
   * So many mails come into each of these mailboxes (all of the experiment where not said). One is called as `as` says, several get a
   * number behind it: `m1`, `m2` … `word` stands deep in the text. `attachment`: octets of a file that hangs on it.
   */
  z.object({
    do: z.literal('deliver'),
    to: z.union([Slug, z.array(Slug).min(1).max(6)]).optional(),
    count: z.number().int().min(1).max(1000).default(1),
    as: Slug.default('m'),
    shape: z.enum(['plain', 'html']).default('plain'),
    /** Octets of text, about. */
    text: z.number().int().min(0).max(10_000_000).default(400),
    attachment: z.number().int().min(0).max(100_000_000).default(0),
    from: z.string().max(320).optional(),
    /** What its To field says where that is not the mailbox's own address: a list, an alias. It comes into the mailbox all the same. */
    addressed: z.string().max(320).optional(),
    subject: z.string().max(500).optional(),
    word: z.string().max(100).optional(),
    ...told,
  }),
  /** Asks the server for what is new. */
  z.object({ do: z.literal('sync'), on: On, ...told }),
  /** All of them at the same moment: the first is in the middle of it when the others begin. */
  z.object({ do: z.literal('together'), on: z.array(Slug).min(2).max(6), ...told }),
  /** Stays connected and is told what is new (IMAP IDLE, RFC 2177); a POP3 machine can only ask now and then. */
  z.object({ do: z.literal('listen'), on: On, ...told }),
  z.object({ do: z.literal('rest'), on: On, ...told }),
  /** Opens the mail as a person does: its text is fetched where it is not here, and it is marked as read. */
  z.object({ do: z.literal('open'), ...onMails }),
  /** Fetches the attachments. */
  z.object({ do: z.literal('fetch'), ...onMails }),
  /** Flags as in MessageRow.flags. */
  z.object({
    do: z.literal('mark'),
    ...onMails,
    set: z.array(flag).max(50).default([]),
    unset: z.array(flag).max(50).default([]),
  }),
  z.object({ do: z.literal('make-folder'), on: On, folder, ...told }),
  z.object({ do: z.literal('move'), ...onMails, to: folder }),
  /** To the Trash; with `forGood` out of there too. */
  z.object({ do: z.literal('delete'), ...onMails, forGood: z.boolean().default(false) }),
  /** `server`: asks the server (IMAP SEARCH); `here`: among what this machine holds. */
  z.object({
    do: z.literal('search'),
    on: On,
    where: z.enum(['here', 'server']),
    from: z.string().max(320).optional(),
    to: z.string().max(320).optional(),
    text: z.string().max(200).optional(),
    ...told,
  }),
  /** Writes and sends a mail, to somebody outside where not said. Where two machines of one mailbox send, their ids stand behind `as`. */
  z.object({
    do: z.literal('send'),
    on: On,
    as: Slug.default('sent'),
    to: Slug.optional(),
    subject: z.string().max(500).optional(),
    ...told,
  }),
  /** Lets the owner of another mailbox see a folder (RFC 4314). */
  z.object({
    do: z.literal('share'),
    on: On,
    folder,
    with: Slug,
    may: z.enum(['read', 'write']).default('read'),
    ...told,
  }),
  z.object({ do: z.literal('offline'), on: On, ...told }),
  z.object({ do: z.literal('online'), on: On, ...told }),
  z.object({
    do: z.literal('wait'),
    days: z.number().min(0).max(3650).default(0),
    hours: z.number().min(0).max(10_000).default(0),
    minutes: z.number().min(0).max(100_000).default(0),
    ...told,
  }),
  /** The machine dies, with all that only it had. */
  z.object({ do: z.literal('lose'), on: On, ...told }),
  /** A new one with the same settings and nothing on it stands in its place. */
  z.object({ do: z.literal('replace'), on: On, ...told }),
  /** `leave`: octets that are still free. */
  z.object({ do: z.literal('fill-disk'), on: On, leave: z.number().int().min(0).default(0), ...told }),
  z.object({ do: z.literal('free-disk'), on: On, ...told }),
]);
/** With every default filled in: what is run. */
export type Step = z.infer<typeof Step>;
/** As a person writes it. */
export type StepInput = z.input<typeof Step>;
export type StepOf<D extends Step['do']> = Extract<Step, { do: D }>;
