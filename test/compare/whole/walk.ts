/**
 * What a report says, found in its steps alone: which machine shows what of which mail, and what lies on the server. Knows nothing of
 * the facts that the program computes, nor of its types: it reads the JSON that everybody gets.
 */
export interface Cell {
  readonly mail: string;
  readonly holds: 'nothing' | 'listed' | 'text' | 'whole';
  readonly read: boolean;
  readonly fresh: boolean;
  readonly folder: string | null;
  readonly why: readonly unknown[];
}
export interface Outcome {
  readonly machine: string;
  readonly acted: boolean;
  readonly traffic: { readonly bytesIn: number; readonly bytesOut: number };
  readonly line: { readonly bytesIn: number; readonly bytesOut: number };
  /** Ms. */
  readonly lineMs: number;
  readonly disk: { readonly mail: number };
  readonly messages: { readonly known: number };
  readonly folders: readonly { readonly path: string; readonly local: boolean }[];
  readonly found: readonly string[] | null;
  readonly error: { readonly reason: string } | null;
  readonly cells: readonly Cell[];
  readonly transcript: readonly { readonly who: string; readonly text: string }[];
}
export interface Step {
  readonly n: number;
  readonly step: {
    readonly do: string;
    readonly on?: string | readonly string[];
    readonly mails?: string | readonly string[];
    readonly where?: string;
    readonly folder?: string;
  } | null;
  readonly outcomes: readonly Outcome[];
  readonly server: readonly {
    readonly mailbox: string;
    readonly folders: readonly { readonly path: string; readonly mails: readonly { readonly mail: string | null }[] }[];
  }[];
}
export interface Machine {
  readonly id: string;
  readonly protocol: 'imap' | 'pop3';
  readonly mailbox: string;
  readonly keep: { readonly policy: string };
}
export interface Experiment {
  readonly name: string;
  readonly question: string;
  readonly answer: string;
  readonly machines: readonly Machine[];
  readonly mails: readonly {
    readonly mail: string;
    readonly mailbox: string;
    readonly size: number;
    readonly attachment: number;
    readonly messageId: string;
  }[];
  readonly steps: readonly Step[];
  readonly facts: Readonly<Record<string, unknown>>;
}
export interface Report {
  readonly experiments: readonly Experiment[];
}

export function must<T>(value: T | undefined | null): T {
  if (value === undefined || value === null) throw new Error('not in the report');
  return value;
}

export const named = ({ experiments }: Report, name: string): Experiment =>
  must(experiments.find((each) => each.name === name));

export const machinesOver = ({ machines }: Experiment, protocol: Machine['protocol']): readonly Machine[] =>
  machines.filter((each) => each.protocol === protocol);

/** The n-th step of this kind, from 0; behind the end: from the last. */
export const stepThat = ({ steps }: Experiment, does: string, nth = 0): Step =>
  must(steps.filter(({ step }) => step?.do === does).at(nth));

export const at = ({ outcomes }: Step, { id }: Machine): Outcome =>
  must(outcomes.find(({ machine }) => machine === id));

export const cell = (step: Step, machine: Machine, mail: string): Cell | null =>
  at(step, machine).cells.find((each) => each.mail === mail && each.holds !== 'nothing') ?? null;

/** Folders of the server in which this mail lies. */
export const places = (step: Step, { mailbox }: Machine, mail: string): readonly string[] =>
  must(step.server.find((each) => each.mailbox === mailbox)).folders.flatMap(({ path, mails }) =>
    mails.filter((each) => each.mail === mail).map(() => path),
  );

export const list = (one: string | readonly string[] | undefined): readonly string[] =>
  one === undefined ? [] : typeof one === 'string' ? [one] : one;
