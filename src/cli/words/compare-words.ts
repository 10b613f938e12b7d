/** What `compare` says beside the questions and the answers. */
export interface CompareWords {
  noExperiment(given: string, names: readonly string[]): string;
  noSuchFile(file: string): string;
  noJson(file: string, why: string): string;
  /** Of a file with machines: a list of them is wanted. */
  noMachines(file: string): string;
  problem(where: string, path: string, said: string): string;
  notAsMany(option: string, given: number, users: number): string;
  /** `done` of `of` steps of the experiment `name`, which is the `n`-th of `all`. */
  progress(name: string, n: number, all: number, done: number, of: number): string;
  finished(name: string, n: number, all: number, seconds: string): string;
  readonly head: Readonly<
    Record<'machine' | 'received' | 'sent' | 'trips' | 'line' | 'disk' | 'mails' | 'unread' | 'whole', string>
  >;
  couldNot(steps: readonly number[], machine: string, said: string): string;
  forYou: string;
  notMeasured: string;
  skipped(name: string, why: string): string;
  lab: string;
  took(experiments: number, seconds: string, ground: string): string;
  more: string;
}
