/** The words that rows are made of, looked up once for the whole list: a list draws thousands of rows while it is scrolled. */
import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { MessageRow } from '../../../../src/contract/mail.ts';
import { useFormat } from '../../../hooks/use-format.ts';
import type { Formats } from '../../format.ts';

export interface RowWords {
  readonly format: Formats;
  readonly loadingRow: string;
  readonly noSubject: string;
  readonly noSender: string;
  readonly unread: string;
  readonly flagged: string;
  readonly answered: string;
  readonly deleted: string;
  readonly pending: string;
  readonly markRead: string;
  readonly markUnread: string;
  readonly flag: string;
  readonly unflag: string;
  readonly delete: string;
  to(who: string): string;
  attachments(count: number): string;
}

export function useRowWords(): RowWords {
  const { t } = useTranslation('mail');
  const format = useFormat();
  return useMemo(
    () => ({
      format,
      loadingRow: t('loadingRow'),
      noSubject: t('noSubject'),
      noSender: t('noSender'),
      unread: t('unread'),
      flagged: t('flagged'),
      answered: t('answered'),
      deleted: t('deleted'),
      pending: t('pending'),
      markRead: t('markRead'),
      markUnread: t('markUnread'),
      flag: t('flag'),
      unflag: t('unflag'),
      delete: t('delete'),
      to: (who) => t('to', { who }),
      attachments: (count) => t('attachmentCount', { count }),
    }),
    [t, format],
  );
}

/** Whose name a row shows. */
export function whoOf(row: MessageRow, outgoing: boolean, words: RowWords): string {
  if (outgoing && row.to.length > 0) return words.to(words.format.list(row.to.map((a) => a.name || a.address)));
  return row.from === null ? words.noSender : row.from.name || row.from.address || words.noSender;
}

/** What assistive technology reads for a row: unread, sender, subject, date, and what else is marked. */
export function rowName(row: MessageRow, outgoing: boolean, now: number, words: RowWords): string {
  return words.format.list(
    [
      row.flags.includes('seen') ? '' : words.unread,
      whoOf(row, outgoing, words),
      row.subject || words.noSubject,
      words.format.fullDate(row.date, now),
      row.flags.includes('flagged') ? words.flagged : '',
      row.flags.includes('answered') ? words.answered : '',
      row.flags.includes('deleted') ? words.deleted : '',
      row.attachments.length > 0 ? words.attachments(row.attachments.length) : '',
      row.pending ? words.pending : '',
    ].filter((part) => part !== ''),
  );
}
