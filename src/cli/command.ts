import type { Lang } from '../contract/words/index.ts';
import type { Engine } from '../engine/index.ts';
import { type OptionName, options } from './options.ts';
import type { CommandName, Words } from './words/index.ts';

/** What the words on the command line gave, beyond what is common to all commands. */
export interface Given {
  readonly words: readonly string[];
  readonly options: Readonly<Record<string, string | boolean | (string | boolean)[] | undefined>>;
}

/** What a command works with. `engine` is opened when it is first asked for: `parse` needs none. */
export interface Surroundings {
  readonly lang: Lang;
  readonly words: Words;
  /** The profile's folder, made where it is not there. @throws MailError disk-failed where it cannot be one. */
  readonly profile: () => Promise<string>;
  readonly engine: () => Promise<Engine>;
  /** One line on standard error. */
  readonly note: (line: string) => void;
  /** How far it is, on a terminal's line that is written anew; where standard error is none, nothing. */
  readonly live: (text: string) => void;
  /** That a part is over: a line on standard error, where a terminal does not show how far it is anyway. */
  readonly passed: (text: string) => void;
  /** Takes that line away, so that something else can be written. */
  readonly clear: () => void;
  /** Done when a signal ends the command, before the program goes. */
  readonly beforeLeaving: (work: () => Promise<void>) => void;
  /** TEGAMI_PASSWORD, or one line on standard input; null where there is neither. */
  readonly password: (whose: string) => Promise<string | null>;
  readonly stdin: () => Promise<Uint8Array>;
  /** Columns of the terminal that is written to; null where it is none. */
  readonly width: number | null;
}

/** What is printed: with --json the value as one document, else the lines. Bytes go out as they are. */
export type Result =
  | { readonly json: unknown; readonly lines: readonly string[]; readonly exit?: 0 | 1 }
  | { readonly bytes: AsyncIterable<Uint8Array> }
  | Lasting;

/** Goes on after its first output, until a signal, which then is its ordinary end: exit 0. */
export interface Lasting {
  readonly json: unknown;
  readonly lines: readonly string[];
  /** Called after those are printed. What is told is printed too, unless --json asked for one document. */
  readonly goOn: (tell: (line: string) => void) => void;
  /** Ends in order. */
  readonly close: () => Promise<void>;
}

export interface Command {
  readonly name: CommandName;
  /** What follows the name, as the usage shows it. */
  readonly usage: string;
  readonly options: readonly OptionName[];
  /** How many words may follow its name. */
  readonly words: number;
  run(given: Given, around: Surroundings): Promise<Result>;
}

/** The command line cannot be understood: exit 2. */
export class UsageError extends Error {
  readonly say: (words: Words) => string;

  constructor(say: (words: Words) => string) {
    super('wrong usage');
    this.say = say;
  }
}

/** @throws UsageError where it was given several times. */
export function text(given: Given, name: OptionName): string | undefined {
  const value = given.options[name];
  if (!Array.isArray(value)) return typeof value === 'string' ? value : undefined;
  if (value.length > 1) throw new UsageError((words) => words.twice(`--${name}`));
  return value.map(String)[0];
}

/** @throws UsageError where it is missing. */
export function required(given: Given, name: OptionName): string {
  const value = text(given, name);
  if (value === undefined || value === '')
    throw new UsageError((words) => words.missing(`--${name} ${options[name].value}`.trim()));
  return value;
}

export function texts(given: Given, name: OptionName): string[] {
  const value = given.options[name];
  return Array.isArray(value) ? value.map(String) : typeof value === 'string' ? [value] : [];
}

/** @throws UsageError where it is not a whole number of at least 1. */
export function whole(value: string, what: string): number {
  if (!/^[1-9]\d{0,14}$/.test(value)) throw new UsageError((words) => words.noNumber(what, value));
  return Number(value);
}

export function oneOf<T extends string>(value: string, allowed: readonly T[], what: string): T {
  const found = allowed.find((each) => each === value);
  if (found === undefined) throw new UsageError((words) => words.notOneOf(what, allowed, value));
  return found;
}

/** Ids of messages. @throws UsageError where there is none. */
export function ids(given: Given): number[] {
  if (given.words.length === 0) throw new UsageError((words) => words.noId());
  return [...new Set(given.words.map((word) => whole(word, 'ID')))];
}
