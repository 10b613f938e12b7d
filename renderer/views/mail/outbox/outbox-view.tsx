/** What waits to be sent, is being sent or was sent: each recipient's answer, in the server's words. */
import { Check, Clock, RotateCcw, Send, Undo2, X } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { asMailError, type ErrorValue } from '../../../../src/base/errors.ts';
import type { OutboxRow, Recipient } from '../../../../src/contract/outbox.ts';
import { Button, Notice } from '../../../components/index.ts';
import { useLink } from '../../../hooks/services.tsx';
import { useExplain } from '../../../hooks/use-explain.ts';
import { useFormat } from '../../../hooks/use-format.ts';
import { useNow } from '../../../hooks/use-now.ts';
import { Empty } from '../empty.tsx';

export interface OutboxViewProps {
  rows: readonly OutboxRow[];
  /** Something was taken back and is a draft again. */
  onDraft: (draft: number) => void;
}

export function OutboxView({ rows, onDraft }: Readonly<OutboxViewProps>) {
  const { t } = useTranslation('mail');
  if (rows.length === 0) return <Empty title={t('outboxEmpty')} help={t('outboxEmptyHelp')} />;
  return (
    <ul aria-label={t('outbox')} className="min-h-0 flex-1 overflow-y-auto">
      {rows.map((row) => (
        <OutboxItem key={row.id} row={row} onDraft={onDraft} />
      ))}
    </ul>
  );
}

const tones = { queued: 'text-amber', sending: 'text-indigo', sent: 'text-moss', refused: 'text-vermilion' } as const;

function OutboxItem({ row, onDraft }: Readonly<{ row: OutboxRow; onDraft: (draft: number) => void }>) {
  const { t } = useTranslation('mail');
  const link = useLink();
  const format = useFormat();
  const explain = useExplain();
  const now = useNow();
  const [busy, setBusy] = useState(false);
  const [failure, setFailure] = useState<ErrorValue | null>(null);
  const run = async (work: () => Promise<void>) => {
    setBusy(true);
    setFailure(null);
    try {
      await work();
    } catch (thrown) {
      setFailure(asMailError(thrown, 'outbox').toValue());
    } finally {
      setBusy(false);
    }
  };
  const error = failure ?? row.error ?? null;
  const state =
    row.state === 'queued' && row.nextTry !== null && row.attempts > 0
      ? t('outboxState.waiting', { time: format.time(row.nextTry), count: row.attempts })
      : t(`outboxState.${row.state}`);
  return (
    <li className="border-b border-rule px-6 py-4">
      <div className="flex flex-wrap items-start gap-x-4 gap-y-2">
        <div className="min-w-0 flex-1 basis-64">
          <h2 dir="auto" className="truncate font-semibold">
            {row.subject || t('noSubject')}
          </h2>
          <p className="tabular text-small text-ink-soft">
            <span className={tones[row.state]}>{state}</span>
            <span className="ml-3 text-ink-faint">{format.fullDate(row.created, now)}</span>
            <span className="ml-3 text-ink-faint">{format.size(row.size)}</span>
          </p>
        </div>
        {row.state === 'sent' || row.state === 'sending' ? null : (
          <div className="flex gap-2">
            <Button
              icon={<RotateCcw size={14} strokeWidth={1.5} aria-hidden />}
              busy={busy}
              onPress={() => void run(async () => void (await link.call('outbox.retry', { id: row.id })))}
            >
              {t('tryAgain')}
            </Button>
            <Button
              icon={<Undo2 size={14} strokeWidth={1.5} aria-hidden />}
              busy={busy}
              onPress={() => void run(async () => onDraft((await link.call('outbox.cancel', { id: row.id })).draft))}
            >
              {t('takeBack')}
            </Button>
          </div>
        )}
      </div>
      <ul aria-label={t('recipients')} className="mt-2 flex flex-col gap-1">
        {row.recipients.map((recipient) => (
          <RecipientLine key={recipient.address} recipient={recipient} />
        ))}
      </ul>
      {row.said === undefined ? null : (
        <p className="mt-1.5 flex gap-2 text-small text-ink-faint">
          <Send size={14} strokeWidth={1.5} aria-hidden className="mt-px shrink-0" />
          <span className="font-mono select-text [overflow-wrap:anywhere]">{row.said}</span>
        </p>
      )}
      {error === null ? null : (
        <Notice tone={row.state === 'refused' ? 'error' : 'warn'} helps={explain(error).helps} className="mt-3">
          {explain(error).what}
        </Notice>
      )}
    </li>
  );
}

const marks = {
  waiting: { icon: Clock, tint: 'text-ink-faint' },
  accepted: { icon: Check, tint: 'text-moss' },
  refused: { icon: X, tint: 'text-vermilion' },
} as const;

function RecipientLine({ recipient }: Readonly<{ recipient: Recipient }>) {
  const { t } = useTranslation('mail');
  const { icon: Icon, tint } = marks[recipient.state];
  return (
    <li className="flex items-baseline gap-2 text-small">
      <Icon size={14} strokeWidth={1.5} aria-hidden className={`shrink-0 self-center ${tint}`} />
      <span className="shrink-0 select-text">{recipient.address}</span>
      <span className={`shrink-0 ${tint}`}>{t(`recipientState.${recipient.state}`)}</span>
      {recipient.said === undefined ? null : (
        <span className="min-w-0 truncate font-mono text-ink-faint select-text" title={recipient.said}>
          {recipient.said}
        </span>
      )}
    </li>
  );
}
