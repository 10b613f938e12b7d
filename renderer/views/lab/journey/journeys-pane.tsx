/** The mails of the lab, newest first, and the ways of the one that is chosen. */

import { memo } from 'react';
import { ListBox, ListBoxItem } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { useLabWords } from '../use-lab-words.ts';
import { branches, sharedMarks } from './branches.ts';
import type { Mail, Mark } from './journeys.ts';
import { ink } from './postmark.tsx';
import { WayLine } from './way-line.tsx';

export interface JourneysPaneProps {
  mails: readonly Mail[];
  chosen: Mail | null;
  onChoose: (mail: string) => void;
  connection: string | null;
  /** Where other things stand below: it scrolls by itself. */
  bounded: boolean;
  onOpen: (mark: Mark) => void;
}

/** More would not be read. */
const shownMails = 200;
const shownWays = 20;

export function JourneysPane({ mails, chosen, onChoose, connection, bounded, onOpen }: Readonly<JourneysPaneProps>) {
  const { t } = useTranslation('lab');
  const ways = chosen?.ways.slice(0, shownWays) ?? [];
  const shared = sharedMarks(ways);
  const parting = branches(shared);
  return (
    <section aria-label={t('journey.title')} className="flex min-w-0 flex-col border-t border-rule bg-sheet">
      {mails.length === 0 ? (
        <p className="px-5 py-6 text-ink-soft">{t('journey.none')}</p>
      ) : (
        <>
          <MailList mails={mails} chosen={chosen?.mail ?? null} onChoose={onChoose} />
          <div className={`isolate overflow-auto border-t border-rule py-2 ${bounded ? 'max-h-[330px]' : ''}`}>
            {ways.map((way, n) => (
              <WayLine
                key={way.key}
                way={way}
                shared={shared[n] ?? 0}
                branches={parting[n] ?? []}
                connection={connection}
                onOpen={onOpen}
              />
            ))}
            {chosen !== null && chosen.ways.length > shownWays ? (
              <p className="px-5 pb-2 text-small text-ink-soft">
                {t('journey.more', { count: chosen.ways.length - shownWays })}
              </p>
            ) : null}
          </div>
        </>
      )}
    </section>
  );
}

const MailList = memo(function MailList({
  mails,
  chosen,
  onChoose,
}: Readonly<Pick<JourneysPaneProps, 'mails' | 'onChoose'> & { chosen: string | null }>) {
  const { t } = useTranslation('lab');
  const words = useLabWords();
  return (
    <ListBox
      aria-label={t('journey.mails')}
      selectionMode="single"
      selectionBehavior="replace"
      disallowEmptySelection
      selectedKeys={chosen === null ? [] : [chosen]}
      onSelectionChange={(keys) => {
        const [key] = keys === 'all' ? [] : [...keys];
        if (key !== undefined) onChoose(String(key));
      }}
      className="max-h-[116px] overflow-y-auto outline-0"
    >
      {mails.slice(0, shownMails).map((mail) => (
        <ListBoxItem
          key={mail.mail}
          id={mail.mail}
          textValue={mail.subject}
          className="flex h-7 cursor-default items-center gap-3 border-l-[3px] border-transparent px-4 outline-0 -outline-offset-2 outline-indigo data-focus-visible:outline-2 data-hovered:bg-indigo-wash data-selected:border-indigo data-selected:bg-indigo-wash"
        >
          <span aria-hidden className={`size-2 shrink-0 rounded-full bg-current ${ink[mail.outcome]}`} />
          <span className="sr-only">{t(`outcome.${mail.outcome}`)}</span>
          <span className="min-w-0 flex-[3] truncate">
            {mail.subject === '' ? t('journey.noSubject') : mail.subject}
          </span>
          <span className="min-w-0 flex-[2] truncate text-ink-soft">
            {mail.from === '' ? t('journey.nobody') : mail.from} → {mail.recipients.join(', ')}
          </span>
          <span className="tabular shrink-0 text-small text-ink-soft">{words.time(mail.began)}</span>
        </ListBoxItem>
      ))}
    </ListBox>
  );
});
