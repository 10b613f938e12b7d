/** One of a few, all in sight. `row`: side by side in one frame; `list`: one under the other with a line each. */
import type { ReactNode } from 'react';
import { RadioGroup as AriaRadioGroup, FieldError, Label, Radio, Text } from 'react-aria-components';
import { errorText, focusRing, helpText, inputOverLabel, labelText, motion } from './styles.ts';

export interface RadioOption<Value extends string> {
  value: Value;
  label: string;
  /** What choosing it means, in a line. */
  help?: ReactNode;
}

export interface RadioGroupProps<Value extends string> {
  label: string;
  options: readonly RadioOption<Value>[];
  value: Value;
  onChange: (value: Value) => void;
  look?: 'row' | 'list';
  description?: ReactNode;
  error?: string | undefined;
  disabled?: boolean;
  hideLabel?: boolean;
  className?: string;
}

export function RadioGroup<Value extends string>(props: Readonly<RadioGroupProps<Value>>) {
  const { label, options, value, look = 'row', description, error } = props;
  const chosen = options.find((option) => option.value === value);
  const help = look === 'row' ? (description ?? chosen?.help) : description;
  return (
    <AriaRadioGroup
      value={value}
      onChange={(next) => props.onChange(next as Value)}
      orientation={look === 'row' ? 'horizontal' : 'vertical'}
      isInvalid={error !== undefined}
      isDisabled={props.disabled ?? false}
      validationBehavior="aria"
      {...(props.hideLabel ? { 'aria-label': label } : {})}
      className={`flex min-w-0 flex-col gap-1 ${props.className ?? ''}`}
    >
      {props.hideLabel ? null : <Label className={labelText}>{label}</Label>}
      {look === 'row' ? <Row options={options} /> : <List options={options} />}
      {help && error === undefined ? (
        <Text slot="description" className={helpText}>
          {help}
        </Text>
      ) : null}
      <FieldError className={errorText}>{error}</FieldError>
    </AriaRadioGroup>
  );
}

function Row({ options }: Readonly<{ options: readonly RadioOption<string>[] }>) {
  return (
    <div className="flex w-full rounded-control border border-rule bg-well p-0.5">
      {options.map((option) => (
        <Radio
          key={option.value}
          value={option.value}
          className={`${inputOverLabel} flex min-h-[26px] min-w-0 flex-1 cursor-default items-center justify-center rounded-[4px] border border-transparent px-2 text-center text-ui leading-tight text-ink-soft data-hovered:text-ink data-selected:border-rule data-selected:bg-sheet data-selected:font-medium data-selected:text-indigo data-disabled:opacity-50 ${focusRing} ${motion}`}
        >
          {option.label}
        </Radio>
      ))}
    </div>
  );
}

function List({ options }: Readonly<{ options: readonly RadioOption<string>[] }>) {
  return (
    <div className="flex flex-col gap-2 pt-0.5">
      {options.map((option) => (
        <Radio
          key={option.value}
          value={option.value}
          className={`${inputOverLabel} group flex cursor-default items-start gap-2 text-ui outline-0 data-disabled:opacity-50`}
        >
          <span
            aria-hidden
            className="mt-[3px] inline-flex size-3.5 shrink-0 items-center justify-center rounded-full border border-ink-faint bg-sheet outline-offset-2 outline-indigo group-data-selected:border-[4px] group-data-selected:border-indigo group-data-focus-visible:outline-2"
          />
          <span className="min-w-0">
            {option.label}
            {option.help ? <span className={`block ${helpText}`}>{option.help}</span> : null}
          </span>
        </Radio>
      ))}
    </div>
  );
}
