/** The wire along the bottom: what client and servers say to each other, line by line, as it is said. */
import { useVirtualizer } from '@tanstack/react-virtual';
import { Search, X } from 'lucide-react';
import { type KeyboardEvent, type PointerEvent, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AccountRow } from '../../../src/contract/account.ts';
import type { WireLine } from '../../../src/contract/wire.ts';
import { CopyButton, IconButton, Select } from '../../components/index.ts';
import { usePreferences } from '../../hooks/use-preferences.ts';
import { useWire } from '../../hooks/use-wire.ts';
import { setPreferences } from '../../preferences.ts';

export interface WireDrawerProps {
  accounts: readonly AccountRow[];
  onClose: () => void;
}

const rowHeight = 20;

export function WireDrawer({ accounts, onClose }: Readonly<WireDrawerProps>) {
  const { t } = useTranslation('common');
  const { wireHeight } = usePreferences();
  const all = useWire();
  const [account, setAccount] = useState('all');
  const scroll = useRef<HTMLDivElement>(null);
  const atEnd = useRef(true);
  const [text, setText] = useState('');
  const lines = useMemo(() => {
    const wanted = text.trim().toLowerCase();
    return all.filter(
      (line) =>
        (account === 'all' || String(line.account) === account) &&
        (wanted === '' || `${line.protocol} ${line.peer} ${line.text}`.toLowerCase().includes(wanted)),
    );
  }, [all, account, text]);
  const virtual = useVirtualizer({
    count: lines.length,
    getScrollElement: () => scroll.current,
    estimateSize: () => rowHeight,
    overscan: 20,
  });
  // Follows what is said, unless the reader has scrolled back.
  useEffect(() => {
    if (atEnd.current && lines.length > 0) virtual.scrollToIndex(lines.length - 1);
  }, [lines, virtual]);

  return (
    <section
      aria-label={t('wire')}
      style={{ height: wireHeight }}
      className="relative flex max-h-[70vh] shrink-0 flex-col border-t border-rule bg-well"
      onKeyDown={(event) => {
        if (event.key === 'Escape') onClose();
      }}
    >
      <Handle name={t('wireHeight')} value={wireHeight} />
      <header className="flex h-10 shrink-0 items-center gap-3 border-b border-rule px-4">
        <h2 className="font-semibold">{t('wire')}</h2>
        <Select
          label={t('wireAccount')}
          hideLabel
          value={account}
          onChange={setAccount}
          options={[
            { value: 'all', label: t('allAccounts') },
            ...accounts.map(({ id, settings }) => ({ value: String(id), label: settings.email })),
          ]}
          className="w-56"
        />
        <label className="flex h-7 min-w-0 max-w-72 flex-1 items-center gap-2 rounded-control border border-rule bg-sheet px-2 focus-within:border-indigo">
          <Search size={14} strokeWidth={1.5} aria-hidden className="shrink-0 text-ink-faint" />
          <input
            type="search"
            aria-label={t('wireFilter')}
            placeholder={t('wireFilter')}
            value={text}
            onChange={(event) => setText(event.target.value)}
            className="min-w-0 flex-1 bg-transparent outline-0 select-text placeholder:text-ink-faint"
          />
        </label>
        <span className="flex-1" />
        <CopyButton name={t('wireCopy')} done={t('wireCopied')} text={() => lines.map(asText).join('\n')} />
        <IconButton icon={X} name={t('close')} shortcut="Ctrl+`" placement="top" onPress={onClose} />
      </header>
      <div
        ref={scroll}
        role="log"
        aria-label={t('wireLines')}
        aria-live="off"
        // biome-ignore lint/a11y/noNoninteractiveTabindex: it is scrolled by the keyboard
        tabIndex={0}
        onScroll={(event) => {
          const { scrollTop, clientHeight, scrollHeight } = event.currentTarget;
          atEnd.current = scrollHeight - scrollTop - clientHeight < rowHeight * 2;
        }}
        className="min-h-0 flex-1 overflow-auto font-mono text-small select-text -outline-offset-2"
      >
        {lines.length === 0 ? (
          <p className="px-4 py-3 font-sans text-ink-soft">{t(all.length === 0 ? 'wireSilent' : 'wireNone')}</p>
        ) : null}
        <div className="relative min-w-full" style={{ height: virtual.getTotalSize() }}>
          {virtual.getVirtualItems().map((item) => {
            const line = lines[item.index];
            return line === undefined ? null : <Line key={line.n} line={line} top={item.start} />;
          })}
        </div>
      </div>
    </section>
  );
}

const whoLook = { C: 'text-indigo', S: 'text-ink-soft', '*': 'text-ink-faint' } as const;

const clock = new Intl.DateTimeFormat('en-GB', {
  hour: '2-digit',
  minute: '2-digit',
  second: '2-digit',
  fractionalSecondDigits: 3,
});

/** As it is copied: one line, told apart by its beginning. */
const asText = (line: WireLine): string =>
  `${new Date(line.at).toISOString()} ${line.protocol} ${line.connection} ${line.peer} ${line.who}: ${line.text}`;

function Line({ line, top }: Readonly<{ line: WireLine; top: number }>) {
  const at = clock.format(line.at);
  return (
    <p
      style={{ height: rowHeight, transform: `translateY(${top}px)` }}
      title={line.peer}
      className="absolute top-0 left-0 flex items-center gap-3 px-4 whitespace-pre"
    >
      <span className="tabular text-ink-faint">{at}</span>
      <span className="w-9 text-ink-faint uppercase">{line.protocol}</span>
      <span className="w-[3ch] text-right text-ink-faint">{line.connection}</span>
      <span className={`w-[2ch] font-semibold ${whoLook[line.who]}`}>{line.who === '*' ? '*' : `${line.who}:`}</span>
      <span className={line.who === '*' ? 'text-ink-faint italic' : line.who === 'C' ? 'text-indigo' : 'text-ink'}>
        {line.text}
      </span>
    </p>
  );
}

function Handle({ name, value }: Readonly<{ name: string; value: number }>) {
  const start = useRef<{ y: number; value: number } | null>(null);
  const set = (height: number) =>
    setPreferences({ wireHeight: Math.round(Math.max(120, Math.min(innerHeight * 0.7, height))) });
  const onKeyDown = (event: KeyboardEvent) => {
    const by = { ArrowUp: 16, ArrowDown: -16 }[event.key];
    if (by === undefined) return;
    event.preventDefault();
    set(value + by);
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a line that can be moved is a widget, which hr is not
    <div
      role="separator"
      aria-orientation="horizontal"
      aria-label={name}
      aria-valuenow={value}
      aria-valuemin={120}
      aria-valuemax={Math.round(innerHeight * 0.7)}
      tabIndex={0}
      onKeyDown={onKeyDown}
      onPointerDown={(event: PointerEvent) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        start.current = { y: event.clientY, value };
      }}
      onPointerMove={(event: PointerEvent) => {
        if (start.current !== null) set(start.current.value + start.current.y - event.clientY);
      }}
      onPointerUp={() => {
        start.current = null;
      }}
      className="absolute inset-x-0 -top-[3px] z-10 h-[7px] cursor-row-resize touch-none outline-0 focus-visible:bg-indigo/60"
    />
  );
}
