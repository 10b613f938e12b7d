/** A line of the letter's head: its name, what is typed, and at its place what is wrong with it. */
import { FieldError, Input, Label, TextField } from 'react-aria-components';
import { errorText } from '../../components/styles.ts';

export interface LetterRowProps {
  label: string;
  value: string;
  onChange: (value: string) => void;
  onBlur?: () => void;
  error?: string | undefined;
  placeholder?: string;
  autoFocus?: boolean;
  spellCheck?: boolean;
}

export function LetterRow(props: Readonly<LetterRowProps>) {
  return (
    <TextField
      value={props.value}
      onChange={props.onChange}
      isInvalid={props.error !== undefined}
      validationBehavior="aria"
      autoFocus={props.autoFocus ?? false}
      autoComplete="off"
      spellCheck={props.spellCheck ? 'true' : 'false'}
      {...(props.onBlur ? { onBlur: props.onBlur } : {})}
      className="grid grid-cols-[88px_minmax(0,1fr)] items-baseline border-b border-rule focus-within:border-indigo data-invalid:border-vermilion"
    >
      <Label className="py-2 text-small font-medium text-ink-soft">{props.label}</Label>
      <Input
        placeholder={props.placeholder ?? ''}
        className="w-full min-w-0 bg-transparent py-2 text-ui text-ink outline-0 placeholder:text-ink-faint"
      />
      <FieldError className={`col-start-2 pb-1.5 ${errorText}`}>{props.error}</FieldError>
    </TextField>
  );
}
