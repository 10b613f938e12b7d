/** One message in the list: who, when, what, and the first words. */
import { Flag, Forward, MailOpen, Paperclip, RefreshCw, Reply, Trash2 } from 'lucide-react';
import { type MouseEvent, memo, type ReactNode, useState } from 'react';
import type { MessageRow as Row } from '../../../../src/contract/mail.ts';
import { type RowWords, rowName, whoOf } from './row-words.ts';

/** What can be done to a row. Stays the same object while the list lives, so that a row is drawn again only when it changed. */
export interface RowHands {
  press(event: MouseEvent, id: number): void;
  read(id: number): void;
  toggle(row: Row, flag: 'seen' | 'flagged'): void;
  remove(id: number): void;
}

export interface MessageRowProps {
  /** Of the element; the list points to it. */
  domId: string;
  id: number;
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
  words: RowWords;
  hands: RowHands;
}

export const MessageRow = memo(function MessageRow(props: Readonly<MessageRowProps>) {
  const { id, row, chosen, active, compact, hands, words } = props;
  const [hovered, setHovered] = useState(false);
  return (
    // biome-ignore lint/a11y/useFocusableInteractive: the list has the focus and points here; a row may scroll away
    <div
      id={props.domId}
      role="option"
      aria-selected={chosen}
      aria-posinset={props.at + 1}
      aria-setsize={props.count}
      aria-label={row === undefined ? words.loadingRow : rowName(row, props.outgoing, props.now, words)}
      onMouseDown={(event) => {
        if (event.button !== 0) return;
        hands.press(event, id);
      }}
      onDoubleClick={() => hands.read(id)}
      onMouseEnter={() => setHovered(true)}
      onMouseLeave={() => setHovered(false)}
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
      {row === undefined || !hovered ? null : <Hover row={row} words={words} hands={hands} />}
    </div>
  );
});

type Filled = Readonly<MessageRowProps & { row: Row }>;

function TwoLines({ row, outgoing, now, words }: Filled) {
  const unread = !row.flags.includes('seen');
  return (
    <>
      <Dot unread={unread} className="mt-[15px]" />
      <div className="flex min-w-0 flex-1 flex-col justify-center gap-px border-b border-rule/60">
        <div className="flex min-w-0 items-baseline gap-2">
          <bdi className={`min-w-0 flex-1 truncate text-left text-ink ${unread ? 'font-semibold' : ''}`}>
            {whoOf(row, outgoing, words)}
          </bdi>
          <Marks row={row} />
          <time className="tabular shrink-0 text-small text-ink-faint group-aria-selected:text-ink-soft">
            {words.format.listDate(row.date, now)}
          </time>
        </div>
        <div className="flex min-w-0 items-baseline gap-1.5">
          {/* Each cut for itself: a name written from right to left keeps its beginning. */}
          <span className="flex min-w-0 flex-1 items-baseline gap-2 text-ink-soft">
            <bdi className={`max-w-full shrink-0 truncate text-left ${unread ? 'text-ink' : ''} ${struck(row)}`}>
              {row.subject || words.noSubject}
            </bdi>
            {row.preview === '' ? null : (
              <bdi className="min-w-0 flex-1 truncate text-left text-ink-faint group-aria-selected:text-ink-soft">
                {row.preview}
              </bdi>
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

function OneLine({ row, outgoing, now, words }: Filled) {
  const unread = !row.flags.includes('seen');
  return (
    <>
      <Dot unread={unread} className="mt-[10px]" />
      <div className="flex min-w-0 flex-1 items-center gap-2">
        <bdi className={`w-[34%] shrink-0 truncate ${unread ? 'font-semibold' : ''}`}>
          {whoOf(row, outgoing, words)}
        </bdi>
        <bdi className={`min-w-0 flex-1 truncate ${unread ? 'text-ink' : 'text-ink-soft'} ${struck(row)}`}>
          {row.subject || words.noSubject}
        </bdi>
        <Marks row={row} />
        {row.attachments.some((a) => a.cid === undefined) ? (
          <Paperclip size={13} strokeWidth={1.5} className="shrink-0 text-ink-faint" aria-hidden />
        ) : null}
        <time className="tabular shrink-0 text-small text-ink-faint group-aria-selected:text-ink-soft">
          {words.format.listDate(row.date, now)}
        </time>
      </div>
    </>
  );
}

/** Marked \\Deleted by another client: it goes when that one expunges it (RFC 3501 §2.3.2). */
const struck = (row: Row): string => (row.flags.includes('deleted') ? 'line-through' : '');

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
function Hover({ row, words, hands }: Readonly<{ row: Row; words: RowWords; hands: RowHands }>) {
  const quick = (name: string, icon: ReactNode, act: () => void) => (
    // Not a button: an option of a list holds nothing that can be acted on, and this is for the pointer only.
    // biome-ignore lint/a11y/noStaticElementInteractions: see above
    // biome-ignore lint/a11y/useKeyWithClickEvents: the keyboard has S, U and Delete
    <span
      title={name}
      onMouseDown={(event) => event.stopPropagation()}
      onClick={act}
      onDoubleClick={(event) => event.stopPropagation()}
      className="flex size-6 items-center justify-center rounded-control text-ink-soft hover:bg-rule/60 hover:text-ink"
    >
      {icon}
    </span>
  );
  const look = { size: 15, strokeWidth: 1.5 } as const;
  return (
    <span
      aria-hidden
      className="absolute top-1 right-2 flex items-center gap-0.5 rounded-control bg-well pl-1 group-aria-selected:bg-indigo-wash"
    >
      {quick(row.flags.includes('seen') ? words.markUnread : words.markRead, <MailOpen {...look} />, () =>
        hands.toggle(row, 'seen'),
      )}
      {quick(row.flags.includes('flagged') ? words.unflag : words.flag, <Flag {...look} />, () =>
        hands.toggle(row, 'flagged'),
      )}
      {quick(words.delete, <Trash2 {...look} />, () => hands.remove(row.id))}
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
