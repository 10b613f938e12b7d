/** Where machines that read the same mailbox do not agree at this step, mail by mail. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Difference, StepResult } from '../../../../src/contract/compare/result.ts';
import { Button } from '../../../components/index.ts';
import type { Words } from '../words/use-words.ts';

const few = 8;

export function Differences({ step, words }: Readonly<{ step: StepResult; words: Words }>) {
  const { t } = useTranslation('compare');
  const [all, setAll] = useState(false);
  const mails = [...new Set(step.differences.map(({ mail }) => mail))];
  if (mails.length === 0) return <p className="text-ink-soft">{t('differences.none')}</p>;
  const shown = all ? mails : mails.slice(0, few);
  return (
    <>
      <ul className="flex flex-col">
        {shown.map((mail) => (
          <li key={mail} className="flex flex-wrap gap-x-6 gap-y-1 border-b border-rule py-2 last:border-0">
            <span title={words.names.mail(mail)} className="w-52 shrink-0 truncate">
              {words.names.mail(mail)}
            </span>
            <span className="flex min-w-0 flex-1 basis-72 flex-col gap-0.5">
              {step.differences
                .filter((one) => one.mail === mail)
                .map((difference) => (
                  <One key={`${difference.mailbox} ${difference.about}`} difference={difference} words={words} />
                ))}
            </span>
          </li>
        ))}
      </ul>
      {shown.length < mails.length ? (
        <Button kind="link" className="self-start" onPress={() => setAll(true)}>
          {t('differences.more', { count: mails.length - shown.length })}
        </Button>
      ) : null}
    </>
  );
}

function One({ difference, words }: Readonly<{ difference: Difference; words: Words }>) {
  const { t } = useTranslation('compare');
  const sides = sidesOf(difference);
  const said = (value: Difference['values'][string]): string => {
    if (difference.about === 'known') return t(value === true ? 'differences.known' : 'differences.unknown');
    if (difference.about === 'read') return t(value === true ? 'read.read' : 'read.unread');
    if (difference.about === 'holds') return holdsWord(value, t);
    return String(value);
  };
  return (
    <span className="grid grid-cols-[7rem_1fr] gap-x-2 [overflow-wrap:anywhere]">
      <span className="text-ink-faint">{t(`differences.about.${difference.about}`)}</span>
      <span>
        {sides.map(({ value, machines }, n) => (
          <span key={String(value)}>
            {n === 0 ? '' : t('differences.between')}
            {t('differences.side', {
              said: said(value),
              machines: words.names.list(machines.map(words.names.machine)),
            })}
          </span>
        ))}
      </span>
    </span>
  );
}

function holdsWord(value: Difference['values'][string], t: ReturnType<typeof useTranslation<'compare'>>['t']): string {
  return value === 'listed' || value === 'text' || value === 'whole' ? t(`holds.${value}`) : t('holds.nothing');
}

/** Each value with the machines that say so; what has nothing to say is left out. */
function sidesOf({ values }: Difference): { value: Difference['values'][string]; machines: string[] }[] {
  const entries = Object.entries(values).filter(([, value]) => value !== null);
  return [...new Set(entries.map(([, value]) => value))].map((value) => ({
    value,
    machines: entries.filter(([, one]) => one === value).map(([machine]) => machine),
  }));
}
