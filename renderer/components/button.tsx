/** Something that does one thing when pressed. */
import type { ReactNode } from 'react';
import { Button as AriaButton, type PressEvent } from 'react-aria-components';
import { focusRing, motion } from './styles.ts';

const looks = {
  primary: 'bg-indigo text-sheet border-transparent data-hovered:brightness-110 data-pressed:brightness-95 font-medium',
  quiet: 'border-rule text-ink bg-transparent data-hovered:bg-indigo-wash data-pressed:bg-indigo-wash',
  danger: 'border-vermilion text-vermilion bg-transparent data-hovered:bg-vermilion data-hovered:text-sheet',
  link: 'border-transparent bg-transparent px-1! text-indigo data-hovered:underline underline-offset-3 decoration-1',
} as const;

export interface ButtonProps {
  /** `primary`: the one thing to do here. `quiet`: anything else. `danger`: loses something. `link`: in running text. */
  kind?: keyof typeof looks;
  icon?: ReactNode;
  children: ReactNode;
  onPress?: ((event: PressEvent) => void) | undefined;
  /** Submits the form around it, or the one of this id. */
  submit?: boolean | string;
  disabled?: boolean;
  /** Work is under way: stays focusable, is announced as busy, does nothing. */
  busy?: boolean;
  autoFocus?: boolean;
  /** Where the visible words are not enough for assistive technology. */
  label?: string | undefined;
  className?: string;
}

export function Button(props: Readonly<ButtonProps>) {
  const { kind = 'quiet', icon, children, onPress, submit, disabled = false, busy = false, autoFocus = false } = props;
  return (
    <AriaButton
      type={submit ? 'submit' : 'button'}
      isDisabled={disabled}
      isPending={busy}
      autoFocus={autoFocus}
      {...(typeof submit === 'string' ? { form: submit } : {})}
      {...(onPress ? { onPress } : {})}
      {...(props.label ? { 'aria-label': props.label } : {})}
      className={`inline-flex h-8 shrink-0 cursor-default items-center justify-center gap-1.5 rounded-control border px-3 text-ui whitespace-nowrap select-none data-disabled:opacity-45 data-pending:opacity-60 ${focusRing} ${motion} ${looks[kind]} ${props.className ?? ''}`}
    >
      {icon}
      {children}
    </AriaButton>
  );
}
