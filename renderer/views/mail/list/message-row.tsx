/** One message in the list: who, when, what, and the first words. */
import { Flag, Forward, MailOpen, Paperclip, RefreshCw, Reply, Trash2 } from 'lucide-react';
import type { MouseEvent, ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { MessageRow as Row } from '../../../../src/contract/mail.ts';
import { useFormat } from '../../../hooks/use-format.ts';
import { useRowName } from './row-name.ts';

export interface MessageRowProps {
  id: string;
  row: Row | undefined;
  at: number;
  count: number;
  top: number;
  height: number;
  compact: boolean;
  chosen: boolean;
  active: boolean;
  /** Sent and drafts show whom it went to. */
  outgoing: boolean;
  now: number;
  onPress: (event: MouseEvent) => void;
  onDouble: () => void;
  onFlag: () => void;
  onRead: () => void;
  onDelete: () => void;
}

export function MessageRow(props: Readonly<MessageRowProps>) {
  const { row, chosen, active, compact } = props;
  const name = useRowName(row, props.outgoing, props.now);
  return (
    <div
      id={props.id}
      role="option"
      aria-selected={chosen}
      aria-posinset={props.at + 1}
      aria-setsize={props.count}
      aria-label={name}
      tabIndex={-1}
      onMouseDown={(event) => {
        if (event.button === 0) props.onPress(event);
      }}
      onDoubleClick={props.onDouble}
      style={{ height: props.height, transform: `translateY(${props.top}px)` }}
      className={`group absolute inset-x-0 top-0 flex overflow-hidden border-l-[3px] pr-3 pl-1.5 outline-indigo ${
        chosen ? 'border-indigo bg-indigo-wash' : 'border-transparent hover:bg-well'
      } ${active ? 'in-focus-visible:outline-2 in-focus-visible:-outline-offset-2' : ''}`}
    >
      {row === undefined ? (
        <Unread compact={compact} />
      ) : compact ? (
        <OneLine {...props} row={row} />
      ) : (
        <TwoLines {...props} row={row} />
      )}
      {row === undefined ? null : <Hover {...props} row={row} />}
    </div>
  );
}

type Filled = Readonly<MessageRowProps & { row: Row }>;

function TwoLines({ row, outgoing, now }: Filled) {
  const format = useFormat();
  const { t } = useTranslation('mail');
  const unread = !row.flags.includes('seen');
  return (
    <>
      <Dot unread={unread} className="mt-[15px]" />
      <div className="flex min-w-0 flex-1 flex-col justify-center gap-px border-b border-rule/60">
        <div className="flex min-w-0 items-baseline gap-2">
          <bdi className={`min-w-0 flex-1 truncate text-left text-ink ${unread ? 'font-semibold' : ''}`}>
            <Who row={row} outgoing={outgoing} />
          </bdi>
          <Marks row={row} />
          <time className="tabular shrink-0 text-small text-ink-faint group-aria-selected:text-ink-soft">
            {format.listDate(row.date, now)}
          </time>
        </div>
        <div className="flex min-w-0 items-baseline gap-1.5">
          <span className="min-w-0 flex-1 truncate text-ink-soft">
            <bdi className={unread ? 'text-ink' : ''}>{row.subject || t('noSubject')}</bdi>
            {row.preview === '' ? null : (
              <bdi className="ml-2 text-ink-faint group-aria-selected:text-ink-soft">{row.preview}</bdi>
            )}
          </span>
          {row.attachments.some((a) => a.cid === undefined) ? (
            <Paperclip size={13} strokeWidth={1.5} className="shrink-0 self-center text-ink-faint" aria-hidden />
          ) : null}
        </div>
      </div>
    </>
  );
}

function OneLine({ row, outgoing, now }: Filled) {
  const format = useFormat();
  const { t } = useTranslation('mail');
  const unread = !row.flags.includes('seen');
  return (
    <>
      <Dot unread={unread} className="mt-[10px]" />
      <div className="flex min-w-0 flex-1 items-center gap-2">
        <bdi className={`w-[34%] shrink-0 truncate ${unread ? 'font-semibold' : ''}`}>
          <Who row={row} outgoing={outgoing} />
        </bdi>
        <bdi className={`min-w-0 flex-1 truncate ${unread ? 'text-ink' : 'text-ink-soft'}`}>
          {row.subject || t('noSubject')}
        </bdi>
        <Marks row={row} />
        {row.attachments.some((a) => a.cid === undefined) ? (
          <Paperclip size={13} strokeWidth={1.5} className="shrink-0 text-ink-faint" aria-hidden />
        ) : null}
        <time className="tabular shrink-0 text-small text-ink-faint group-aria-selected:text-ink-soft">
          {format.listDate(row.date, now)}
        </time>
      </div>
    </>
  );
}

function Who({ row, outgoing }: Readonly<{ row: Row; outgoing: boolean }>): ReactNode {
  const { t } = useTranslation('mail');
  const format = useFormat();
  if (outgoing && row.to.length > 0) return t('to', { who: format.list(row.to.map((a) => a.name || a.address)) });
  return row.from === null ? t('noSender') : row.from.name || row.from.address || t('noSender');
}

function Dot({ unread, className }: Readonly<{ unread: boolean; className: string }>) {
  return (
    <span aria-hidden className={`mr-2 size-2 shrink-0 rounded-full ${unread ? 'bg-vermilion' : ''} ${className}`} />
  );
}

function Marks({ row }: Readonly<{ row: Row }>) {
  const look = { size: 13, strokeWidth: 1.5, 'aria-hidden': true } as const;
  return (
    <span className="flex shrink-0 items-center gap-1.5 self-center text-ink-faint">
      {row.pending ? <RefreshCw {...look} /> : null}
      {row.flags.includes('answered') ? <Reply {...look} /> : null}
      {row.flags.includes('$forwarded') ? <Forward {...look} /> : null}
      {row.flags.includes('flagged') ? <Flag {...look} className="fill-amber text-amber" /> : null}
    </span>
  );
}

/** Quick ways for the pointer; the keyboard and assistive technology have the same in the reader's toolbar. */
function Hover({ row, onFlag, onRead, onDelete }: Filled) {
  const { t } = useTranslation('mail');
  const quick = (name: string, icon: ReactNode, act: () => void) => (
    <button
      type="button"
      tabIndex={-1}
      title={name}
      onMouseDown={(event) => event.stopPropagation()}
      onClick={act}
      onDoubleClick={(event) => event.stopPropagation()}
      className="flex size-6 items-center justify-center rounded-control text-ink-soft hover:bg-rule/60 hover:text-ink"
    >
      {icon}
    </button>
  );
  const look = { size: 15, strokeWidth: 1.5 } as const;
  return (
    <span
      aria-hidden
      className="absolute top-1 right-2 hidden items-center gap-0.5 rounded-control bg-well pl-1 group-hover:flex group-aria-selected:bg-indigo-wash"
    >
      {quick(row.flags.includes('seen') ? t('markUnread') : t('markRead'), <MailOpen {...look} />, onRead)}
      {quick(row.flags.includes('flagged') ? t('unflag') : t('flag'), <Flag {...look} />, onFlag)}
      {quick(t('delete'), <Trash2 {...look} />, onDelete)}
    </span>
  );
}

/** A row whose message is not read from the mirror yet. */
function Unread({ compact }: Readonly<{ compact: boolean }>) {
  return (
    <span
      aria-hidden
      className={`flex flex-1 flex-col justify-center gap-2 pl-4 ${compact ? '' : 'border-b border-rule/60'}`}
    >
      <span className="h-2 w-2/5 rounded-full bg-rule/60" />
      {compact ? null : <span className="h-2 w-4/5 rounded-full bg-rule/40" />}
    </span>
  );
}
