/**
 * One row for each step of each experiment and each machine, with everything that was measured. RFC 4180, with a byte order mark, by which
 * Excel knows UTF-8. Heads are names for programs; texts are in the language of the report.
 */
import type { ExperimentResult, Outcome, Report, StepResult } from '../../contract/compare/result.ts';
import { inLang } from '../../contract/compare/text.ts';
import { tellStep } from './steps.ts';

type Value = string | number | boolean | null;

interface Row {
  readonly result: ExperimentResult;
  readonly step: StepResult;
  readonly outcome: Outcome;
  readonly report: Report;
}

const columns: readonly (readonly [head: string, of: (row: Row) => Value])[] = [
  ['experiment', ({ result }) => result.name],
  ['step', ({ step }) => step.n],
  ['do', ({ step }) => step.step?.do ?? null],
  ['told', ({ result, step, report }) => tellStep(result, step, report.lang)],
  ['at_ms', ({ step }) => step.at],
  ['machine', ({ outcome }) => outcome.machine],
  ['machine_name', (row) => nameOf(row)],
  ['protocol', (row) => planOf(row)?.protocol ?? null],
  ['mailbox', (row) => planOf(row)?.mailbox ?? null],
  ['kbit_per_second', (row) => planOf(row)?.link.kbitPerSecond ?? null],
  ['delay_ms', (row) => planOf(row)?.link.delayMs ?? null],
  ['acted', ({ outcome }) => outcome.acted],
  ['state', ({ outcome }) => outcome.state],
  ['bytes_in', ({ outcome }) => outcome.traffic.bytesIn],
  ['bytes_out', ({ outcome }) => outcome.traffic.bytesOut],
  ['line_bytes_in', ({ outcome }) => outcome.line.bytesIn],
  ['line_bytes_out', ({ outcome }) => outcome.line.bytesOut],
  ['round_trips', ({ outcome }) => outcome.traffic.roundTrips],
  ['connections', ({ outcome }) => outcome.traffic.connections],
  ['commands', ({ outcome }) => outcome.traffic.commands],
  ['line_ms', ({ outcome }) => rounded(outcome.lineMs)],
  ['ms', ({ outcome }) => rounded(outcome.ms)],
  ['disk_total', ({ outcome }) => outcome.disk.total],
  ['disk_mail', ({ outcome }) => outcome.disk.mail],
  ['disk_parts', ({ outcome }) => outcome.disk.parts],
  ['disk_database', ({ outcome }) => outcome.disk.database],
  ['disk_other', ({ outcome }) => outcome.disk.other],
  ['mails_known', ({ outcome }) => outcome.messages.known],
  ['mails_unread', ({ outcome }) => outcome.messages.unread],
  ['mails_new', ({ outcome }) => outcome.messages.fresh],
  ['mails_whole', ({ outcome }) => outcome.cells.filter(({ holds }) => holds === 'whole').length],
  ['mails_text', ({ outcome }) => outcome.cells.filter(({ holds }) => holds === 'text').length],
  ['mails_listed', ({ outcome }) => outcome.cells.filter(({ holds }) => holds === 'listed').length],
  ['attachments_held', ({ outcome }) => outcome.messages.attachmentsHeld],
  ['mails_on_server', (row) => onServer(row)],
  ['folders', ({ outcome }) => outcome.folders.map(({ path }) => path).join('; ')],
  ['found', ({ outcome }) => outcome.found?.length ?? null],
  ['verbs', ({ outcome }) => verbs(outcome)],
  ['error', ({ outcome }) => outcome.error?.reason ?? null],
  ['error_said', ({ outcome }) => outcome.error?.said ?? null],
];

export function csvOf(report: Report): string {
  const rows = report.experiments.flatMap((result) =>
    result.steps.flatMap((step) =>
      step.outcomes.map((outcome) => columns.map(([, of]) => of({ result, step, outcome, report }))),
    ),
  );
  return `\ufeff${[columns.map(([head]) => head), ...rows].map((row) => `${row.map(field).join(',')}\r\n`).join('')}`;
}

/** RFC 4180 §2.5 to 2.7. A text that a spreadsheet would take for a formula gets an apostrophe: it may come from a mail or a server. */
function field(value: Value): string {
  if (typeof value !== 'string') return value === null ? '' : String(value);
  const text = /^[\t\r\n]|^[\u0000-\u0020]*[=+\-@＝＋－＠]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

const planOf = ({ result, outcome }: Row) => result.machines.find(({ id }) => id === outcome.machine);

function nameOf(row: Row): string | null {
  const plan = planOf(row);
  return plan === undefined ? null : inLang(plan.name, row.report.lang);
}

/** Mails in the mailbox that this machine reads, as the session beside the machines saw them. */
function onServer(row: Row): number | null {
  const mailbox = planOf(row)?.mailbox;
  const state = row.step.server.find((each) => each.mailbox === mailbox);
  return state?.folders.reduce((sum, { mails }) => sum + mails.length, 0) ?? null;
}

const verbs = ({ verbs: said }: Outcome): string =>
  Object.entries(said)
    .map(([verb, times]) => `${verb} ${times}`)
    .join('; ');

const rounded = (ms: number): number => Math.round(ms * 1000) / 1000;
