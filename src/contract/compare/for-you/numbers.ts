/** What a person's own mail comes to over each protocol, reckoned with costs that were measured. */
import { z } from 'zod';
import type { Cost, UnitCosts } from './costs.ts';

/** What a person tells about their mail. Sizes in octets. */
export const Needs = z.object({
  machines: z.number().int().min(1).max(20).default(2),
  mailsPerDay: z.number().min(0).max(10_000).default(20),
  /** Of a mail without its attachments. */
  mailSize: z.number().min(0).max(50_000_000).default(20_000),
  /** Share of mails with a large attachment, from 0 to 1. */
  attachmentShare: z.number().min(0).max(1).default(0.1),
  attachmentSize: z.number().min(0).max(1_000_000_000).default(2_000_000),
  /** Share of attachments that are opened at all. */
  attachmentsOpened: z.number().min(0).max(1).default(0.3),
  /** What the provider gives; null: as much as is wanted. */
  quota: z.number().positive().nullable().default(15_000_000_000),
  /** For how long a mail is kept. */
  keepDays: z.number().int().min(1).max(36_500).default(1825),
  /** How often each machine looks for new mail. */
  asksPerDay: z.number().min(0).max(10_000).default(48),
  thinLine: z.boolean().default(false),
  /** Mail must be there even when a machine is lost. */
  mustSurvive: z.boolean().default(true),
  /** Others read some of it too. */
  shared: z.boolean().default(false),
  readOffline: z.boolean().default(false),
});
export type Needs = z.infer<typeof Needs>;

/** `imap-copy`: IMAP, and whole mails are fetched as well, by one machine, or by all where mail is read without a connection. */
export const ways = ['imap', 'imap-copy', 'pop3'] as const;
export type Way = (typeof ways)[number];

export interface Reckoned {
  /** Octets and round trips of all machines in a month of 30 days. */
  readonly month: Cost;
  /** Ms that one machine's share of it needs at 64 kbit/s. */
  readonly thinMs: number;
  /** Octets on the machine that has the most, and on the server, once mail has come for `keepDays`. */
  readonly machine: number;
  readonly server: number;
  /** Whole copies of a mail, on machines and on the server. */
  readonly copies: number;
}

/** What POP3 does with mail on the server: it stays where there is room for it. */
export type Pop3Keeps =
  | { readonly policy: 'forever' }
  | { readonly policy: 'days'; readonly days: number }
  | { readonly policy: 'delete' };

const monthDays = 30;
/** RFC 2045 §6.8: base64 makes a line of 78 octets, with its end, of 57. */
const encoded = 78 / 57;
const thinBitsPerMs = 64;

/** Octets of a mail with its share of attachments, as it travels and lies on the server. */
export const wholeSize = ({ mailSize, attachmentShare, attachmentSize }: Needs): number =>
  mailSize + attachmentShare * attachmentSize * encoded;

/** Days after which the mail that came would fill the provider's room; null where it never does. */
export function daysUntilFull(needs: Needs): number | null {
  const perDay = needs.mailsPerDay * wholeSize(needs);
  return needs.quota === null || perDay === 0 ? null : needs.quota / perDay;
}

export function fitsServer(needs: Needs): boolean {
  const days = daysUntilFull(needs);
  return days === null || days >= needs.keepDays;
}

/** With room for all it stays; several machines need some days to get it; one machine needs none. */
export function pop3Keeps(needs: Needs): Pop3Keeps {
  if (fitsServer(needs)) return { policy: 'forever' };
  if (needs.machines === 1 && !needs.mustSurvive) return { policy: 'delete' };
  // Half of the room, so that a busy week does not fill it.
  const days = Math.floor((daysUntilFull(needs) ?? 0) / 2);
  return days >= 1 ? { policy: 'days', days } : { policy: 'delete' };
}

export function reckon(needs: Needs, costs: UnitCosts): Readonly<Record<Way, Reckoned>> {
  return { imap: imap(needs, costs, 0), 'imap-copy': imap(needs, costs, copying(needs)), pop3: pop3(needs, costs) };
}

const copying = ({ machines, readOffline }: Needs): number => (readOffline ? machines : 1);

/** Every machine lists every mail; each mail is read once, on one of them; `copiers` fetch all of it. */
function imap(needs: Needs, { imap: unit }: UnitCosts, copiers: number): Reckoned {
  const { machines, asksPerDay, mailsPerDay, mailSize, attachmentShare, attachmentSize, attachmentsOpened, keepDays } =
    needs;
  const [mails, kept] = [mailsPerDay * monthDays, mailsPerDay * keepDays];
  const text = Math.max(0, mailSize - unit.textSize);
  const opened = attachmentShare * attachmentsOpened * attachmentSize;
  const read = { octets: unit.open.octets + text + opened * encoded, roundTrips: unit.open.roundTrips };
  // Where every machine has all of it, nothing is left to be fetched when it is read.
  const fetched = copiers === machines ? none : read;
  const month = total(
    times(unit.connect, machines * monthDays),
    times(unit.ask, machines * monthDays * asksPerDay),
    times(unit.list, machines * mails),
    times(fetched, mails),
    times({ octets: wholeSize(needs), roundTrips: unit.open.roundTrips }, copiers * mails),
  );
  const partly = kept * (unit.disk + (mailSize + opened) / machines);
  return {
    month,
    thinMs: onThinLine(month, machines),
    machine: copiers > 0 ? kept * (unit.disk + wholeSize(needs)) : partly,
    server: kept * wholeSize(needs),
    copies: copiers + 1,
  };
}

function pop3(needs: Needs, { pop3: unit }: UnitCosts): Reckoned {
  const { machines, asksPerDay, mailsPerDay, keepDays } = needs;
  const [mails, kept] = [mailsPerDay * monthDays, mailsPerDay * keepDays];
  const month = total(
    times(unit.ask, machines * monthDays * asksPerDay),
    times({ octets: unit.fetch.octets + wholeSize(needs), roundTrips: unit.fetch.roundTrips }, machines * mails),
  );
  const keeps = pop3Keeps(needs);
  const onServer =
    keeps.policy === 'forever' ? kept : keeps.policy === 'days' ? Math.min(kept, mailsPerDay * keeps.days) : 0;
  return {
    month,
    thinMs: onThinLine(month, machines),
    machine: kept * (unit.disk + wholeSize(needs)),
    server: onServer * wholeSize(needs),
    copies: machines + (keeps.policy === 'forever' ? 1 : 0),
  };
}

const none: Cost = { octets: 0, roundTrips: 0 };
const times = ({ octets, roundTrips }: Cost, n: number): Cost => ({ octets: octets * n, roundTrips: roundTrips * n });
const total = (...costs: readonly Cost[]): Cost =>
  costs.reduce(
    (sum, each) => ({ octets: sum.octets + each.octets, roundTrips: sum.roundTrips + each.roundTrips }),
    none,
  );
const onThinLine = ({ octets }: Cost, machines: number): number => (octets * 8) / thinBitsPerMs / machines;
