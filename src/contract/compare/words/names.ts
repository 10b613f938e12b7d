/** What machines and mails are called in sentences. */
import type { Machine } from '../machine.ts';
import { inLang } from '../text.ts';

/** Enough of a mail to name it: as it stands in a result, or as recording knows it. */
export interface NamedMail {
  readonly mail: string;
  readonly subject: string;
}

export interface Names {
  machine(id: string): string;
  /** The subject; where there is none yet, the name that the steps know it by. */
  mail(name: string): string;
  /** `A, B and C`. */
  list(items: readonly string[]): string;
}

export function namesFor(machines: readonly Machine[], mails: readonly NamedMail[], lang: 'en' | 'ja'): Names {
  const list = new Intl.ListFormat(lang === 'ja' ? 'ja-JP' : 'en-GB', { type: 'conjunction' });
  return {
    machine(id) {
      const machine = machines.find((one) => one.id === id);
      return machine === undefined ? id : inLang(machine.name, lang);
    },
    mail: (name) => mails.find(({ mail }) => mail === name)?.subject || name,
    list: (items) => list.format(items),
  };
}
