import type { Command } from './command.ts';
import { commands } from './commands/index.ts';
import { columnsOf } from './look/width.ts';
import { common, type OptionName, options } from './options.ts';
import type { Words } from './words/index.ts';

/** All commands, each with one line. */
export function usage(words: Words): string[] {
  return [
    words.usage,
    ...aligned(commands.map((command) => [`tegami ${command.name}`, words.does[command.name]])),
    '',
    words.withAny,
    ...describe(common, words),
    '',
    words.passwordFrom,
    words.moreHelp,
  ];
}

/** Those that work without one. */
const noProfile: ReadonlySet<string> = new Set(['parse', 'lab', 'demo', 'compare']);

/** One command with its options. */
export function usageOf(command: Command, words: Words): string[] {
  const profile = noProfile.has(command.name) ? '' : '--profile DIR ';
  return [
    `tegami ${profile}${command.name} ${command.usage}`.trimEnd(),
    '',
    words.does[command.name],
    ...(command.options.length === 0 ? [] : ['', ...describe(command.options, words)]),
    '',
    words.withAny,
    ...describe(common, words),
    '',
    words.passwordFrom,
  ];
}

function describe(names: readonly OptionName[], words: Words): string[] {
  return aligned(names.map((name) => [`--${name} ${options[name].value}`.trimEnd(), words.option[name]]));
}

function aligned(pairs: readonly (readonly [string, string])[]): string[] {
  const width = Math.max(...pairs.map(([left]) => columnsOf(left)));
  return pairs.map(([left, right]) => `  ${left}${' '.repeat(width - columnsOf(left))}  ${right}`);
}
