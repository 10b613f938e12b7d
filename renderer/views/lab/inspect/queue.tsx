/** What waits at each host, why, and until when. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { QueueEntry } from '../../../../src/contract/lab/table.ts';
import { Button, Quoted } from '../../../components/index.ts';
import { useFormat } from '../../../hooks/use-format.ts';
import { useLabWords } from '../use-lab-words.ts';

export interface QueueProps {
  entries: readonly QueueEntry[];
  now: number;
  busy: boolean;
  onFlush: () => void;
  onNext: () => void;
  onShow: (mail: string) => void;
}

/** So many rows are made at once, however many wait. */
const atOnce = 100;

export function Queue({ entries, now, busy, onFlush, onNext, onShow }: Readonly<QueueProps>) {
  const { t } = useTranslation('lab');
  const [shown, setShown] = useState(atOnce);
  if (entries.length === 0) return <p className="text-ink-soft">{t('queue.empty')}</p>;
  const hosts = [...new Set(entries.map(({ host }) => host))].sort();
  const inOrder = hosts.flatMap((host) => entries.filter((entry) => entry.host === host));
  const seen = new Set(inOrder.slice(0, shown));
  const hidden = entries.length - seen.size;
  return (
    <div className="flex flex-col gap-5">
      <div className="flex flex-wrap gap-2">
        <Button onPress={onNext} busy={busy}>
          {t('clock.next')}
        </Button>
        <Button onPress={onFlush} busy={busy}>
          {t('queue.flush')}
        </Button>
      </div>
      {hosts.map((host) => {
        const here = entries.filter((entry) => entry.host === host);
        const rows = here.filter((entry) => seen.has(entry));
        return rows.length === 0 ? null : (
          <section key={host} aria-label={host} className="flex flex-col">
            <h3 className="flex justify-between gap-3 border-b border-rule pb-1 font-semibold">
              {host}{' '}
              <span className="tabular font-normal text-ink-faint">{t('queue.mails', { count: here.length })}</span>
            </h3>
            <ul className="flex flex-col">
              {rows.map((entry) => (
                <Entry key={entry.queueId} entry={entry} now={now} onShow={onShow} />
              ))}
            </ul>
          </section>
        );
      })}
      {hidden === 0 ? null : (
        <Button className="self-start" onPress={() => setShown(shown + atOnce)}>
          {t('queue.showMore', { count: Math.min(hidden, atOnce) })}
        </Button>
      )}
    </div>
  );
}

const tint = { waiting: 'text-amber', delivered: 'text-moss', failed: 'text-vermilion' } as const;

function Entry({ entry, now, onShow }: Readonly<{ entry: QueueEntry; now: number; onShow: (mail: string) => void }>) {
  const { t } = useTranslation('lab');
  const words = useLabWords();
  const format = useFormat();
  return (
    <li className="flex flex-col gap-1.5 border-b border-rule py-3 last:border-0">
      <div className="flex min-w-0 items-baseline gap-3">
        <button
          type="button"
          onClick={() => onShow(entry.mail)}
          className="min-w-0 flex-1 truncate rounded-control text-left font-medium text-indigo hover:underline"
        >
          {entry.subject === '' ? t('journey.noSubject') : entry.subject}
        </button>
        <span className="tabular shrink-0 text-small text-ink-faint">{format.size(entry.size)}</span>
      </div>
      <p className="text-small text-ink-soft [overflow-wrap:anywhere] select-text">
        {entry.queueId} · {t('queue.from', { from: entry.reversePath === '' ? '<>' : entry.reversePath })} ·{' '}
        {t('queue.since', { time: words.moment(entry.since) })}
      </p>
      <ul className="flex flex-col gap-1.5">
        {entry.recipients.map((recipient) => (
          <li key={recipient.address} className="flex flex-col gap-1">
            <span className="flex flex-wrap items-baseline gap-x-2 [overflow-wrap:anywhere]">
              <span className="select-text">{recipient.address}</span>
              <span className={`text-small ${tint[recipient.state]}`}>{t(`queue.state.${recipient.state}`)}</span>
              {recipient.attempts > 0 ? (
                <span className="text-small text-ink-faint">{t('queue.attempts', { count: recipient.attempts })}</span>
              ) : null}
            </span>
            {recipient.said === null ? null : <Quoted>{recipient.said}</Quoted>}
          </li>
        ))}
      </ul>
      <p className="tabular text-small text-amber">
        {entry.next === null
          ? t('queue.underWay')
          : entry.next <= now
            ? t('queue.due')
            : t('queue.next', { time: words.moment(entry.next), delay: words.delay(entry.next - now) })}
      </p>
    </li>
  );
}
