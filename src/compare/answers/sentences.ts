/** What answers are made of: facts as they are read, and sentences in both languages at once. */
import type { Facts } from '../../contract/compare/result.ts';
import { inLang } from '../../contract/compare/text.ts';
import type { Localized } from '../../contract/lab/world.ts';
import { explain } from '../../contract/words/index.ts';
import type { Evidence, Protocol } from '../facts/index.ts';

export interface Told {
  readonly facts: Facts;
  readonly evidence: Evidence;
}

/** Sentences that belong together; null where there is nothing to say. */
export type Sentences = readonly (Localized | null)[];
/** Says what one family of facts came to, whichever way it came out. */
export type Answer = (told: Told) => Sentences;

export const both = (en: string, ja: string): Localized => ({ en, ja });

const value = ({ facts }: Told, fact: string, key: string) => facts[fact]?.[key] ?? null;

export function flag(told: Told, fact: string, key: string): boolean | null {
  const found = value(told, fact, key);
  return typeof found === 'boolean' ? found : null;
}

export function count(told: Told, fact: string, key: string): number | null {
  const found = value(told, fact, key);
  return typeof found === 'number' ? found : null;
}

export function text(told: Told, fact: string, key: string): string | null {
  const found = value(told, fact, key);
  return typeof found === 'string' ? found : null;
}

export const called: Readonly<Record<Protocol, string>> = { imap: 'IMAP', pop3: 'POP3' };

export const hasMachines = ({ evidence }: Told, protocol: Protocol): boolean =>
  evidence.experiment.machines.some((machine) => machine.protocol === protocol);

/** As people call this machine. */
export function machineNamed({ evidence }: Told, id: string): Localized {
  const name = evidence.experiment.machines.find((machine) => machine.id === id)?.name ?? id;
  return both(inLang(name, 'en'), inLang(name, 'ja'));
}

/** A refusal as a sentence without its full stop, as the first machine met it; the bare reason where none did. */
export function refusalOf({ evidence }: Told, reason: string): Localized {
  const errors = evidence.steps.flatMap(({ outcomes }) => outcomes.flatMap(({ error }) => error ?? []));
  const error = errors.find((each) => each.reason === reason);
  if (error === undefined) return both(reason, reason);
  const what = (lang: 'en' | 'ja') => explain(error, lang).what.replace(/[.。]$/, '');
  return both(what('en'), what('ja'));
}

/** POP3 first: it is what most of these answers depart from. */
export const forProtocols = (of: (protocol: Protocol, name: string) => Localized | null): Sentences => [
  of('pop3', called.pop3),
  of('imap', called.imap),
];

/** Each sentence once: two families may come to the same one. */
export function written(sentences: Sentences, lang: 'en' | 'ja'): string {
  const said = new Set(sentences.flatMap((each) => each ?? []).map((each) => each[lang]));
  return [...said].join(lang === 'ja' ? '' : ' ');
}
