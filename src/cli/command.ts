import type { ParseArgsConfig } from 'node:util';
import type { Lang } from '../contract/words/index.ts';
import type { Engine } from '../engine/index.ts';

/** What the words on the command line gave, beyond what is common to all commands. */
export interface Given {
  readonly words: readonly string[];
  readonly options: Readonly<Record<string, string | boolean | (string | boolean)[] | undefined>>;
}

/** What a command works with. `engine` is opened when it is first asked for: `parse` needs none. */
export interface Surroundings {
  readonly lang: Lang;
  readonly profile: () => string;
  readonly engine: () => Promise<Engine>;
  /** One line on standard error. */
  readonly note: (line: string) => void;
  /** TEGAMI_PASSWORD, or one line on standard input; null where there is neither. */
  readonly password: () => Promise<string | null>;
  readonly stdin: () => Promise<string>;
}

/** What is printed: with --json the value as one document, else the lines. Bytes go out as they are. */
export type Result =
  | { readonly json: unknown; readonly lines: readonly string[]; readonly exit?: 0 | 1 }
  | { readonly bytes: AsyncIterable<Uint8Array> };

export interface Command {
  /** As typed: `account add`. */
  readonly name: string;
  /** What follows the name, as the usage shows it. */
  readonly usage: string;
  readonly options: NonNullable<ParseArgsConfig['options']>;
  run(given: Given, around: Surroundings): Promise<Result>;
}

/** The command line cannot be understood: exit 2. */
export class UsageError extends Error {}

export function text(given: Given, name: string): string | undefined {
  const value = given.options[name];
  return typeof value === 'string' ? value : undefined;
}

/** @throws UsageError where it is missing. */
export function required(given: Given, name: string): string {
  const value = text(given, name);
  if (value === undefined || value === '') throw new UsageError(`--${name} is missing`);
  return value;
}

export function texts(given: Given, name: string): string[] {
  const value = given.options[name];
  return Array.isArray(value) ? value.map(String) : typeof value === 'string' ? [value] : [];
}

/** @throws UsageError where it is not a whole number of at least 1. */
export function whole(value: string, what: string): number {
  if (!/^[1-9]\d{0,15}$/.test(value)) throw new UsageError(`${what} is a whole number, not "${value}"`);
  return Number(value);
}

export function oneOf<T extends string>(value: string, allowed: readonly T[], what: string): T {
  const found = allowed.find((each) => each === value);
  if (found === undefined) throw new UsageError(`${what} is one of ${allowed.join(', ')}, not "${value}"`);
  return found;
}

/** Ids of messages. @throws UsageError where there is none. */
export function ids(given: Given): number[] {
  if (given.words.length === 0) throw new UsageError('the id of a message is missing; "list" shows them');
  return given.words.map((word) => whole(word, 'an id'));
}
