/** What two runs of the same experiments must have in common, on whatever servers they ran. */
import { translated } from '../../../src/compare/run/index.ts';
import type { ExperimentResult, Outcome, Report, StepResult } from '../../../src/contract/compare/result.ts';

/** Sizes, times, shares, and what a server said: each server has its own. Numbers of mails stay. */
const amounts: readonly (readonly [RegExp, string])[] = [
  [/[“「]-ERR[^”」]*[”」]/g, '“…”'],
  [/\d+(?:\.\d+)? (?:B|kB|MB|GB)\b/g, 'SIZE'],
  [/\d+ h \d+ min|\d+ min \d+ s|\d+(?:\.\d+)? s\b|\d+時間\d+分|\d+分\d+秒|\d+(?:\.\d+)?秒/g, 'TIME'],
  [/\d+(?:\.\d+)? %/g, 'SHARE'],
];

/** The sentences of every answer in both languages, by experiment, but for the amounts. */
export const sentencesOf = ({ experiments }: Report): Record<string, Readonly<Record<'en' | 'ja', string>>> =>
  Object.fromEntries(
    experiments.map((each) => [each.name, { en: without(each, 'en'), ja: without(each, 'ja') }] as const),
  );

const without = (result: ExperimentResult, lang: 'en' | 'ja'): string =>
  amounts.reduce((text, [amount, word]) => text.replace(amount, word), translated(result, lang).answer);

/** What every machine shows after every step, and what lies on the server: mail by mail, without names of servers and users. */
export function shownIn({ steps }: ExperimentResult): unknown {
  const shown = steps.map((step) => ({
    n: step.n,
    machines: Object.fromEntries(step.outcomes.map((outcome) => [outcome.machine, machineIn(outcome)])),
    server: serverIn(step),
    differences: step.differences,
  }));
  return JSON.parse(JSON.stringify(shown).replaceAll(/Other Users\/[^/"]+/g, 'Other Users/SOMEBODY'));
}

function machineIn({ acted, state, messages, folders, found, error, cells }: Outcome): unknown {
  return {
    acted,
    state,
    messages,
    folders: folders.filter(({ path }) => path !== more),
    found: found?.toSorted(),
    refused: error?.reason,
    cells: cells.map(({ why, ...cell }) => ({
      ...cell,
      why: why.map(({ what }) => what.replace(/ folder \d+ to \d+$/, '')),
    })),
  };
}

/** Flags have no order (RFC 9051 §2.3.2). UIDs are each server's own. */
const serverIn = ({ server }: StepResult): unknown =>
  server.map(({ mailbox, folders }) => ({
    mailbox,
    folders: folders
      .filter(({ path }) => path !== more)
      .map(({ path, mails }) => ({ path, mails: mails.map(({ mail, flags }) => ({ mail, flags: flags.toSorted() })) }))
      .sort((a, b) => (a.path < b.path ? -1 : 1)),
  }));

/** The private Dovecot has this folder from the beginning, the lab does not. */
const more = 'Archive';
