/** One line or several lines of text with a label, a word of help, and what is wrong with it, at its place. */
import { Eye, EyeOff } from 'lucide-react';
import { type ReactNode, type Ref, useState } from 'react';
import { TextField as AriaTextField, Button, FieldError, Input, Label, Text, TextArea } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { errorText, focusRing, helpText, inputBox, labelText } from './styles.ts';

export interface TextFieldProps {
  label: string;
  value: string;
  onChange: (value: string) => void;
  /** Also the form's name for it. */
  name?: string;
  type?: 'text' | 'email' | 'password' | 'search' | 'url';
  placeholder?: string | undefined;
  description?: ReactNode;
  /** What is wrong, in words; its presence marks the field. */
  error?: string | undefined;
  /** More than one makes it a text area. */
  lines?: number;
  inputMode?: 'text' | 'numeric' | 'email' | 'url';
  /** Autofill token, as `email` or `current-password`. */
  autoComplete?: string;
  required?: boolean;
  disabled?: boolean;
  readOnly?: boolean;
  autoFocus?: boolean;
  spellCheck?: boolean;
  hideLabel?: boolean;
  onBlur?: () => void;
  inputRef?: Ref<HTMLInputElement>;
  /** Beside the input inside the same row, as a unit. */
  after?: ReactNode;
  className?: string;
}

export function TextField(props: Readonly<TextFieldProps>) {
  const { label, value, onChange, type = 'text', lines = 1, error } = props;
  const [shown, setShown] = useState(false);
  const { t } = useTranslation('components');
  const placeholder = props.placeholder ?? '';
  return (
    <AriaTextField
      value={value}
      onChange={onChange}
      type={type === 'password' && shown ? 'text' : type}
      isInvalid={error !== undefined}
      isRequired={props.required ?? false}
      isDisabled={props.disabled ?? false}
      isReadOnly={props.readOnly ?? false}
      autoFocus={props.autoFocus ?? false}
      autoComplete={props.autoComplete ?? 'off'}
      spellCheck={String(props.spellCheck ?? false)}
      validationBehavior="aria"
      {...(props.name ? { name: props.name } : {})}
      {...(props.inputMode ? { inputMode: props.inputMode } : {})}
      {...(props.onBlur ? { onBlur: props.onBlur } : {})}
      {...(props.hideLabel ? { 'aria-label': label } : {})}
      className={`flex min-w-0 flex-col gap-1 ${props.className ?? ''}`}
    >
      {props.hideLabel ? null : <Label className={labelText}>{label}</Label>}
      {lines > 1 ? (
        <TextArea rows={lines} placeholder={placeholder} className={`${inputBox} resize-y py-1.5 leading-[1.6]`} />
      ) : (
        <div className="relative flex min-w-0 items-center gap-2">
          <Input
            placeholder={placeholder}
            className={`${inputBox} h-8 ${type === 'password' ? 'pr-9' : ''}`}
            {...(props.inputRef ? { ref: props.inputRef } : {})}
          />
          {type === 'password' ? (
            <Button
              slot={null}
              aria-label={shown ? t('hideTyped') : t('showTyped')}
              aria-pressed={shown}
              onPress={() => setShown(!shown)}
              className={`absolute right-1 inline-flex size-6 items-center justify-center rounded-control text-ink-faint data-hovered:text-ink ${focusRing}`}
            >
              {shown ? <EyeOff size={16} strokeWidth={1.5} /> : <Eye size={16} strokeWidth={1.5} />}
            </Button>
          ) : null}
          {props.after}
        </div>
      )}
      {props.description && error === undefined ? (
        <Text slot="description" className={helpText}>
          {props.description}
        </Text>
      ) : null}
      <FieldError className={errorText}>{error}</FieldError>
    </AriaTextField>
  );
}
