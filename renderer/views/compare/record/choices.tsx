/** Some of several: a box each, and all of them at once. */
import { useId } from 'react';
import { useTranslation } from 'react-i18next';
import { Button, Checkbox } from '../../../components/index.ts';

export interface ChoicesProps {
  label: string;
  options: readonly { readonly value: string; readonly label: string }[];
  chosen: readonly string[];
  onChange: (chosen: string[]) => void;
  error?: string | undefined;
}

export function Choices({ label, options, chosen, onChange, error }: Readonly<ChoicesProps>) {
  const { t } = useTranslation('compareRecord');
  const id = useId();
  const all = chosen.length === options.length;
  return (
    <fieldset
      aria-describedby={error === undefined ? undefined : id}
      className="flex max-h-56 min-w-56 flex-col gap-1 overflow-y-auto"
    >
      <legend className="float-left flex items-center gap-2 text-small font-medium text-ink-soft">{label}</legend>
      {options.map((option) => (
        <Checkbox
          key={option.value}
          selected={chosen.includes(option.value)}
          onChange={(on) =>
            onChange(
              options.flatMap(({ value }) => ((value === option.value ? on : chosen.includes(value)) ? [value] : [])),
            )
          }
          className="max-w-72"
        >
          <span className="line-clamp-1 [overflow-wrap:anywhere]">{option.label}</span>
        </Checkbox>
      ))}
      {options.length > 1 ? (
        <Button
          kind="link"
          className="h-6! self-start"
          onPress={() => onChange(all ? [] : options.map(({ value }) => value))}
        >
          {all ? t('none') : t('all')}
        </Button>
      ) : null}
      {error === undefined ? null : (
        <span id={id} className="text-small text-vermilion">
          {error}
        </span>
      )}
    </fieldset>
  );
}
