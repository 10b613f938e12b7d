/** Things to do, behind a button. */
import type { LucideIcon } from 'lucide-react';
import type { ReactElement } from 'react';
import { Menu as AriaMenu, MenuItem, MenuTrigger, Popover, Separator } from 'react-aria-components';
import { option, popover } from './styles.ts';

export type MenuEntry =
  | {
      id: string;
      label: string;
      icon?: LucideIcon;
      shortcut?: string;
      disabled?: boolean;
      danger?: boolean;
      onAction: () => void;
    }
  | 'separator';

export interface MenuProps {
  /** Name of the menu for assistive technology. */
  name: string;
  entries: readonly MenuEntry[];
  placement?: 'bottom start' | 'bottom end' | 'top start' | 'top end' | 'right top';
  /** The Button or IconButton that opens it. */
  children: ReactElement;
}

export function Menu({ name, entries, placement = 'bottom end', children }: Readonly<MenuProps>) {
  return (
    <MenuTrigger>
      {children}
      <Popover className={popover} placement={placement} offset={4}>
        <AriaMenu aria-label={name} className="min-w-44 outline-0">
          {entries.map((entry, at) =>
            entry === 'separator' ? (
              <Separator key={`separator-${at}`} className="my-1 border-t border-rule" />
            ) : (
              <MenuItem
                key={entry.id}
                id={entry.id}
                textValue={entry.label}
                isDisabled={entry.disabled ?? false}
                onAction={entry.onAction}
                className={`${option} ${entry.danger ? 'text-vermilion' : ''}`}
              >
                {entry.icon ? <entry.icon size={16} strokeWidth={1.5} aria-hidden className="shrink-0" /> : null}
                <span className="min-w-0 flex-1 truncate">{entry.label}</span>
                {entry.shortcut ? (
                  <kbd className="pl-4 font-mono text-[11px] text-ink-faint">{entry.shortcut}</kbd>
                ) : null}
              </MenuItem>
            ),
          )}
        </AriaMenu>
      </Popover>
    </MenuTrigger>
  );
}
