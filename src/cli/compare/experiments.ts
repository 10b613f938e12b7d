/** Which experiments are meant: by their names, out of files, with other machines. */
import { readFile } from 'node:fs/promises';
import { checkExperiment, shipped } from '../../compare/experiments/index.ts';
import type { Experiment } from '../../contract/compare/experiment.ts';
import { inLang } from '../../contract/compare/text.ts';
import type { Lang } from '../../contract/words/index.ts';
import { type Given, text, texts, UsageError } from '../command.ts';

/** @throws UsageError with the first of what is wrong; the rest is noted before it */
export async function experimentsOf(given: Given, lang: Lang, note: (line: string) => void): Promise<Experiment[]> {
  const named = texts(given, 'experiment');
  const machinesFile = text(given, 'machines');
  const machines = machinesFile === undefined ? null : await machinesOf(machinesFile);
  const values = named.length === 0 ? shipped.map(asShipped) : await Promise.all(named.map(readNamed));
  const problems: Problem[] = [];
  const sound: Experiment[] = [];
  for (const { where, value } of values) {
    const checked = checkExperiment(machines === null ? value : withMachines(value, machines));
    if (checked.experiment !== null) sound.push(checked.experiment);
    const place = machinesFile === undefined ? where : `${where} + ${machinesFile}`;
    for (const { path, problem } of checked.problems)
      problems.push({ where: place, path, said: inLang(problem, lang) });
  }
  const [first, ...more] = problems;
  if (first === undefined) return sound;
  throw new UsageError((words) => {
    for (const { where, path, said } of more) note(words.compare.problem(where, path, said));
    return words.compare.problem(first.where, first.path, first.said);
  });
}

interface Named {
  readonly where: string;
  readonly value: unknown;
}

interface Problem {
  readonly where: string;
  readonly path: string;
  readonly said: string;
}

const asShipped = (experiment: Experiment): Named => ({ where: experiment.name, value: experiment });

async function readNamed(word: string): Promise<Named> {
  const known = shipped.find(({ name }) => name === word);
  if (known !== undefined) return asShipped(known);
  const content = await readFile(word, 'utf8').catch(() => null);
  if (content === null) {
    const names = shipped.map(({ name }) => name);
    throw new UsageError((words) => words.compare.noExperiment(word, names));
  }
  return { where: word, value: parsed(word, content) };
}

async function machinesOf(file: string): Promise<readonly unknown[]> {
  const content = await readFile(file, 'utf8').catch(() => null);
  if (content === null) throw new UsageError((words) => words.compare.noSuchFile(file));
  const value = parsed(file, content);
  const list = isRecord(value) ? value['machines'] : value;
  if (!Array.isArray(list) || list.length === 0) throw new UsageError((words) => words.compare.noMachines(file));
  return list;
}

function parsed(file: string, content: string): unknown {
  try {
    return JSON.parse(content.replace(/^\ufeff/, ''));
  } catch (thrown) {
    const why = thrown instanceof Error ? thrown.message : String(thrown);
    throw new UsageError((words) => words.compare.noJson(file, why));
  }
}

/** In the place of those of the same id; the others join. */
function withMachines(value: unknown, machines: readonly unknown[]): unknown {
  if (!isRecord(value)) return value;
  const own: unknown[] = Array.isArray(value['machines']) ? value['machines'] : [];
  const sameAs = (machine: unknown) => machines.find((each) => idOf(each) !== null && idOf(each) === idOf(machine));
  const taken = own.map((machine) => sameAs(machine) ?? machine);
  return { ...value, machines: [...taken, ...machines.filter((each) => !taken.includes(each))] };
}

const idOf = (machine: unknown): string | null =>
  isRecord(machine) && typeof machine['id'] === 'string' ? machine['id'] : null;

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
