/** How far something has come, always with its number. */
import { ProgressBar as AriaProgressBar, Label } from 'react-aria-components';

export interface ProgressProps {
  label: string;
  done: number;
  total: number;
  /** The numbers in words, as `1,240 of 10,000`; by default in percent. */
  text?: string;
  hideLabel?: boolean;
  className?: string;
}

export function ProgressBar(props: Readonly<ProgressProps>) {
  const { label, done, total, text, hideLabel } = props;
  return (
    <AriaProgressBar
      value={done}
      minValue={0}
      maxValue={Math.max(total, 1)}
      {...(text ? { valueLabel: text } : {})}
      {...(hideLabel ? { 'aria-label': label } : {})}
      className={`flex min-w-0 flex-col gap-1 ${props.className ?? ''}`}
    >
      {({ percentage, valueText }) => (
        <Bar label={hideLabel ? null : label} percent={percentage ?? 0} text={valueText ?? ''} />
      )}
    </AriaProgressBar>
  );
}

function Bar({ label, percent, text }: Readonly<{ label: string | null; percent: number; text: string }>) {
  return (
    <>
      <span className="flex min-w-0 items-baseline justify-between gap-3 text-small text-ink-soft">
        {label ? <Label className="min-w-0 truncate">{label}</Label> : null}
        <span className="shrink-0 tabular-nums">{text}</span>
      </span>
      <span aria-hidden className="block h-1 overflow-hidden rounded-full bg-rule">
        <span
          className="block h-full rounded-full bg-indigo transition-[width] motion-reduce:transition-none"
          style={{ width: `${percent}%` }}
        />
      </span>
    </>
  );
}
