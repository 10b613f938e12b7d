/** The line between two panes: drag it, or move it with the arrow keys. */
import { type KeyboardEvent, type PointerEvent, useRef } from 'react';

export interface SplitterProps {
  /** What it makes wider. */
  name: string;
  value: number;
  min: number;
  max: number;
  onChange: (value: number) => void;
}

export function Splitter({ name, value, min, max, onChange }: Readonly<SplitterProps>) {
  const start = useRef<{ x: number; value: number } | null>(null);
  const within = (wanted: number) => Math.round(Math.max(min, Math.min(max, wanted)));
  const onMove = (event: PointerEvent) => {
    if (start.current !== null) onChange(within(start.current.value + event.clientX - start.current.x));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const by = { ArrowLeft: -16, ArrowRight: 16, Home: -max, End: max }[event.key];
    if (by === undefined) return;
    event.preventDefault();
    onChange(within(value + by));
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a line that can be moved is a widget, which hr is not
    <div
      role="separator"
      aria-orientation="vertical"
      aria-label={name}
      aria-valuenow={value}
      aria-valuemin={min}
      aria-valuemax={max}
      tabIndex={0}
      onKeyDown={onKeyDown}
      onPointerDown={(event) => {
        event.currentTarget.setPointerCapture(event.pointerId);
        start.current = { x: event.clientX, value };
      }}
      onPointerMove={onMove}
      onPointerUp={() => {
        start.current = null;
      }}
      className="relative z-10 -mx-[3px] w-[7px] shrink-0 cursor-col-resize touch-none outline-0 after:absolute after:inset-y-0 after:left-[3px] after:w-px after:bg-rule hover:after:bg-ink-faint focus-visible:after:left-[2px] focus-visible:after:w-[3px] focus-visible:after:bg-indigo"
    />
  );
}
