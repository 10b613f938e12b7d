/** Subject, sender, recipients and date, as written. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Address, MessageRow, OpenMessage } from '../../../../src/contract/mail.ts';
import { useFormat } from '../../../hooks/use-format.ts';
import { useNow } from '../../../hooks/use-now.ts';

export interface MessageHeaderProps {
  row: MessageRow;
  opened: OpenMessage | null;
}

export function MessageHeader({ row, opened }: Readonly<MessageHeaderProps>) {
  const { t } = useTranslation('mail');
  const format = useFormat();
  const now = useNow();
  const [all, setAll] = useState(false);
  const count = row.to.length + row.cc.length;
  const few = count <= 3 || all;
  return (
    <header className="shrink-0 border-b border-rule px-6 pt-4 pb-3">
      <h1
        dir="auto"
        className={`text-subject font-semibold text-pretty select-text [overflow-wrap:anywhere] ${all ? '' : 'line-clamp-4'}`}
      >
        {row.subject || t('noSubject')}
      </h1>
      <div className="mt-2 flex min-w-0 items-baseline gap-3">
        <p className="min-w-0 flex-1 select-text [overflow-wrap:anywhere]">
          {row.from === null ? (
            <span className="text-ink-soft">{t('noSender')}</span>
          ) : (
            <Person address={row.from} strong />
          )}
        </p>
        <time
          dateTime={new Date(row.date).toISOString()}
          className="tabular shrink-0 text-small text-ink-soft select-text"
        >
          {format.fullDate(row.date, now)}
        </time>
      </div>
      {count === 0 ? null : (
        <div className="mt-0.5 flex items-baseline gap-2 text-small text-ink-soft">
          <dl className="min-w-0 flex-1 select-text [overflow-wrap:anywhere]">
            <People label={t('toLabel')} people={few ? row.to : row.to.slice(0, 2)} full={all} />
            {few ? <People label={t('ccLabel')} people={row.cc} full={all} /> : null}
            {all ? <People label={t('bccLabel')} people={opened?.bcc ?? []} full /> : null}
            {all ? <People label={t('replyToLabel')} people={opened?.replyTo ?? []} full /> : null}
          </dl>
          <button
            type="button"
            aria-expanded={all}
            onClick={() => setAll(!all)}
            className="shrink-0 rounded-control px-1 text-indigo hover:underline"
          >
            {all ? t('showLess') : few ? t('details') : t('andMore', { count: count - Math.min(2, row.to.length) })}
          </button>
        </div>
      )}
    </header>
  );
}

function People({ label, people, full }: Readonly<{ label: string; people: readonly Address[]; full: boolean }>) {
  if (people.length === 0) return null;
  return (
    <div className={full ? 'flex gap-2' : 'inline'}>
      <dt className="inline shrink-0 text-ink-faint">{label} </dt>
      <dd className="mr-2 inline">
        {people.map((person, at) => (
          <span key={`${person.address} ${person.name}`}>
            {at > 0 ? ', ' : ''}
            {full ? <Person address={person} /> : <bdi title={person.address}>{person.name || person.address}</bdi>}
          </span>
        ))}
      </dd>
    </div>
  );
}

function Person({ address, strong }: Readonly<{ address: Address; strong?: boolean }>) {
  return (
    <>
      <bdi className={strong ? 'text-[0.875rem] font-semibold' : ''}>{address.name || address.address}</bdi>
      {address.name === '' || address.address === '' ? null : (
        <bdi className={`ml-1.5 ${strong ? 'text-small text-ink-soft' : ''}`}>&lt;{address.address}&gt;</bdi>
      )}
    </>
  );
}
