import { useTranslation } from 'react-i18next';
import type { MessageRow } from '../../../../src/contract/mail.ts';
import { useFormat } from '../../../hooks/use-format.ts';

/** What assistive technology reads for a row: unread, sender, subject, date, and what else is marked. */
export function useRowName(row: MessageRow | undefined, outgoing: boolean, now: number): string {
  const { t } = useTranslation('mail');
  const format = useFormat();
  if (row === undefined) return t('loadingRow');
  const who = outgoing && row.to.length > 0 ? row.to : row.from === null ? [] : [row.from];
  return format.list(
    [
      row.flags.includes('seen') ? '' : t('unread'),
      who.map((a) => a.name || a.address).join(' ') || t('noSender'),
      row.subject || t('noSubject'),
      format.fullDate(row.date, now),
      row.flags.includes('flagged') ? t('flagged') : '',
      row.flags.includes('answered') ? t('answered') : '',
      row.attachments.length > 0 ? t('attachmentCount', { count: row.attachments.length }) : '',
      row.pending ? t('pending') : '',
    ].filter((part) => part !== ''),
  );
}
