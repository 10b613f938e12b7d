/** Results made by hand, step by step: what is not said stays as it was in the step before. Nothing here was measured. */
import { shipped } from '../../../src/compare/experiments/index.ts';
import { delivered, machinesOf, mailboxesRead, sentNames } from '../../../src/compare/experiments/names.ts';
import type { Evidence } from '../../../src/compare/facts/index.ts';
import { nothingOf } from '../../../src/compare/run/cells.ts';
import { Experiment } from '../../../src/contract/compare/experiment.ts';
import type { Cell, MailInfo, Outcome, ServerState, StepResult } from '../../../src/contract/compare/result.ts';
import type { Step } from '../../../src/contract/compare/step.ts';
import type { ErrorValue } from '../../../src/contract/error.ts';

/** A mail on a machine in short: what it holds, `read`, `fresh`, and `in:FOLDER`. */
type Short = string;

export interface Told {
  /** Machine to mail to what it shows now; null: it does not know it any more. */
  readonly cells?: Readonly<Record<string, Readonly<Record<string, Short | null>>>>;
  /** Mailbox to folder to mails; a flag stands behind a name, as `m1:seen`. Says the whole mailbox. */
  readonly server?: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
  readonly folders?: Readonly<Record<string, readonly { path: string; local: boolean }[]>>;
  readonly errors?: Readonly<Record<string, ErrorValue>>;
  readonly found?: Readonly<Record<string, readonly string[]>>;
  /** Octets, both ways together. */
  readonly bytes?: Readonly<Record<string, number>>;
  readonly lineMs?: Readonly<Record<string, number>>;
  readonly verbs?: Readonly<Record<string, Record<string, number>>>;
}

export const refusal = (reason: ErrorValue['reason'], said?: string): ErrorValue => ({
  kind: 'refused',
  at: 'pop3.pass',
  reason,
  advice: 'retry-later',
  ...(said === undefined ? {} : { said }),
});

export function shippedOne(name: string): Experiment {
  const found = shipped.find((each) => each.name === name);
  if (found === undefined) throw new Error(`no experiment ${name}`);
  return found;
}

export const experimentOf = (o: { machines: unknown; steps: unknown }): Experiment =>
  Experiment.parse({ name: 'own', title: 'Own', question: 'What then?', ...o });

/** `told`: number of a step, from 1, to what became otherwise in it. */
export function handmade(experiment: Experiment, told: Readonly<Record<number, Told>>): Evidence {
  const mails = mailsOf(experiment);
  const steps: StepResult[] = [];
  for (const [n, step] of [null, ...experiment.steps].entries()) {
    const before = steps.at(-1);
    const now = told[n] ?? {};
    const outcomes = experiment.machines.map(({ id }) => outcomeOf(id, step, experiment, before, now, mails));
    steps.push({ n, step, at: n, outcomes, server: serverOf(experiment, before, now), differences: [] });
  }
  return { experiment, mails, steps };
}

function mailsOf({ machines, steps }: Experiment): MailInfo[] {
  const info = (mail: string, mailbox: string, attachment: number, from = 'a@b.example'): MailInfo => ({
    mail,
    mailbox,
    messageId: `<${mail}.${mailbox}@x.example>`,
    subject: mail,
    from,
    size: 1000 + Math.round((attachment * 78) / 57),
    attachment,
  });
  return steps.flatMap((step) => {
    if (step.do === 'send') return sentNames(step, machines).map(({ mail, by }) => info(mail, by.mailbox, 0));
    if (step.do !== 'deliver') return [];
    const to = step.to === undefined ? mailboxesRead(machines) : [step.to].flat();
    return to.flatMap((mailbox) => delivered(step).map((mail) => info(mail, mailbox, step.attachment, step.from)));
  });
}

function outcomeOf(
  id: string,
  step: Step | null,
  { machines }: Experiment,
  before: StepResult | undefined,
  now: Told,
  mails: readonly MailInfo[],
): Outcome {
  const was = before?.outcomes.find(({ machine }) => machine === id);
  const names = [...new Set(mails.map(({ mail }) => mail))];
  const cells = names.map((mail) => {
    const old = was?.cells.find((cell) => cell.mail === mail) ?? nothingOf(mail);
    const said = now.cells?.[id]?.[mail];
    const attached = mails.some((each) => each.mail === mail && each.attachment > 0);
    return said === undefined
      ? { ...old, fresh: false }
      : said === null
        ? nothingOf(mail)
        : shown(mail, said, attached);
  });
  const known = cells.filter(({ holds }) => holds !== 'nothing');
  const bytes = now.bytes?.[id] ?? 0;
  return {
    machine: id,
    acted: step !== null && 'on' in step && machinesOf(step.on, machines).includes(id),
    state: 'on',
    traffic: { bytesIn: bytes, bytesOut: 0, connections: 0, roundTrips: bytes === 0 ? 0 : 3, commands: 0 },
    line: { bytesIn: bytes, bytesOut: 0 },
    lineMs: now.lineMs?.[id] ?? 0,
    ms: 0,
    verbs: now.verbs?.[id] ?? {},
    disk: was?.disk ?? { total: 0, mail: 0, parts: 0, database: 0, other: 0 },
    messages: {
      known: known.length,
      unread: known.filter(({ read }) => !read).length,
      fresh: cells.filter(({ fresh }) => fresh).length,
      attachmentsHeld: 0,
    },
    folders: [...(now.folders?.[id] ?? was?.folders ?? [{ path: 'INBOX', local: false }])],
    found: now.found?.[id] === undefined ? null : [...(now.found[id] ?? [])],
    error: now.errors?.[id] ?? null,
    cells,
    transcript: [],
  };
}

function shown(mail: string, short: Short, attached: boolean): Cell {
  const words = short.split(' ');
  const holds = (['listed', 'text', 'whole'] as const).find((each) => words.includes(each)) ?? 'listed';
  const all = attached ? 1 : 0;
  return {
    ...nothingOf(mail),
    holds,
    read: words.includes('read'),
    fresh: words.includes('fresh'),
    folder: words.find((word) => word.startsWith('in:'))?.slice(3) ?? 'INBOX',
    attachments: { held: holds === 'whole' || words.includes('file') ? all : 0, all },
  };
}

function serverOf({ machines }: Experiment, before: StepResult | undefined, now: Told): ServerState[] {
  return mailboxesRead(machines).map((mailbox) => {
    const said = now.server?.[mailbox];
    if (said === undefined)
      return (
        before?.server.find((each) => each.mailbox === mailbox) ?? { mailbox, folders: [{ path: 'INBOX', mails: [] }] }
      );
    const folders = Object.entries(said).map(([path, mails]) => ({
      path,
      mails: mails.map((each, i) => {
        const [mail = '', ...flags] = each.split(':');
        return { mail, uid: i + 1, flags };
      }),
    }));
    return { mailbox, folders };
  });
}

/** The same for each mail: `eachOf(['m1', 'm2'], 'whole')`. */
export const eachOf = (mails: readonly string[], short: Short | null): Record<string, Short | null> =>
  Object.fromEntries(mails.map((mail) => [mail, short]));
