/** What the lab has against a world, brought to the field of a form where it can be put right. Pure. */
import type { WorldProblem } from '../../../../src/contract/lab/table.ts';

type Path = readonly (string | number)[];

/** In one language; undefined where there is nothing to say of this field. Deeper places (the third of `to`) belong to it too. */
export function saidOf(problems: readonly WorldProblem[], path: Path, language: 'en' | 'ja'): string | undefined {
  const said = problems.filter((problem) => isUnder(problem.path, path)).map((problem) => problem[language]);
  return said.length === 0 ? undefined : [...new Set(said)].join(' ');
}

/** What no field of the form shows. */
export function besides(problems: readonly WorldProblem[], fields: readonly Path[], language: 'en' | 'ja'): string[] {
  const rest = problems.filter((problem) => !fields.some((path) => isUnder(problem.path, path)));
  return [...new Set(rest.map((problem) => problem[language]))];
}

/** Each with its place in the file, as `aliases.1.to`; '' is the whole of it. */
export function placesOf(problems: readonly WorldProblem[], language: 'en' | 'ja'): { place: string; said: string }[] {
  const all = problems.map((problem) => ({ place: problem.path.join('.'), said: problem[language] }));
  return all.filter(({ place, said }, n) => all.findIndex((one) => one.place === place && one.said === said) === n);
}

const isUnder = (path: Path, above: Path): boolean => above.every((step, n) => path[n] === step);
