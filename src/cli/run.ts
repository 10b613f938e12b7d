import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { asMailError } from '../base/errors.ts';
import { explain, explainLine, type Lang } from '../contract/words/index.ts';
import { type Engine, openEngine } from '../engine/index.ts';
import { type Command, type Given, type Result, type Surroundings, text, UsageError, whole } from './command.ts';
import { accountAdd, accountList, accountRemove } from './commands/account.ts';
import { flag, move, remove } from './commands/change.ts';
import { parse } from './commands/parse.ts';
import { folders, list, show } from './commands/read.ts';
import { outbox, send } from './commands/send.ts';
import { sync } from './commands/sync.ts';
import { vaultCheck, vaultRebuild } from './commands/vault.ts';
import { readAll, readLine } from './stdin.ts';

const commands: readonly Command[] = [
  accountAdd,
  accountList,
  accountRemove,
  sync,
  folders,
  list,
  show,
  flag,
  move,
  remove,
  send,
  outbox,
  parse,
  vaultCheck,
  vaultRebuild,
];

const common = {
  profile: { type: 'string' },
  json: { type: 'boolean' },
  lang: { type: 'string' },
  verbose: { type: 'boolean' },
  patience: { type: 'string' },
  help: { type: 'boolean' },
} as const;

/** Runs one command line; gives the exit code: 0 done, 1 failed, 2 wrong usage. */
export async function run(argv: readonly string[]): Promise<number> {
  const wantsJson = argv.includes('--json');
  const lang = langOf(argv);
  let engine: Promise<Engine> | null = null;
  try {
    const { command, given } = read(argv);
    if (command === null) {
      process.stdout.write(`${usage()}\n`);
      return 0;
    }
    const around = surroundings(given, lang, (opened) => {
      engine ??= opened();
      return engine;
    });
    return await print(await command.run(given, around), wantsJson);
  } catch (thrown) {
    return await fail(thrown, wantsJson, lang);
  } finally {
    await closeQuietly(engine);
  }
}

function read(argv: readonly string[]): {
  command: Command | null;
  given: { words: string[]; options: Given['options'] };
} {
  // The command's name may stand after --profile DIR, so the words are found before its own options are known.
  const loose = parseArgs({ args: [...argv], options: { ...common }, strict: false, allowPositionals: true });
  const named = loose.positionals;
  if (loose.values.help === true || named.length === 0) {
    if (loose.values.help !== true) throw new UsageError('a command is missing');
    return { command: null, given: { words: [], options: {} } };
  }
  const command =
    commands.find((each) => each.name === `${named[0]} ${named[1]}`) ?? commands.find((each) => each.name === named[0]);
  if (command === undefined) throw new UsageError(`no such command: ${named.slice(0, 2).join(' ')}`);
  try {
    const { values, positionals } = parseArgs({
      args: [...argv],
      options: { ...common, ...command.options },
      strict: true,
      allowPositionals: true,
    });
    return { command, given: { words: positionals.slice(command.name.split(' ').length), options: values } };
  } catch (thrown) {
    throw new UsageError(`${command.name}: ${thrown instanceof Error ? thrown.message : String(thrown)}`);
  }
}

function surroundings(given: Given, lang: Lang, once: (open: () => Promise<Engine>) => Promise<Engine>): Surroundings {
  const note = (line: string): void => void process.stderr.write(`${line}\n`);
  const profile = (): string => {
    const word = text(given, 'profile');
    if (word !== undefined && word !== '') return word;
    throw new UsageError('--profile DIR is missing');
  };
  const patience = text(given, 'patience');
  const fromEnvironment = process.env['TEGAMI_PASSWORD'] || null;
  let asked: Promise<string | null> | null = null;
  const password = (): Promise<string | null> => {
    if (fromEnvironment !== null) return Promise.resolve(fromEnvironment);
    asked ??= readLine(lang === 'ja' ? 'パスワード: ' : 'Password: ');
    return asked;
  };
  return {
    lang,
    profile,
    note,
    password,
    stdin: readAll,
    engine: () =>
      once(() =>
        openEngine({
          profile: profile(),
          secrets: { store: 'session', get: async () => fromEnvironment, put: async () => {}, remove: async () => {} },
          askPassword: password,
          background: false,
          silenceMs: patience === undefined ? undefined : whole(patience, '--patience') * 1000,
          parseWorker: workerFile(),
          log: (level, line) => {
            if (given.options['verbose'] === true || level === 'error') note(`${level}: ${line}`);
          },
        }),
      ),
  };
}

/** The worker lies beside the built program; run from source there is none, and mail is parsed in this thread. */
function workerFile(): string | undefined {
  return typeof __dirname === 'string' ? join(__dirname, '..', 'engine', 'parse-worker.cjs') : undefined;
}

async function print(result: Result, json: boolean): Promise<number> {
  if ('bytes' in result) {
    for await (const chunk of result.bytes) await write(chunk);
    return 0;
  }
  await write(json ? `${JSON.stringify(result.json, null, 2)}\n` : result.lines.map((line) => `${line}\n`).join(''));
  return result.exit ?? 0;
}

async function fail(thrown: unknown, json: boolean, lang: Lang): Promise<number> {
  if (thrown instanceof UsageError) {
    process.stderr.write(`${thrown.message}\n\n${usage()}\n`);
    return 2;
  }
  const error = asMailError(thrown, 'cli');
  if (json) {
    const { what, helps } = explain(error, lang);
    await write(`${JSON.stringify({ error: { ...error.toValue(), message: `${what} ${helps}`.trim() } }, null, 2)}\n`);
  } else process.stderr.write(`${explainLine(error, lang)}\n`);
  return 1;
}

function usage(): string {
  const lines = commands.map((command) => `  tegami --profile DIR ${command.name} ${command.usage}`.trimEnd());
  return [
    'Usage:',
    ...lines,
    '',
    '  with any: [--json] [--lang en|ja] [--verbose] [--patience SECONDS]',
    '  password: TEGAMI_PASSWORD, or one line on standard input',
  ].join('\n');
}

function langOf(argv: readonly string[]): Lang {
  const at = argv.indexOf('--lang');
  const word = at >= 0 ? argv[at + 1] : (process.env['LC_ALL'] ?? process.env['LC_MESSAGES'] ?? process.env['LANG']);
  return word?.startsWith('ja') ? 'ja' : 'en';
}

/** Waits for the bytes to be taken: a pipe that is read slowly must not lose the end of the document. */
function write(text: string | Uint8Array): Promise<void> {
  return new Promise((resolve, reject) => process.stdout.write(text, (error) => (error ? reject(error) : resolve())));
}

async function closeQuietly(engine: Promise<Engine> | null): Promise<void> {
  const open = await engine?.catch(() => null);
  await open?.close();
}
