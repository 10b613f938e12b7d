/** One mail on one machine: how much of it is there, read or new, and in which folder. Opens what proves it. */
import { Flag, Monitor, Paperclip } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Cell } from '../../../../src/contract/compare/result.ts';
import { HoldsMark } from './holds-mark.tsx';

export interface MailCellProps {
  cell: Cell | undefined;
  /** Became otherwise in the step that is shown. */
  changed: boolean;
  chosen: boolean;
  /** The whole cell in words, with mail and machine. */
  label: string;
  tabIndex: 0 | -1;
  at: string;
  onOpen: () => void;
}

export function MailCell({ cell, changed, chosen, label, tabIndex, at, onOpen }: Readonly<MailCellProps>) {
  const look = chosen ? 'bg-indigo-wash' : changed ? 'bg-indigo-wash/60' : '';
  return (
    <button
      type="button"
      data-at={at}
      data-chosen={chosen ? '' : undefined}
      tabIndex={tabIndex}
      aria-label={label}
      onClick={onOpen}
      className={`relative flex h-full min-h-11 w-full scroll-mt-16 scroll-mb-2 flex-col justify-center gap-px px-3 py-1 text-left -outline-offset-2 hover:bg-indigo-wash ${look}`}
    >
      {changed ? <span aria-hidden className="absolute top-1 bottom-1 left-0 w-[3px] rounded-r bg-indigo" /> : null}
      <Inside cell={cell} />
    </button>
  );
}

function Inside({ cell }: Readonly<{ cell: Cell | undefined }>) {
  const { t } = useTranslation('compare');
  if (cell === undefined || cell.holds === 'nothing') return <HoldsMark holds="nothing" />;
  const { attachments, holds, read, fresh, folder, local, flags } = cell;
  return (
    <>
      <span className="flex items-center gap-1.5 whitespace-nowrap">
        <HoldsMark holds={holds} />
        <ReadMark read={read} fresh={fresh} />
        {attachments.all > 0 ? <ClipMark here={attachments.held === attachments.all} /> : null}
        {flags.includes('flagged') ? <Flag size={12} strokeWidth={1.75} aria-hidden className="text-ink-soft" /> : null}
      </span>
      <span className="flex max-w-full items-center text-small text-ink-soft">
        <span className="min-w-0 truncate">
          {t(`holds.${holds}`)}
          {folder === null ? null : ` · ${folder}`}
        </span>
        {local ? (
          <span title={t('cell.local')} className="ml-1 shrink-0 text-ink-soft">
            <Monitor size={12} strokeWidth={1.5} aria-hidden />
          </span>
        ) : null}
      </span>
    </>
  );
}

export function ReadMark({ read, fresh }: Readonly<{ read: boolean; fresh: boolean }>) {
  const { t } = useTranslation('compare');
  if (read) return <span className="text-small text-ink-soft">{t('read.read')}</span>;
  return (
    <span className={`inline-flex items-center gap-1 text-small text-vermilion ${fresh ? 'font-semibold' : ''}`}>
      <span
        aria-hidden
        className={`size-[7px] rounded-full border border-vermilion ${fresh ? 'bg-vermilion' : 'bg-transparent'}`}
      />
      {fresh ? t('read.fresh') : t('read.unread')}
    </span>
  );
}

export const ClipMark = ({ here }: Readonly<{ here: boolean }>) => (
  <Paperclip
    size={12}
    strokeWidth={here ? 2.25 : 1.25}
    aria-hidden
    className={here ? 'text-indigo' : 'text-ink-faint'}
  />
);
