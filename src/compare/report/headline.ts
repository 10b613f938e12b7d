/**
 * The answer of an experiment at one glance: a few words for each protocol, taken from its facts. Experiments whose names or facts are not
 * known here have none, and their answers speak for them.
 */
import type { ExperimentResult, Facts } from '../../contract/compare/result.ts';
import { type Lang, number, size } from './amounts.ts';
import { type ReportWords, wordsIn } from './words/index.ts';

type Protocol = 'pop3' | 'imap';

export interface Said {
  readonly value: string;
  readonly about: string;
}

export type Headline = Readonly<Record<Protocol, readonly Said[]>>;

interface Asked {
  readonly facts: Facts;
  readonly words: ReportWords;
  readonly lang: Lang;
}

type Say = (asked: Asked, protocol: Protocol) => readonly Said[];

const headlines: Readonly<Record<string, Say>> = {
  'read-state': either('newAgain'),
  loss: ({ facts, words, lang }, protocol) =>
    protocol === 'imap'
      ? outOf(facts, 'survives', 'imap', words.headline.left, words, lang)
      : [
          ...outOf(facts, 'survives', 'pop3-keep', words.headline.leftKeep, words, lang),
          ...outOf(facts, 'survives', 'pop3-delete', words.headline.leftDelete, words, lang),
        ],
  'thin-line': ({ facts, words }, protocol) =>
    numbers(facts['textBytes']?.[protocol], 0, (n) => ({ value: size(n), about: words.headline.forText })),
  folders: either('serverFolders'),
  search: either('serverSearch'),
  delete: ({ facts, words, lang }, protocol) =>
    numbers(facts['stillThere']?.[protocol], facts['deletedMails']?.[protocol], (still, of) => ({
      value: words.outOf(number(still, lang), number(of, lang)),
      about: words.headline.stillThere,
    })),
  'leave-days': ({ facts, words, lang }, protocol) =>
    numbers(facts['neverReached']?.[protocol], facts['delivered']?.[protocol], (n, of) => ({
      value: words.outOf(number(n, lang), number(of, lang)),
      about: words.headline.neverReached,
    })),
  sent: either('sentSeen'),
  'same-moment': either('lockedOut'),
  share: either('shared'),
  'full-disk': ({ facts, words, lang }, protocol) =>
    outOf(facts, 'readableWhenFull', protocol, words.headline.readable, words, lang),
  offline: either('carriedLater'),
};

export function headlineOf(result: ExperimentResult, lang: Lang): Headline | null {
  const say = Object.hasOwn(headlines, result.name) ? headlines[result.name] : undefined;
  if (say === undefined) return null;
  const asked = { facts: result.facts, words: wordsIn[lang], lang };
  const [pop3, imap] = [say(asked, 'pop3'), say(asked, 'imap')];
  return pop3.length === 0 || imap.length === 0 ? null : { pop3, imap };
}

function either(fact: keyof ReportWords['either']): Say {
  return ({ facts, words }, protocol) => {
    const value = facts[fact]?.[protocol];
    if (typeof value !== 'boolean') return [];
    const [said, about] = words.either[fact][value ? 'yes' : 'no'];
    return [{ value: said, about }];
  };
}

function outOf(facts: Facts, fact: string, key: string, about: string, words: ReportWords, lang: Lang): Said[] {
  return numbers(facts[fact]?.[key], facts[fact]?.['of'], (n, of) => ({
    value: words.outOf(number(n, lang), number(of, lang)),
    about,
  }));
}

type Value = Facts[string][string] | undefined;

/** Nothing where one of them is missing. */
const numbers = (a: Value, b: Value, say: (a: number, b: number) => Said): Said[] =>
  typeof a === 'number' && typeof b === 'number' ? [say(a, b)] : [];
