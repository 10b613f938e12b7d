/** `tegami compare`: the same mail over POP3 and over IMAP, measured in a lab or at somebody's servers. */
import { constants } from 'node:fs';
import { access, stat, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { version } from '../../../package.json';
import { asMailError, MailError } from '../../base/errors.ts';
import { type Ground, labGround, serverGround } from '../../compare/ground/index.ts';
import { csvOf, htmlOf } from '../../compare/report/index.ts';
import { runAll } from '../../compare/run/index.ts';
import type { Experiment } from '../../contract/compare/experiment.ts';
import { costsOf, type ForYou, forYou, type Needs } from '../../contract/compare/for-you.ts';
import type { ExperimentResult, Report } from '../../contract/compare/result.ts';
import { explainLine } from '../../contract/words/index.ts';
import { type Command, type Given, type Surroundings, text, whole } from '../command.ts';
import { accountsOf, outsiderOf, serverOptions } from '../compare/accounts.ts';
import { experimentsOf } from '../compare/experiments.ts';
import { experimentLines, forYouLines } from '../compare/look.ts';
import { needsOf } from '../compare/needs.ts';
import { seconds, size } from '../look/measures.ts';
import { line } from '../look/width.ts';
import { wrap } from '../look/wrap.ts';

/** Columns where there is no terminal to ask. */
const usualWidth = 96;
const usual = { seed: 1, pace: 1000 };

export const compare: Command = {
  name: 'compare',
  usage:
    '[--experiment NAME|FILE …] [--machines FILE] [--needs FILE] [--html FILE] [--csv FILE] [--seed N] [--pace N] ' +
    '[--account HOST … --user U … [--email A …] [--tls implicit|starttls|none] [--imap-port N] [--pop3-port N] [--pop3-host H] ' +
    '[--smtp-host H [--smtp-port N] [--smtp-tls implicit|starttls|none]] [--to A] [--ca FILE | --trust sha256/HEX] [--even-if-not-empty]]',
  options: ['experiment', 'machines', 'needs', 'html', 'csv', 'seed', 'pace', 'account', ...serverOptions],
  words: 0,
  async run(given, around) {
    const experiments = await experimentsOf(given, around.lang);
    const needs = await needsOf(given);
    const numbers = { seed: numberOf(given, 'seed'), pace: numberOf(given, 'pace') };
    const files = { html: text(given, 'html'), csv: text(given, 'csv') };
    for (const file of Object.values(files)) if (file !== undefined) await mustTake(file);
    const openGround = await groundOf(given, around);
    const run = (finished?: (result: ExperimentResult) => void) =>
      measured({ experiments, ...numbers, around, openGround, finished });
    if (given.options['json'] !== true && files.html === undefined && files.csv === undefined)
      return { bytes: told(run, needs, around) };
    const report = await run().report;
    const saved = await save(report, files, needs, around);
    const json = needs === null ? report : { ...report, forYou: chosen(report, needs) };
    return { json, lines: [...saved, ...ending(report, around)] };
  },
};

function numberOf(given: Given, name: 'seed' | 'pace'): number {
  const word = text(given, name);
  return word === undefined ? usual[name] : whole(word, `--${name}`);
}

/** How the servers are reached: what is missing is said before anything is begun. */
async function groundOf(given: Given, { password }: Surroundings): Promise<() => Promise<Ground>> {
  const accounts = await accountsOf(given, password);
  if (accounts === null) return () => labGround();
  const outsider = outsiderOf(given);
  const evenIfNotEmpty = given.options['even-if-not-empty'] === true;
  return () => serverGround({ accounts, evenIfNotEmpty, outsider });
}

interface Run {
  readonly experiments: readonly Experiment[];
  readonly seed: number;
  readonly pace: number;
  readonly around: Surroundings;
  readonly openGround: () => Promise<Ground>;
  readonly finished: ((result: ExperimentResult) => void) | undefined;
}

interface Measured {
  readonly report: Promise<Report>;
  /** Ends it after the step that is under way; resolves when everything is put away. */
  readonly stop: () => Promise<void>;
}

/** From the first server to the last that was made and is removed again, also where a signal ends it. */
function measured({ experiments, seed, pace, around, openGround, finished }: Run): Measured {
  const { lang, words } = around;
  const all = experiments.length;
  const numberIn = (name: string): number => experiments.findIndex((each) => each.name === name) + 1;
  const ending = new AbortController();
  const work = (async () => {
    const ground = await openGround();
    try {
      return await runAll({
        experiments,
        ground,
        seed,
        pace,
        lang,
        version,
        signal: ending.signal,
        progress: (name, done, of) => around.live(words.compare.progress(name, numberIn(name), all, done, of)),
        finished(result) {
          const said = words.compare.finished(result.name, numberIn(result.name), all, seconds(result.ms, lang));
          if (finished === undefined) around.passed(said);
          finished?.(result);
        },
      });
    } finally {
      await ground.close();
    }
  })();
  const stop = async (): Promise<void> => {
    ending.abort();
    await work.catch(() => {});
  };
  around.beforeLeaving(stop);
  return { report: work, stop };
}

/** Each experiment as soon as it is over. Whoever reads no further (`| head`) ends it. */
async function* told(
  run: (finished: (result: ExperimentResult) => void) => Measured,
  needs: Needs | null,
  around: Surroundings,
): AsyncGenerator<Uint8Array> {
  const { words, lang, width } = around;
  const columns = Math.max(40, Math.min(width ?? usualWidth, 100));
  const over: ExperimentResult[] = [];
  let wake = (): void => {};
  const { report, stop } = run((result) => {
    over.push(result);
    wake();
  });
  let ended = false;
  const end = report.catch(() => {}).then(() => (ended = true));
  try {
    for (let number = 1; !ended || over.length > 0; ) {
      const result = over.shift();
      if (result === undefined) {
        await Promise.race([end, new Promise<void>((resolve) => (wake = resolve))]);
        continue;
      }
      around.clear();
      yield encode(experimentLines(result, number, words, lang, columns));
      number += 1;
    }
    around.clear();
    const whole = await report;
    if (needs !== null) yield encode(forYouLines(chosen(whole, needs), words, lang, columns));
    yield encode([...ending(whole, around), ...wrap(words.compare.more, columns)]);
  } finally {
    await stop();
  }
}

const encode = (lines: readonly string[]): Uint8Array => Buffer.from(lines.map((each) => `${each}\n`).join(''));

/** Null where what was run does not tell what each thing costs. */
function chosen(report: Report, needs: Needs): ForYou | null {
  const costs = costsOf(report.experiments);
  return costs === null ? null : forYou(needs, costs);
}

function ending(report: Report, { words, lang }: Surroundings): string[] {
  const where = report.ground.kind === 'lab' ? words.compare.lab : report.ground.name;
  return [
    ...report.skipped.map(({ name, why }) => line(words.compare.skipped(name, explainLine(new MailError(why), lang)))),
    line(words.compare.took(report.experiments.length, seconds(report.ms, lang), where)),
  ];
}

async function save(
  report: Report,
  files: { readonly html: string | undefined; readonly csv: string | undefined },
  needs: Needs | null,
  { words, lang }: Surroundings,
): Promise<string[]> {
  const texts = [
    [files.html, () => htmlOf(report, lang, needs)],
    [files.csv, () => csvOf(report)],
  ] as const;
  const saved: string[] = [];
  for (const [file, make] of texts) {
    if (file === undefined) continue;
    const content = make();
    await writeFile(file, content).catch((thrown: unknown) => {
      throw cannotWrite(file, thrown);
    });
    saved.push(words.saved(file, size(Buffer.byteLength(content), lang)));
  }
  return saved;
}

/** Said before the minutes of measuring, not after. */
async function mustTake(file: string): Promise<void> {
  try {
    await access(path.dirname(path.resolve(file)), constants.W_OK);
    const there = await stat(file).catch(() => null);
    if (there?.isDirectory()) throw Object.assign(new Error('a folder'), { code: 'EISDIR' });
    if (there !== null) await access(file, constants.W_OK);
  } catch (thrown) {
    throw cannotWrite(file, thrown);
  }
}

function cannotWrite(file: string, thrown: unknown): MailError {
  const error = asMailError(thrown, 'cli.out');
  if (error.reason === 'disk-full') return error;
  const said = thrown instanceof Error && 'code' in thrown ? `${file}: ${thrown.code}` : file;
  return new MailError(
    { kind: 'not-stored', at: 'cli.out', reason: 'disk-failed', advice: 'check-input', said },
    thrown,
  );
}
