/** A step of an experiment as one sentence. */
import type { TFunction } from 'i18next';
import type { On, Step, StepOf } from '../../../../src/contract/compare/step.ts';
import type { Formats } from '../../format.ts';
import type { Names } from './names.ts';

type T = TFunction<'compareSteps'>;

/** Null: before the first step. */
export function stepSentence(step: Step | null, names: Names, formats: Formats, t: T): string {
  if (step === null) return t('begin');
  switch (step.do) {
    case 'deliver':
      return delivered(step, names, formats, t);
    case 'together':
      return t('together', who(step.on, names, t));
    case 'wait':
      return t('wait', { time: span(step, names, t) });
    case 'mark':
      return marked(step, names, t);
    case 'search':
      return t(step.where === 'server' ? 'searchServer' : 'searchHere', {
        ...who(step.on, names, t),
        terms: terms(step, names, t),
      });
    case 'send':
      return step.to === undefined
        ? t('send', who(step.on, names, t))
        : t('sendTo', { ...who(step.on, names, t), box: step.to });
    case 'share':
      return t(step.may === 'write' ? 'shareWrite' : 'share', {
        ...who(step.on, names, t),
        box: step.with,
        folder: step.folder,
      });
    case 'make-folder':
      return t('makeFolder', { ...who(step.on, names, t), folder: step.folder });
    case 'move':
      return t('move', { ...who(step.on, names, t), mails: mails(step.mails, names, t), folder: step.to });
    case 'delete':
      return t(step.forGood ? 'deleteForGood' : 'delete', {
        ...who(step.on, names, t),
        mails: mails(step.mails, names, t),
      });
    case 'open':
      return t('open', { ...who(step.on, names, t), mails: mails(step.mails, names, t) });
    case 'fetch':
      return t('fetch', { ...who(step.on, names, t), mails: mails(step.mails, names, t) });
    case 'fill-disk':
      return step.leave === 0
        ? t('fillDiskFull', who(step.on, names, t))
        : t('fillDisk', { ...who(step.on, names, t), size: formats.size(step.leave) });
    case 'free-disk':
      return t('freeDisk', who(step.on, names, t));
    case 'replace':
      return t('replace', who(step.on, names, t));
    case 'sync':
    case 'listen':
    case 'rest':
    case 'offline':
    case 'online':
    case 'lose':
      return t(`${step.do}`, who(step.on, names, t));
  }
}

function who(on: On, names: Names, t: T): { who: string; count: number } {
  if (on === 'all') return { who: t('everyMachine'), count: 1 };
  const ids = typeof on === 'string' ? [on] : on;
  return { who: names.list(ids.map(names.machine)), count: ids.length };
}

function mails(named: string | readonly string[], names: Names, t: T): string {
  const all = typeof named === 'string' ? [named] : named;
  return all.length <= 3
    ? names.list(all.map((mail) => t('quoted', { subject: names.mail(mail) })))
    : t('mails', { count: all.length });
}

function delivered(step: StepOf<'deliver'>, names: Names, formats: Formats, t: T): string {
  const boxes = step.to === undefined ? [] : typeof step.to === 'string' ? [step.to] : step.to;
  const where = boxes.length === 0 ? t('onServer') : t('inBoxes', { count: boxes.length, boxes: names.list(boxes) });
  return step.attachment > 0
    ? t('deliverAttached', { count: step.count, where, size: formats.size(step.attachment) })
    : t('deliver', { count: step.count, where });
}

function marked(step: StepOf<'mark'>, names: Names, t: T): string {
  const { set, unset } = step;
  const only = set.length + unset.length === 1 ? (set[0] ?? `-${unset[0]}`) : null;
  const of = { ...who(step.on, names, t), mails: mails(step.mails, names, t) };
  if (only === 'seen') return t('markRead', of);
  if (only === '-seen') return t('markUnread', of);
  if (only === 'flagged') return t('markFlagged', of);
  return t('mark', { ...of, marks: [...set.map((flag) => `+${flag}`), ...unset.map((flag) => `−${flag}`)].join(' ') });
}

function span(step: StepOf<'wait'>, names: Names, t: T): string {
  const parts = (['days', 'hours', 'minutes'] as const).filter((unit) => step[unit] > 0);
  return names.list(
    (parts.length === 0 ? (['minutes'] as const) : parts).map((unit) => t(`${unit}`, { count: step[unit] })),
  );
}

function terms(step: StepOf<'search'>, names: Names, t: T): string {
  const asked = [
    step.from === undefined ? null : t('termFrom', { value: step.from }),
    step.to === undefined ? null : t('termTo', { value: step.to }),
    step.text === undefined ? null : t('termText', { value: step.text }),
  ].filter((term) => term !== null);
  return asked.length === 0 ? t('termAny') : names.list(asked);
}
