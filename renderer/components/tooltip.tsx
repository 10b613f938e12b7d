/** A few words beside what the pointer or the focus rests on. Never the only place where something is said. */
import type { ReactNode } from 'react';
import { Tooltip as AriaTooltip, TooltipTrigger } from 'react-aria-components';

export const tooltipLook = 'max-w-72 rounded-control bg-ink px-2 py-1 text-small leading-[1.4] text-paper shadow-float';

export interface TooltipProps {
  text: ReactNode;
  placement?: 'top' | 'bottom' | 'left' | 'right';
  /** A react-aria Button, Link or other focusable component. */
  children: ReactNode;
}

export function Tooltip({ text, placement = 'top', children }: Readonly<TooltipProps>) {
  return (
    <TooltipTrigger delay={500} closeDelay={0}>
      {children}
      <AriaTooltip placement={placement} offset={6} className={tooltipLook}>
        {text}
      </AriaTooltip>
    </TooltipTrigger>
  );
}
