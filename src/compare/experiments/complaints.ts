/** What is wrong with an experiment, in both languages. */
import type { Localized } from '../../contract/lab/world.ts';

const list = (names: readonly string[], none: Localized): Localized =>
  names.length === 0 ? none : { en: names.join(', '), ja: names.join('、') };

export const say = {
  value: (en: string, ja: string): Localized => ({ en: `${en}.`, ja: `値が正しくありません（${ja}）。` }),
  missing: (): Localized => ({ en: 'This is missing.', ja: 'この項目が必要です。' }),
  noChoice: (given: string | null, choices: readonly string[]): Localized =>
    given === null
      ? {
          en: `One of these must stand here: ${choices.join(', ')}.`,
          ja: `次のどれかが必要です: ${choices.join('、')}`,
        }
      : {
          en: `“${given}” cannot stand here. It must be one of: ${choices.join(', ')}.`,
          ja: `「${given}」は使えません。次のどれかにしてください: ${choices.join('、')}`,
        },
  noName: (): Localized => ({
    en: 'Use small letters (a–z), digits and hyphens, 40 at most, and begin with a letter or a digit.',
    ja: '半角の英小文字・数字・ハイフンだけで40文字まで、先頭は英小文字か数字にしてください。',
  }),
  tooFew: (n: number): Localized => ({
    en: n === 1 ? 'There must be one at least.' : `There must be ${n} at least.`,
    ja: `${n}つ以上必要です。`,
  }),
  tooMany: (n: number): Localized => ({ en: `There may be ${n} at most.`, ja: `${n}個まで書けます。` }),
  unknownKey: (key: string): Localized => ({
    en: `“${key}” means nothing here. Is it spelt as it should be?`,
    ja: `ここに「${key}」という項目はありません。つづりを確かめてください。`,
  }),
  twice: (name: string): Localized => ({
    en: `“${name}” is there twice. Each needs a name of its own.`,
    ja: `「${name}」が重複しています。それぞれ別の名前にしてください。`,
  }),
  reserved: (): Localized => ({
    en: '“all” stands for every machine, so no machine can be called so.',
    ja: '「all」はすべてのマシンを表すため、マシンの名前には使えません。',
  }),
  noMachine: (name: string, there: readonly string[]): Localized => ({
    en: `There is no machine “${name}”. There are: ${there.join(', ')}.`,
    ja: `「${name}」というマシンはありません。使えるのは${there.join('、')}です。`,
  }),
  noMailbox: (name: string, there: readonly string[]): Localized => ({
    en: `No machine reads a mailbox “${name}”. Those that are read: ${there.join(', ')}.`,
    ja: `「${name}」というメールボックスを読むマシンはありません。読まれているのは${there.join('、')}です。`,
  }),
  noMail: (name: string, there: readonly string[]): Localized => {
    const known = list(there, { en: 'none', ja: 'ありません' });
    return {
      en: `No step before this one delivers or sends a mail “${name}”. Known here: ${known.en}.`,
      ja: `このステップより前に「${name}」というメールは届いておらず、送られてもいません。ここで使えるメール: ${known.ja}。`,
    };
  },
  mailTwice: (name: string): Localized => ({
    en: `A mail “${name}” is there already. Give this one another name by “as”.`,
    ja: `「${name}」というメールはすでにあります。「as」で別の名前を付けてください。`,
  }),
  longName: (name: string): Localized => ({
    en: `With what is put behind it the name becomes “${name}”, which is longer than 40 characters.`,
    ja: `後ろに付く文字を合わせると名前が「${name}」となり、40文字を超えます。`,
  }),
  lost: (name: string, step: number): Localized => ({
    en: `“${name}” was lost in step ${step}. It can do nothing before it is replaced.`,
    ja: `「${name}」はステップ${step}で失われています。置き換えるまで何もできません。`,
  }),
  nothingToFind: (): Localized => ({
    en: 'A search needs “from”, “to” or “text”.',
    ja: '検索には「from」「to」「text」のいずれかが必要です。',
  }),
  nothingToMark: (): Localized => ({
    en: 'Say which flags to “set” or to “unset”.',
    ja: '付けるフラグを「set」に、外すフラグを「unset」に書いてください。',
  }),
  tooMuch: (octets: number, most: number): Localized => {
    const [wanted, limit] = [Math.round(octets / 1e6), Math.round(most / 1e6)];
    return {
      en: `All mails together would be ${wanted} MB; at most ${limit} MB are delivered in one experiment.`,
      ja: `届くメールの合計が${wanted} MBになります。1つの実験で届けられるのは${limit} MBまでです。`,
    };
  },
};
