/** Letters begun on this device. */
import { Trash2 } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { DraftRow } from '../../../../src/contract/outbox.ts';
import { Button, IconButton } from '../../../components/index.ts';
import { useLink } from '../../../hooks/services.tsx';
import { useFormat } from '../../../hooks/use-format.ts';
import { useNow } from '../../../hooks/use-now.ts';
import { Empty } from '../empty.tsx';

export interface DraftsViewProps {
  rows: readonly DraftRow[];
  onOpen: (draft: number) => void;
}

export function DraftsView({ rows, onOpen }: Readonly<DraftsViewProps>) {
  const { t } = useTranslation('mail');
  const link = useLink();
  const format = useFormat();
  const now = useNow();
  const [asking, setAsking] = useState<number | null>(null);
  if (rows.length === 0) return <Empty title={t('draftsEmpty')} help={t('draftsEmptyHelp')} />;
  return (
    <ul aria-label={t('localDrafts')} className="min-h-0 flex-1 overflow-y-auto">
      {rows.map((row) => {
        const who = format.list([...row.to, ...row.cc, ...row.bcc].map((a) => a.name || a.address));
        return (
          <li key={row.id} className="group flex items-center gap-2 border-b border-rule pr-4 hover:bg-well">
            <button
              type="button"
              onClick={() => onOpen(row.id)}
              className="min-w-0 flex-1 py-2.5 pl-6 text-start -outline-offset-2"
            >
              <span className="flex min-w-0 items-baseline gap-3">
                <bdi className="min-w-0 flex-1 truncate font-medium">{row.subject || t('noSubject')}</bdi>
                <time className="tabular shrink-0 text-small text-ink-faint">{format.listDate(row.updated, now)}</time>
              </span>
              <bdi className="block truncate text-ink-soft">
                {who === '' ? t('noRecipients') : t('to', { who })}
                <span className="ml-2 text-ink-faint">{row.text.slice(0, 200)}</span>
              </bdi>
            </button>
            {asking === row.id ? (
              <span className="flex shrink-0 items-center gap-2 pr-2" role="alert">
                <span className="text-ink-soft">{t('removeDraftAsk')}</span>
                <Button kind="danger" autoFocus onPress={() => void link.call('drafts.remove', { id: row.id })}>
                  {t('removeDraftYes')}
                </Button>
                <Button onPress={() => setAsking(null)}>{t('removeDraftNo')}</Button>
              </span>
            ) : (
              <IconButton
                icon={Trash2}
                name={t('removeDraft', { subject: row.subject || t('noSubject') })}
                danger
                onPress={() => setAsking(row.id)}
              />
            )}
          </li>
        );
      })}
    </ul>
  );
}
