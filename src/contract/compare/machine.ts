/** A machine: a profile folder with an engine of its own, on a line of its own. */
import { z } from 'zod';
import { Keep } from '../account.ts';
import { Slug, Text } from './text.ts';

/** The line between this machine and the server. It is simulated at the socket: octets are held back as such a line would. */
export const Link = z.object({
  /** Thousand bits per second, each way; null: as fast as it goes. */
  kbitPerSecond: z.number().positive().max(10_000_000).nullable(),
  /** One way, ms. */
  delayMs: z.number().min(0).max(60_000),
});
export type Link = z.infer<typeof Link>;

/** An office or a house: 100 Mbit/s, 10 ms. */
export const ordinaryLink: Link = { kbitPerSecond: 100_000, delayMs: 10 };

export const Machine = z.object({
  id: Slug,
  name: Text,
  protocol: z.enum(['imap', 'pop3']),
  /** Which mailbox it reads. Machines with the same name here read the same one. */
  mailbox: Slug.default('mine'),
  /** POP3: when a mail leaves the server. */
  keep: Keep.default({ policy: 'forever' }),
  /**
   * IMAP: what is fetched without being asked for. `list`: what the list shows. `text`: also the text of each mail. `everything`: also
   * the attachments. A POP3 machine always fetches whole mails (RFC 1939 has nothing else to keep).
   */
  fetch: z.enum(['list', 'text', 'everything']).default('list'),
  link: Link.default(ordinaryLink),
  /** Octets that its profile may take: more is refused as a full disk would. Null: no limit. */
  storage: z.number().int().positive().nullable().default(null),
});
export type Machine = z.infer<typeof Machine>;
