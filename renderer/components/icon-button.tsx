/** An icon that can be pressed. Its name is the tooltip and what assistive technology reads. */
import type { LucideIcon } from 'lucide-react';
import { Button as AriaButton, Tooltip as AriaTooltip, type PressEvent, TooltipTrigger } from 'react-aria-components';
import { focusRing, motion, tooltipLook } from './styles.ts';

export interface IconButtonProps {
  icon: LucideIcon;
  name: string;
  /** Shown in the tooltip after the name, as `Ctrl+Enter`. */
  shortcut?: string | undefined;
  onPress?: ((event: PressEvent) => void) | undefined;
  disabled?: boolean;
  /** Marks what can be switched on and off: announced as pressed, drawn in indigo. */
  pressed?: boolean | undefined;
  danger?: boolean;
  size?: 'small' | 'normal' | 'large';
  placement?: 'top' | 'bottom' | 'left' | 'right';
  className?: string;
}

const sizes = { small: 'size-6', normal: 'size-8', large: 'size-10' } as const;

export function IconButton(props: Readonly<IconButtonProps>) {
  const {
    icon: Icon,
    name,
    shortcut,
    onPress,
    disabled = false,
    pressed,
    size = 'normal',
    placement = 'bottom',
  } = props;
  const tint = pressed ? 'bg-indigo-wash text-indigo' : 'text-ink-soft data-hovered:text-ink';
  return (
    <TooltipTrigger delay={500} closeDelay={0}>
      <AriaButton
        aria-label={name}
        isDisabled={disabled}
        {...(onPress ? { onPress } : {})}
        {...(pressed === undefined ? {} : { 'aria-pressed': pressed })}
        className={`inline-flex shrink-0 cursor-default items-center justify-center rounded-control data-hovered:bg-indigo-wash data-disabled:opacity-40 ${props.danger ? 'data-hovered:text-vermilion!' : ''} ${sizes[size]} ${tint} ${focusRing} ${motion} ${props.className ?? ''}`}
      >
        <Icon size={size === 'large' ? 20 : 16} strokeWidth={1.5} aria-hidden />
      </AriaButton>
      <AriaTooltip placement={placement} offset={6} className={tooltipLook}>
        {name}
        {shortcut ? <kbd className="ml-2 font-mono text-[11px] opacity-70">{shortcut}</kbd> : null}
      </AriaTooltip>
    </TooltipTrigger>
  );
}
