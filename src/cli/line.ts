/** The command line, read: which command, and what was given to it. */
import { parseArgs } from 'node:util';
import type { Lang } from '../contract/words/index.ts';
import { type Command, type Given, UsageError } from './command.ts';
import { commands } from './commands/index.ts';
import { common, type OptionName, options } from './options.ts';

export type Line =
  | { readonly command: Command; readonly given: Given }
  /** Help of one command, or of all. */
  | { readonly help: Command | null };

/** @throws UsageError */
export function readLine(argv: readonly string[]): Line {
  // The command's name may stand after --profile DIR, so the words are found before its own options are known.
  const loose = parseArgs({ args: [...argv], options, strict: false, allowPositionals: true });
  const named = loose.positionals;
  if (named[0] === 'help') return { help: named.length === 1 ? null : find(named.slice(1)) };
  if (loose.values.help === true) return { help: named.length === 0 ? null : find(named) };
  if (named.length === 0) throw new UsageError((words) => words.noCommand());
  const command = find(named);
  const { values, positionals } = readStrictly(argv, command);
  const words = positionals.slice(command.name.split(' ').length);
  const tooMany = words[command.words];
  if (tooMany !== undefined) throw new UsageError((w) => w.tooMany(tooMany));
  return { command, given: { words, options: values } };
}

/** The name of the command that is meant, however wrong the rest is; null: none. */
export function nameOf(argv: readonly string[]): string | null {
  const named = parseArgs({ args: [...argv], options, strict: false, allowPositionals: true }).positionals;
  try {
    return find(named).name;
  } catch {
    return null;
  }
}

/** `--lang`, else what the environment says. */
export function langOf(argv: readonly string[]): Lang {
  const { lang } = parseArgs({ args: [...argv], options, strict: false, allowPositionals: true }).values;
  const env = process.env;
  const word = typeof lang === 'string' ? lang : env['LC_ALL'] || env['LC_MESSAGES'] || env['LANG'];
  return word?.startsWith('ja') ? 'ja' : 'en';
}

function find(named: readonly string[]): Command {
  const found =
    commands.find((each) => each.name === `${named[0]} ${named[1]}`) ?? commands.find((each) => each.name === named[0]);
  if (found === undefined) throw new UsageError((words) => words.unknownCommand(named.slice(0, 2).join(' ')));
  return found;
}

function readStrictly(argv: readonly string[], command: Command) {
  const allowed: readonly OptionName[] = [...common, ...command.options];
  try {
    return parseArgs({
      args: [...argv],
      options: Object.fromEntries(allowed.map((name) => [name, options[name]])),
      strict: true,
      allowPositionals: true,
    });
  } catch (thrown) {
    throw inOurWords(thrown);
  }
}

/** Node says it in English only, and at length. Its codes and the option between quotation marks are what is taken. */
function inOurWords(thrown: unknown): UsageError {
  const said = thrown instanceof Error ? thrown.message : String(thrown);
  const code = thrown instanceof Error && 'code' in thrown ? String(thrown.code) : '';
  const option = /'(?:-\w, )?(?<name>-[^' ]*)/.exec(said)?.groups?.['name'] ?? '--';
  if (code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION') return new UsageError((words) => words.unknownOption(option));
  if (/does not take an argument/.test(said)) return new UsageError((words) => words.takesNoValue(option));
  return new UsageError((words) => words.noValue(option));
}
