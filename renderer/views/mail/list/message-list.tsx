/**
 * The rows of a folder or of a search, drawn only where they are in sight. The list itself holds the focus and points to the
 * active row, so that ten thousand rows are one stop of the Tab key.
 */
import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, type Ref, useEffect, useLayoutEffect, useMemo, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { Actions } from '../../../hooks/use-actions.ts';
import { useMessageRows } from '../../../hooks/use-messages.ts';
import { useNow } from '../../../hooks/use-now.ts';
import { usePreferences } from '../../../hooks/use-preferences.ts';
import { MessageRow, type RowHands } from './message-row.tsx';
import { useRowWords } from './row-words.ts';
import { everything, extend, neighbour, pick, type Selection, toggle } from './selection.ts';

export interface MessageListProps {
  ids: readonly number[];
  selection: Selection;
  onSelect: (selection: Selection) => void;
  /** A row was chosen by the pointer. */
  onOpen: () => void;
  /** The active message should be read now: Enter, or two clicks. */
  onRead: () => void;
  outgoing: boolean;
  actions: Actions;
  listRef: Ref<HTMLDivElement>;
}

export function MessageList(props: Readonly<MessageListProps>) {
  const { ids, selection, onSelect, onRead } = props;
  const { t } = useTranslation('mail');
  const compact = usePreferences().rows === 'compact';
  const height = compact ? 28 : 56;
  const scroll = useRef<HTMLDivElement>(null);
  const now = useNow();
  const virtual = useVirtualizer({
    count: ids.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => height,
    overscan: 8,
    // Drawing inside the scroll event would make each of them a long task.
    useFlushSync: false,
  });
  // biome-ignore lint/correctness/useExhaustiveDependencies: another height makes every measure void
  useEffect(() => virtual.measure(), [height, virtual]);
  const items = virtual.getVirtualItems();
  const rowOf = useMessageRows(ids, items[0]?.index ?? 0, items.at(-1)?.index ?? 0);

  const activeAt = selection.active === null ? -1 : ids.indexOf(selection.active);
  // Follow the keyboard, not the list: rows that arrive above must not move what the user looks at.
  // biome-ignore lint/correctness/useExhaustiveDependencies: only when another row becomes active
  useEffect(() => {
    if (activeAt >= 0) virtual.scrollToIndex(activeAt, { align: 'auto' });
  }, [selection.active]);

  const onKeyDown = (event: KeyboardEvent) => {
    const page = Math.max(1, Math.floor((scroll.current?.clientHeight ?? height) / height) - 1);
    const by = { ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page, Home: -ids.length, End: ids.length }[
      event.key
    ];
    if (by !== undefined) {
      event.preventDefault();
      const to = neighbour(selection, ids, by);
      if (to === null) return;
      if (event.ctrlKey) onSelect({ ...selection, active: to });
      else onSelect(event.shiftKey ? extend(selection, ids, to) : pick(to));
    } else if (event.key === ' ' && selection.active !== null) {
      event.preventDefault();
      onSelect(toggle(selection, selection.active));
    } else if (event.key === 'Enter' && selection.active !== null) {
      event.preventDefault();
      onRead();
    } else if (event.key === 'a' && (event.ctrlKey || event.metaKey)) {
      event.preventDefault();
      onSelect(everything(selection, ids));
    }
  };

  const latest = useRef(props);
  useLayoutEffect(() => {
    latest.current = props;
  });
  const hands = useMemo<RowHands>(
    () => ({
      press(event, id) {
        const { selection: now, ids: all, onSelect: select, onOpen } = latest.current;
        if (event.shiftKey) select(extend(now, all, id));
        else if (event.ctrlKey || event.metaKey) select(toggle(now, id));
        else {
          select(pick(id));
          onOpen();
        }
      },
      read: () => latest.current.onRead(),
      toggle({ id, flags }, flag) {
        const has = flags.includes(flag);
        latest.current.actions.flag([id], has ? [] : [flag], has ? [flag] : []);
      },
      remove: (id) => latest.current.actions.remove([id]),
    }),
    [],
  );
  const words = useRowWords();

  const setScroll = (element: HTMLDivElement | null) => {
    scroll.current = element;
    if (typeof props.listRef === 'function') props.listRef(element);
    else if (props.listRef) props.listRef.current = element;
  };

  return (
    <div
      ref={setScroll}
      role="listbox"
      aria-label={t('messages')}
      aria-multiselectable
      aria-activedescendant={activeAt >= 0 ? rowId(ids[activeAt] as number) : undefined}
      tabIndex={0}
      onKeyDown={onKeyDown}
      className="min-h-0 flex-1 overflow-y-auto overflow-x-hidden outline-0"
    >
      <div role="presentation" className="relative w-full" style={{ height: virtual.getTotalSize() }}>
        {items.map((item) => {
          const id = ids[item.index];
          if (id === undefined) return null;
          return (
            <MessageRow
              key={id}
              domId={rowId(id)}
              id={id}
              row={rowOf(id)}
              at={item.index}
              count={ids.length}
              top={item.start}
              height={height}
              compact={compact}
              chosen={selection.chosen.has(id)}
              active={selection.active === id}
              outgoing={props.outgoing}
              now={now}
              words={words}
              hands={hands}
            />
          );
        })}
      </div>
    </div>
  );
}

const rowId = (id: number): string => `message-${id}`;
