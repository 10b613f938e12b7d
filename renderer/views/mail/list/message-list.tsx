/**
 * The rows of a folder or of a search, drawn only where they are in sight. The list itself holds the focus and points to the
 * active row, so that ten thousand rows are one stop of the Tab key.
 */
import { useVirtualizer } from '@tanstack/react-virtual';
import { type KeyboardEvent, type MouseEvent, type Ref, useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { Actions } from '../../../hooks/use-actions.ts';
import { useMessageRows } from '../../../hooks/use-messages.ts';
import { useNow } from '../../../hooks/use-now.ts';
import { usePreferences } from '../../../hooks/use-preferences.ts';
import { MessageRow } from './message-row.tsx';
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
  const { ids, selection, onSelect, onOpen, onRead, actions } = props;
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
    getItemKey: (at) => ids[at] ?? at,
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

  const onPress = (event: MouseEvent, id: number) => {
    if (event.shiftKey) onSelect(extend(selection, ids, id));
    else if (event.ctrlKey || event.metaKey) onSelect(toggle(selection, id));
    else {
      onSelect(pick(id));
      onOpen();
    }
  };

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
          const row = rowOf(id);
          return (
            <MessageRow
              key={id}
              id={rowId(id)}
              row={row}
              at={item.index}
              count={ids.length}
              top={item.start}
              height={height}
              compact={compact}
              chosen={selection.chosen.has(id)}
              active={selection.active === id}
              outgoing={props.outgoing}
              now={now}
              onPress={(event) => onPress(event, id)}
              onDouble={onRead}
              onFlag={() => row && toggleFlag(actions, row, 'flagged')}
              onRead={() => row && toggleFlag(actions, row, 'seen')}
              onDelete={() => actions.remove([id])}
            />
          );
        })}
      </div>
    </div>
  );
}

const rowId = (id: number): string => `message-${id}`;

function toggleFlag(actions: Actions, row: { id: number; flags: readonly string[] }, flag: string): void {
  if (row.flags.includes(flag)) actions.flag([row.id], [], [flag]);
  else actions.flag([row.id], [flag], []);
}
