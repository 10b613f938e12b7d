/** One command line from its words to its exit code. */
import { join } from 'node:path';
import { asMailError, MailError } from '../base/errors.ts';
import { explain, explainLine, type Lang } from '../contract/words/index.ts';
import { type Engine, openEngine } from '../engine/index.ts';
import {
  type Given,
  type Lasting,
  oneOf,
  type Result,
  required,
  type Surroundings,
  text,
  UsageError,
  whole,
} from './command.ts';
import { usage, usageOf } from './help.ts';
import { langOf, nameOf, readLine } from './line.ts';
import { type Progress, progressOn } from './look/progress.ts';
import { line as safe } from './look/width.ts';
import { asking } from './passwords.ts';
import { profileFolder } from './profile.ts';
import { interrupted, isSignal } from './signals.ts';
import { readAll } from './stdin.ts';
import { write } from './stdout.ts';
import { wordsIn } from './words/index.ts';

/** How long a command that is interrupted may take to leave in order. */
const leaveMs = 5000;
/** How long one that has something to take away from a server may. */
const tidyMs = 30_000;

/** Runs one command line; gives the exit code: 0 done, 1 failed, 2 wrong usage, 129, 130 and 143 for a signal. */
export async function run(argv: readonly string[]): Promise<number> {
  const lang = langOf(argv);
  const words = wordsIn[lang];
  const json = argv.includes('--json');
  const progress = progressOn(process.stderr, lang);
  let engine: Promise<Engine> | null = null;
  let leaving = false;
  let lasting: Lasting | null = null;
  let closing: Promise<void> | null = null;
  const tidying: (() => Promise<void>)[] = [];
  const signal = interrupted();
  const close = (): Promise<void> => (closing ??= closeQuietly(engine));
  const finished = (async () => {
    try {
      const line = readLine(argv);
      if ('help' in line)
        return await print({ json: null, lines: line.help === null ? usage(words) : usageOf(line.help, words) }, false);
      checkCommon(line.given);
      const around = surroundings(
        line.given,
        lang,
        progress,
        (open) => (engine ??= open()),
        (work) => tidying.push(work),
      );
      const result = await line.command.run(line.given, around);
      progress.clear();
      if (!('goOn' in result)) return await print(result, json);
      lasting = result;
      return await last(result, json, signal);
    } catch (thrown) {
      if (leaving) return 1; // of its own will: nobody asks why it did not finish
      progress.clear();
      return await fail(thrown, json, lang, nameOf(argv));
    } finally {
      await close();
    }
  })();
  const ended = await Promise.race([finished, signal]);
  if (!isSignal(ended)) return ended;
  if (lasting !== null) return await Promise.race([finished, late()]);
  leaving = true;
  progress.clear();
  await Promise.race([Promise.all(tidying.map((work) => work())), late(tidyMs)]);
  await Promise.race([close(), late()]);
  return ended;
}

/** From its first output until the signal. */
async function last(result: Lasting, json: boolean, signal: Promise<unknown>): Promise<number> {
  await print(result, json);
  result.goOn((line) => {
    if (!json) void write(`${line}\n`);
  });
  await signal;
  await result.close();
  return 0;
}

/** Gives up waiting for an orderly end. */
function late(ms = leaveMs): Promise<number> {
  return new Promise((resolve) => setTimeout(resolve, ms, 1).unref());
}

function checkCommon(given: Given): void {
  const lang = text(given, 'lang');
  if (lang !== undefined) oneOf(lang, ['en', 'ja'], '--lang');
  const patience = text(given, 'patience');
  if (patience !== undefined) whole(patience, '--patience');
}

