/** What it costs to read the text of a mail with an attachment, and what the attachment costs beside that. */
import type { Machine } from '../../contract/compare/machine.ts';
import type { Cell, Facts, Outcome } from '../../contract/compare/result.ts';
import {
  type Arrived,
  arrivals,
  arrivedFor,
  cellAt,
  type Evidence,
  forEach,
  isReadable,
  known,
  mean,
  outcomeAt,
  some,
  sum,
} from './evidence.ts';

interface Cost {
  readonly bytes: number;
  readonly lineMs: number;
  readonly roundTrips: number;
}

const moved = ({ traffic }: Outcome): number => traffic.bytesIn + traffic.bytesOut;

/** Of the mail with the largest attachment among those that came alone. The mean of the machines where a protocol has several. */
export function attachment(e: Evidence): Facts {
  const mail = largest(e);
  if (mail === null) return {};
  const of = (wanted: (cell: Cell) => boolean) => {
    const costs = (machines: readonly Machine[]) =>
      machines.flatMap((machine) => costOf(e, machine, mail, wanted) ?? []);
    const each = (value: (cost: Cost) => number) => forEach(e, (machines) => mean(costs(machines).map(value)));
    return {
      bytes: each(({ bytes }) => bytes),
      ms: each(({ lineMs }) => lineMs),
      trips: each((cost) => cost.roundTrips),
    };
  };
  const text = of(isReadable);
  const whole = of(({ attachments }) => attachments.all > 0 && attachments.held === attachments.all);
  const size = Math.max(...e.mails.filter((each) => each.mail === mail).map((each) => each.size));
  return known({
    textBytes: { ...text.bytes, ratio: ratio(text.bytes['imap'], text.bytes['pop3']) },
    textLineMs: text.ms,
    textRoundTrips: text.trips,
    wholeBytes: whole.bytes,
    wholeLineMs: whole.ms,
    mailBytes: forEach(e, () => size),
    /** RFC 4978: less passes then than the mail has. */
    compressed: forEach(e, (machines) => some(machines.map((machine) => compresses(e, machine)))),
    /** What it costs to ask when there is nothing new. */
    askBytes: forEach(e, (machines) => mean(machines.flatMap((machine) => asking(e, machine)))),
  });
}

function largest(e: Evidence): string | null {
  const came = arrivals(e);
  const alone = came.filter(
    ({ n, mailbox }) => came.filter((each) => each.n === n && each.mailbox === mailbox).length === 1,
  );
  const names = new Set(alone.map(({ mail }) => mail));
  const all = e.mails.filter(({ mail, attachment: octets }) => octets > 0 && names.has(mail));
  return (
    all.reduce<(typeof all)[number] | null>(
      (most, each) => (each.attachment > (most?.attachment ?? 0) ? each : most),
      null,
    )?.mail ?? null
  );
}

/** From when the mail had come until the machine has what is wanted of it; null where it never has. */
function costOf(e: Evidence, machine: Machine, mail: string, wanted: (cell: Cell) => boolean): Cost | null {
  const came = arrivedFor(e, machine).find((each: Arrived) => each.mail === mail);
  if (came === undefined) return null;
  const has = e.steps.find((each) => {
    const cell = cellAt(each, machine, mail);
    return cell !== null && wanted(cell);
  });
  if (has === undefined) return null;
  const outcomes = e.steps.slice(came.n + 1, has.n + 1).flatMap((each) => outcomeAt(each, machine) ?? []);
  return {
    bytes: sum(outcomes.map(moved)),
    lineMs: sum(outcomes.map(({ lineMs }) => lineMs)),
    roundTrips: sum(outcomes.map(({ traffic }) => traffic.roundTrips)),
  };
}

/** Octets of each sync before the first mail came. */
function asking(e: Evidence, machine: Machine): number[] {
  const first = Math.min(...arrivedFor(e, machine).map(({ n }) => n));
  return e.steps
    .filter(({ n, step }) => n < first && step?.do === 'sync')
    .flatMap((each) => outcomeAt(each, machine) ?? [])
    .filter(({ acted, error }) => acted && error === null)
    .map(moved);
}

const compresses = (e: Evidence, machine: Machine): boolean =>
  e.steps.some((each) => (outcomeAt(each, machine)?.verbs['COMPRESS'] ?? 0) > 0);

const ratio = (imap: unknown, pop3: unknown): number | null =>
  typeof imap === 'number' && typeof pop3 === 'number' && pop3 > 0 ? imap / pop3 : null;
