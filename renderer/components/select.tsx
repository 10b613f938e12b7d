/** One of several, folded away until asked for. */
import { Check, ChevronDown } from 'lucide-react';
import type { ReactNode } from 'react';
import {
  Select as AriaSelect,
  Button,
  FieldError,
  Label,
  ListBox,
  ListBoxItem,
  Popover,
  SelectValue,
  Text,
} from 'react-aria-components';
import { errorText, helpText, labelText, option as optionLook, popover } from './styles.ts';

export interface SelectOption<Value extends string> {
  value: Value;
  label: string;
  help?: string;
}

export interface SelectProps<Value extends string> {
  label: string;
  options: readonly SelectOption<Value>[];
  value: Value;
  onChange: (value: Value) => void;
  description?: ReactNode;
  error?: string | undefined;
  disabled?: boolean;
  hideLabel?: boolean;
  className?: string;
}

export function Select<Value extends string>(props: Readonly<SelectProps<Value>>) {
  return (
    <AriaSelect
      value={props.value}
      onChange={(key) => props.onChange(key as Value)}
      isInvalid={props.error !== undefined}
      isDisabled={props.disabled ?? false}
      validationBehavior="aria"
      {...(props.hideLabel ? { 'aria-label': props.label } : {})}
      className={`flex min-w-0 flex-col gap-1 ${props.className ?? ''}`}
    >
      {props.hideLabel ? null : <Label className={labelText}>{props.label}</Label>}
      <Button className="flex h-8 w-full min-w-0 cursor-default items-center gap-2 rounded-control border border-rule bg-sheet px-2.5 text-left text-ui outline-0 outline-offset-2 outline-indigo data-hovered:border-ink-faint data-focus-visible:outline-2 data-disabled:opacity-50">
        <SelectValue className="min-w-0 flex-1 truncate">{({ selectedText }) => selectedText}</SelectValue>
        <ChevronDown size={16} strokeWidth={1.5} className="shrink-0 text-ink-faint" aria-hidden />
      </Button>
      {props.description ? (
        <Text slot="description" className={helpText}>
          {props.description}
        </Text>
      ) : null}
      <FieldError className={errorText}>{props.error}</FieldError>
      <Popover className={popover} offset={4}>
        <ListBox className="outline-0">
          {props.options.map((item) => (
            <ListBoxItem key={item.value} id={item.value} textValue={item.label} className={`group ${optionLook}`}>
              <Check
                size={14}
                strokeWidth={2}
                aria-hidden
                className="invisible shrink-0 text-indigo group-data-selected:visible"
              />
              <span className="min-w-0">
                <Text slot="label">{item.label}</Text>
                {item.help ? (
                  <Text slot="description" className={`block ${helpText}`}>
                    {item.help}
                  </Text>
                ) : null}
              </span>
            </ListBoxItem>
          ))}
        </ListBox>
      </Popover>
    </AriaSelect>
  );
}
