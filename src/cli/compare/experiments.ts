/** Which experiments are meant: by their names, out of files, with other machines. */
import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { checkExperiment, withMachines as played, shipped } from '../../compare/experiments/index.ts';
import { Experiment } from '../../contract/compare/experiment.ts';
import { Machine } from '../../contract/compare/machine.ts';
import { inLang } from '../../contract/compare/text.ts';
import type { Lang } from '../../contract/words/index.ts';
import { type Given, text, texts, UsageError } from '../command.ts';
import { parsed } from './json.ts';

/** @throws UsageError with everything that is wrong in them, each on a line with its place */
export async function experimentsOf(given: Given, lang: Lang): Promise<Experiment[]> {
  const named = texts(given, 'experiment');
  const machinesFile = text(given, 'machines');
  const machines = machinesFile === undefined ? null : await machinesOf(machinesFile);
  const values = named.length === 0 ? shipped.map(asShipped) : await Promise.all(named.map(readNamed));
  const checked = values.map(({ where, value }) => ({
    where: machinesFile === undefined ? where : `${where} + ${machinesFile}`,
    ...checkExperiment(machines === null ? value : withMachines(value, machines)),
  }));
  const sound = checked.flatMap(({ experiment }) => experiment ?? []);
  if (sound.length === values.length) {
    const again = sound.find(({ name }, i) => sound.findIndex((each) => each.name === name) !== i);
    if (again !== undefined) throw new UsageError((words) => words.twice(`--experiment ${again.name}`));
    return sound;
  }
  throw new UsageError((words) =>
    checked
      .flatMap(({ where, problems }) =>
        problems.map(({ path, problem }) => words.compare.problem(where, path, inLang(problem, lang))),
      )
      .join('\n'),
  );
}

interface Named {
  readonly where: string;
  readonly value: unknown;
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

/** In the place of those of the same id; the others join. Where none is called so, they take over all parts. */
function withMachines(value: unknown, machines: readonly unknown[]): unknown {
  if (!isRecord(value)) return value;
  const own: unknown[] = Array.isArray(value['machines']) ? value['machines'] : [];
  const [experiment, list] = [Experiment.safeParse(value), z.array(Machine).max(6).safeParse(machines)];
  const called = new Set(own.map(idOf));
  if (experiment.success && list.success && !list.data.some(({ id }) => called.has(id)))
    return played(experiment.data, list.data);
  const sameAs = (machine: unknown) => machines.find((each) => idOf(each) !== null && idOf(each) === idOf(machine));
  const taken = own.map((machine) => sameAs(machine) ?? machine);
  return { ...value, machines: [...taken, ...machines.filter((each) => !taken.includes(each))] };
}

const idOf = (machine: unknown): string | null =>
  isRecord(machine) && typeof machine['id'] === 'string' ? machine['id'] : null;

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);
