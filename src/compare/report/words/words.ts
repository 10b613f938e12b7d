import type { Needs } from '../../../contract/compare/for-you.ts';
import type { Cell, Difference, Outcome } from '../../../contract/compare/result.ts';
import type { Chart } from '../../../contract/compare/table.ts';

/** What a report says beside what was measured. Sentences of steps are in steps-*.ts, of facts in facts-*.ts. */
export interface ReportWords {
  // The page
  readonly title: string;
  /** On the postmark. */
  readonly mark: string;
  measured(when: string, experiments: number, took: string): string;
  inLab: string;
  onServer(name: string): string;
  readonly atAGlance: string;
  readonly question: string;
  outOf(n: string, of: string): string;
  readonly headline: Readonly<
    Record<'left' | 'leftKeep' | 'leftDelete' | 'forText' | 'stillThere' | 'neverReached' | 'readable', string>
  >;
  /** What stands out, and what it is about, whichever way the fact came out. */
  readonly either: Readonly<
    Record<
      'newAgain' | 'serverFolders' | 'serverSearch' | 'sentSeen' | 'lockedOut' | 'shared' | 'carriedLater',
      Readonly<Record<'yes' | 'no', readonly [said: string, about: string]>>
    >
  >;
  readonly experiment: string;
  readonly back: string;
  readonly skipped: string;

  // An experiment
  readonly charts: string;
  readonly step: string;
  readonly steps: string;
  /** Said above the list of steps: how it is used. */
  readonly stepsHow: string;
  afterStep(n: number): string;
  readonly mail: string;
  readonly server: string;
  mailbox(name: string): string;
  readonly machine: string;
  readonly holds: Readonly<Record<Cell['holds'], string>>;
  readonly read: string;
  readonly unread: string;
  readonly fresh: string;
  readonly flagged: string;
  localFolder(path: string): string;
  readonly notOnServer: string;
  readonly inbox: string;
  attachments(held: number, all: number): string;
  withAttachment(size: string): string;
  moreLikeIt(count: number): string;
  readonly noMails: string;
  readonly changedHere: string;
  readonly state: Readonly<Record<Outcome['state'], string>>;

  // Machines
  readonly keep: { readonly forever: string; readonly delete: string; days(count: number): string };
  readonly fetch: Readonly<Record<'list' | 'text' | 'everything', string>>;
  link(kbitPerSecond: string | null, delayMs: string): string;
  storage(size: string): string;

  // Tables
  readonly totals: string;
  readonly byStep: string;
  readonly head: Readonly<
    Record<
      | 'bytesIn'
      | 'bytesOut'
      | 'roundTrips'
      | 'connections'
      | 'commands'
      | 'lineTime'
      | 'took'
      | 'disk'
      | 'known'
      | 'unread'
      | 'fresh'
      | 'whole'
      | 'attachments'
      | 'verbs'
      | 'policy'
      | 'line'
      | 'protocol',
      string
    >
  >;
  readonly measuredHere: string;
  readonly nobodyActed: string;
  found(count: number): string;
  readonly couldNot: string;
  readonly facts: string;
  readonly fact: string;
  readonly yes: string;
  readonly no: string;
  readonly differences: string;
  readonly noDifferences: string;
  readonly about: Readonly<Record<Difference['about'], string>>;
  readonly known: string;
  readonly unknown: string;
  readonly serverState: string;
  folder(path: string, count: number): string;
  readonly nothingThere: string;
  /** A mail on the server that the experiment does not know by name. */
  readonly stranger: string;
  readonly ledger: string;
  readonly what: string;
  readonly cause: string;
  transcript(machine: string): string;
  lines(count: number): string;

  // POP3 or IMAP for you?
  readonly forYou: {
    readonly question: string;
    readonly yourNumbers: string;
    readonly reckoned: string;
    readonly notMeasured: string;
    readonly noLimit: string;
    days(count: number): string;
    readonly need: Readonly<Record<keyof Needs, string>>;
  };

  // Settings
  readonly settings: string;
  readonly setting: Readonly<
    Record<'program' | 'node' | 'platform' | 'when' | 'where' | 'imap' | 'pop3' | 'seed' | 'pace', string>
  >;
  pace(times: string): string;
  readonly howMeasured: readonly string[];

  // Charts
  readonly chart: Readonly<Record<Chart['id'], { readonly title: string; readonly unit: string }>>;
  /** Of a chart, for whom does not see it. */
  chartSays(title: string, values: readonly string[]): string;
  chartValue(machine: string, value: string): string;
  readonly disk: Readonly<Record<'mail' | 'parts' | 'database' | 'other', string>>;
  stepIn(n: number, kind: string): string;
  readonly beginning: string;
  readonly otherSteps: string;
  trips(count: string): string;
  roundTrips(count: string): string;
}
