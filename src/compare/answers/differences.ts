/** Where machines on the same mailbox do not agree in the end, and what was refused on the way. */
import type { Difference } from '../../contract/compare/result.ts';
import type { Localized } from '../../contract/lab/world.ts';
import { type Answer, both, refusalOf, type Told } from './sentences.ts';

const about: Readonly<Record<Difference['about'], Localized>> = {
  known: both('known to one and not to another', '一方にあって他方にない'),
  read: both('read on one and unread on another', '一方で既読、他方で未読'),
  folder: both('in different folders', 'フォルダーが違う'),
  holds: both('held in different parts', '保存されている範囲が違う'),
};

export const differences: Answer = (told) => [apart(told), ...refusals(told)];

function apart({ evidence }: Told): Localized | null {
  const found = evidence.steps.at(-1)?.differences ?? [];
  const mailboxes = evidence.experiment.machines.map(({ mailbox }) => mailbox);
  if (new Set(mailboxes).size === mailboxes.length) return null;
  if (found.length === 0)
    return both(
      'In the end the machines that read the same mailbox agree about every mail.',
      '最後に、同じメールボックスを読むマシンの間に違いはありません。',
    );
  const kinds = (Object.keys(about) as Difference['about'][]).flatMap((kind) => {
    const n = found.filter((each) => each.about === kind).length;
    return n === 0 ? [] : [both(`${n} ${about[kind].en}`, `${about[kind].ja}：${n}通`)];
  });
  return both(
    `In the end the machines that read the same mailbox do not agree. Mails: ${kinds.map(({ en }) => en).join(', ')}.`,
    `最後に、同じメールボックスを読むマシンの間に違いがあります（${kinds.map(({ ja }) => ja).join('、')}）。`,
  );
}

function refusals(told: Told): Localized[] {
  const errors = told.evidence.steps.flatMap(({ outcomes }) => outcomes.flatMap(({ error }) => error ?? []));
  if (errors.length === 0) return [];
  const reasons = [...new Set(errors.map(({ reason }) => reason))].map((reason) => refusalOf(told, reason));
  return [
    both(
      `${errors.length === 1 ? 'One thing' : `${errors.length} things`} could not be done (${reasons.map(({ en }) => en).join('; ')}).`,
      `できなかったことが${errors.length}件あります（${reasons.map(({ ja }) => ja).join('、')}）。`,
    ),
  ];
}