function surroundings(
  given: Given,
  lang: Lang,
  progress: Progress,
  once: (open: () => Promise<Engine>) => Promise<Engine>,
  beforeLeaving: Surroundings['beforeLeaving'],
): Surroundings {
  const words = wordsIn[lang];
  const verbose = given.options['verbose'] === true;
  const note = (line: string): void => {
    progress.clear();
    process.stderr.write(`${line}\n`);
  };
  const passwords = asking(words, progress);
  const profile = (): Promise<string> => profileFolder(required(given, 'profile'), words);
  const patience = text(given, 'patience');

  const open = async (): Promise<Engine> => {
    const engine = await openEngine({
      profile: await profile(),
      secrets: {
        store: 'session',
        get: async () => passwords.environment,
        put: async () => {},
        remove: async () => {},
      },
      askPassword: async (account) => passwords.of((await opened()).parts.vault.accounts.get(account).settings.email),
      background: false,
      silenceMs: patience === undefined ? undefined : whole(patience, '--patience') * 1000,
      parseWorker: workerFile(),
      log: (level, line) => {
        if (verbose || level === 'error') note(`${level}: ${safe(line)}`);
      },
    });
    if (verbose) tellWire(engine, note);
    else if (process.stderr.isTTY) tellProgress(engine, progress);
    return engine;
  };
  const opened = (): Promise<Engine> => once(open);
  return {
    lang,
    words,
    profile,
    note,
    live: (line) => {
      if (process.stderr.isTTY) progress.say(safe(line));
    },
    passed: (line) => {
      if (!process.stderr.isTTY) note(safe(line));
    },
    clear: () => progress.clear(),
    beforeLeaving,
    password: (whose) => passwords.of(whose),
    stdin: readAll,
    engine: opened,
    width: process.stdout.isTTY ? process.stdout.columns || null : null,
  };
}

/** The worker lies beside the built program; run from source there is none, and mail is parsed in this thread. */
function workerFile(): string | undefined {
  return typeof __dirname === 'string' ? join(__dirname, '..', 'engine', 'parse-worker.cjs') : undefined;
}

/** What is spoken with servers, as it is spoken; secrets are out of it already. */
function tellWire({ parts: { wire } }: Engine, note: (line: string) => void): void {
  let told = 0;
  wire.onLine(() => {
    for (const { n, protocol, peer, connection, who, text } of wire.after(told, 5000)) {
      note(`${protocol} ${peer} #${connection} ${who}: ${safe(text)}`);
      told = n;
    }
  });
}

function tellProgress(engine: Engine, progress: Progress): void {
  engine.serve({
    listen: () => () => {},
    send(message) {
      const signal = message as { type?: unknown; name?: unknown; carries?: unknown };
      if (signal.type === 'signal' && signal.name === 'account.status')
        progress.hear(signal.carries as Parameters<Progress['hear']>[0]);
    },
  });
}

async function print(result: Result, json: boolean): Promise<number> {
  if ('bytes' in result) {
    for await (const chunk of result.bytes) if (!(await write(chunk))) break;
    return 0;
  }
  await write(json ? document(result.json) : result.lines.map((line) => `${line}\n`).join(''));
  return 'exit' in result ? (result.exit ?? 0) : 0;
}

async function fail(thrown: unknown, json: boolean, lang: Lang, command: string | null): Promise<number> {
  const words = wordsIn[lang];
  const helps = words.usageHelps(command);
  if (thrown instanceof UsageError) {
    const said = thrown.say(words);
    process.stderr.write(`tegami: ${said.split('\n').map(safe).join('\n  ')}\n${helps}\n`);
    if (json) await write(document({ error: usageError(said, helps) }));
    return 2;
  }
  const error = asMailError(thrown, 'cli');
  if (json) {
    const { what, helps } = explain(error, lang);
    await write(document({ error: { ...error.toValue(), message: `${what} ${helps}`.trim() } }));
  } else process.stderr.write(`tegami: ${safe(explainLine(error, lang))}\n`);
  return 1;
}

function usageError(said: string, usageHelps: string): object {
  const { kind, at, reason, advice } = new MailError({
    kind: 'bad-input',
    at: 'cli.usage',
    reason: 'bad-value',
    advice: 'check-input',
  });
  return { kind, at, reason, advice, said, message: `${said} ${usageHelps}` };
}

function document(value: unknown): string {
  return `${JSON.stringify(value, null, 2)}\n`;
}

async function closeQuietly(engine: Promise<Engine> | null): Promise<void> {
  const open = await engine?.catch(() => null);
  await open?.close();
}
