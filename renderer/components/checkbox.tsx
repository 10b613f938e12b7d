/** Yes or no, with a word on what it means. */
import { Check, Minus } from 'lucide-react';
import type { ReactNode } from 'react';
import { Checkbox as AriaCheckbox } from 'react-aria-components';
import { helpText, inputOverLabel, motion } from './styles.ts';

export interface CheckboxProps {
  children: ReactNode;
  selected: boolean;
  onChange: (selected: boolean) => void;
  indeterminate?: boolean;
  help?: ReactNode;
  disabled?: boolean;
  /** Where no words stand beside it. */
  label?: string;
  className?: string;
}

export function Checkbox(props: Readonly<CheckboxProps>) {
  return (
    <AriaCheckbox
      isSelected={props.selected}
      onChange={props.onChange}
      isIndeterminate={props.indeterminate ?? false}
      isDisabled={props.disabled ?? false}
      {...(props.label ? { 'aria-label': props.label } : {})}
      className={`${inputOverLabel} group flex cursor-default items-start gap-2 text-ui outline-0 data-disabled:opacity-50 ${props.className ?? ''}`}
    >
      {({ isSelected, isIndeterminate }) => (
        <>
          <span
            aria-hidden
            className={`mt-[2px] inline-flex size-4 shrink-0 items-center justify-center rounded-[4px] border border-ink-faint bg-sheet text-sheet outline-offset-2 outline-indigo group-data-selected:border-indigo group-data-selected:bg-indigo group-data-indeterminate:border-indigo group-data-indeterminate:bg-indigo group-data-focus-visible:outline-2 ${motion}`}
          >
            {isIndeterminate ? <Minus size={12} strokeWidth={2.5} /> : null}
            {isSelected && !isIndeterminate ? <Check size={12} strokeWidth={2.5} /> : null}
          </span>
          <span className="min-w-0">
            {props.children}
            {props.help ? <span className={`block ${helpText}`}>{props.help}</span> : null}
          </span>
        </>
      )}
    </AriaCheckbox>
  );
}
