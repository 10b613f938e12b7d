/** An experiment on a terminal: the question, the answer, and what it cost on each machine. */

import { MailError } from '../../base/errors.ts';
import { duration, figuresOf } from '../../compare/report/index.ts';
import { type ForYou, forYouTable, inWords } from '../../contract/compare/for-you.ts';
import { octets } from '../../contract/compare/numbers.ts';
import type { ExperimentResult } from '../../contract/compare/result.ts';
import { inLang } from '../../contract/compare/text.ts';
import { explainLine, type Lang } from '../../contract/words/index.ts';
import { count } from '../look/measures.ts';
import { table } from '../look/table.ts';
import { columnsOf, line } from '../look/width.ts';
import { wrap } from '../look/wrap.ts';
import type { Words } from '../words/index.ts';

export function experimentLines(
  result: ExperimentResult,
  number: number,
  words: Words,
  lang: Lang,
  columns: number,
): string[] {
  const head = line(`${number}  ${result.title} (${result.name})`);
  return [
    head,
    '='.repeat(columnsOf(head)),
    ...wrap(line(result.question), columns),
    '',
    ...result.answer.split('\n').flatMap((each) => wrap(line(each), columns, '  ')),
    '',
    ...costs(result, words, lang).map((each) => `  ${each}`),
    ...refusals(result, words, lang).flatMap((each) => wrap(line(each), columns, '  ')),
    '',
    '',
  ];
}

/** Which of the ways suits a person, and the numbers behind it. */
export function forYouLines(result: ForYou | null, words: Words, lang: Lang, columns: number): string[] {
  const head = words.compare.forYou;
  const top = [head, '='.repeat(columnsOf(head))];
  if (result === null) return [...top, ...wrap(words.compare.notMeasured, columns), '', ''];
  const { headline, reasons, cautions } = inWords(result);
  const { columns: ways, rows } = forYouTable(result);
  return [
    ...top,
    ...wrap(headline[lang], columns),
    '',
    ...reasons.flatMap((each) => wrap(`- ${each[lang]}`, columns, '  ')),
    ...cautions.flatMap((each) => wrap(`! ${each[lang]}`, columns, '  ')),
    '',
    ...table(
      [{ head: '' }, ...ways.map(({ name, chosen }) => ({ head: `${chosen ? '* ' : ''}${name[lang]}` }))],
      rows.map(({ label, cells }) => [label[lang], ...cells.map((cell) => cell[lang])]),
      null,
    ).map((each) => `  ${each}`),
    '',
    '',
  ];
}

/** All steps together. Numbers that matter are not cut, however narrow the terminal is. */
function costs(result: ExperimentResult, words: Words, lang: Lang): string[] {
  const { head } = words.compare;
  const last = result.steps.at(-1);
  const right = (text: string) => ({ head: text, right: true });
  return table(
    [
      { head: head.machine, most: 44 },
      ...[head.received, head.sent, head.trips, head.line, head.disk, head.mails, head.unread, head.whole].map(right),
    ],
    figuresOf(result).map(({ machine, total, disk, messages }) => [
      inLang(machine.name, lang),
      octets(total.bytesIn),
      octets(total.bytesOut),
      count(total.roundTrips, lang),
      duration(total.lineMs, lang),
      octets(disk.total),
      count(messages.known, lang),
      count(messages.unread, lang),
      count(
        last?.outcomes.find((each) => each.machine === machine.id)?.cells.filter(({ holds }) => holds === 'whole')
          .length ?? 0,
        lang,
      ),
    ]),
    null,
  );
}

/** What a machine could not do, and who refused it; the same is said once, with its steps. */
function refusals(result: ExperimentResult, words: Words, lang: Lang): string[] {
  const all = new Map<string, { steps: number[]; name: string; why: string }>();
  for (const { n, outcomes } of result.steps)
    for (const { machine, error } of outcomes) {
      const plan = result.machines.find(({ id }) => id === machine);
      if (error === null || plan === undefined) continue;
      const why = explainLine(new MailError(error), lang);
      const told = all.get(`${machine} ${why}`);
      if (told === undefined) all.set(`${machine} ${why}`, { steps: [n], name: inLang(plan.name, lang), why });
      else told.steps.push(n);
    }
  return all.size === 0
    ? []
    : ['', ...[...all.values()].map((each) => words.compare.couldNot(each.steps, each.name, each.why))];
}
