/** What one kind of step needs to be told, in a small form. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Machine } from '../../../../src/contract/compare/machine.ts';
import type { StepInput } from '../../../../src/contract/compare/step.ts';
import { type NamedMail, type Names, stepWords } from '../../../../src/contract/compare/words/index.ts';
import { Button, Checkbox, RadioGroup, Select, TextField } from '../../../components/index.ts';
import { useLanguage } from '../../../hooks/use-language.ts';
import { Choices } from './choices.tsx';
import {
  blankStep,
  type Field,
  fields,
  type Kind,
  mailboxesOf,
  marks,
  type StepDraft,
  stepOf,
  type WrongField,
  wrongInStep,
} from './step-draft.ts';

export interface StepFormProps {
  kind: Kind;
  machines: readonly Machine[];
  mails: readonly NamedMail[];
  names: Names;
  delivered: number;
  sent: number;
  busy: boolean;
  onDo: (step: StepInput) => void;
  onCancel: () => void;
}

export function StepForm(props: Readonly<StepFormProps>) {
  const { kind, machines, busy } = props;
  const { t } = useTranslation('compareRecord');
  const title = stepWords[useLanguage()].kind[kind];
  const [draft, setDraft] = useState(() => blankStep(kind, machines));
  const [tried, setTried] = useState(false);
  const wrong = wrongInStep(draft);
  return (
    <form
      aria-label={title}
      className="flex flex-col gap-3 border-l-2 border-indigo bg-well px-4 py-3"
      onSubmit={(event) => {
        event.preventDefault();
        setTried(true);
        if (wrong.length === 0 && !busy) props.onDo(stepOf(draft, machines, props.delivered, props.sent));
      }}
    >
      <h4 className="font-semibold">{title}</h4>
      <div className="flex flex-wrap items-start gap-x-5 gap-y-3">
        {fields[kind].map((field) => (
          <FieldOf
            key={field}
            field={field}
            draft={draft}
            of={props}
            wrong={tried ? wrong : []}
            change={(part) => setDraft({ ...draft, ...part })}
          />
        ))}
      </div>
      <div className="flex gap-2">
        <Button kind="primary" submit busy={busy}>
          {t('do')}
        </Button>
        <Button onPress={props.onCancel}>{t('cancel')}</Button>
      </div>
    </form>
  );
}

interface FieldOfProps {
  field: Field;
  draft: StepDraft;
  of: Readonly<StepFormProps>;
  wrong: readonly WrongField[];
  change: (part: Partial<StepDraft>) => void;
}

function FieldOf({ field, draft, of, wrong, change }: Readonly<FieldOfProps>) {
  const { t } = useTranslation('compareRecord');
  const error = (name: WrongField) => (wrong.includes(name) ? t(`wrong.${name}`) : undefined);
  const text = (name: 'subject' | 'word' | 'folder' | 'from' | 'recipient' | 'text', label: string, hint?: string) => (
    <TextField
      label={label}
      value={draft[name]}
      onChange={(value) => change({ [name]: value })}
      placeholder={hint}
      error={name === 'folder' ? error('folder') : undefined}
      className="w-56"
    />
  );
  const number = (name: 'count' | 'attachment' | 'days' | 'hours' | 'leave', label: string, unit?: string) => (
    <TextField
      label={label}
      value={draft[name]}
      onChange={(value) => change({ [name]: value })}
      inputMode="numeric"
      error={error(name)}
      after={unit === undefined ? null : <span className="shrink-0 text-small text-ink-soft">{unit}</span>}
      className="w-32"
    />
  );
  switch (field) {
    case 'on':
      return (
        <Choices
          label={t('on')}
          options={of.machines.map(({ id }) => ({ value: id, label: of.names.machine(id) }))}
          chosen={draft.on}
          onChange={(on) => change({ on })}
          error={error('on')}
        />
      );
    case 'mails':
      return (
        <Choices
          label={t('mails')}
          options={of.mails.map(({ mail, subject }) => ({ value: mail, label: subject }))}
          chosen={draft.mails}
          onChange={(mails) => change({ mails })}
          error={error('mails')}
        />
      );
    case 'count':
      return number('count', t('count'));
    case 'attachment':
      return number('attachment', t('attachment'), 'MB');
    case 'leave':
      return number('leave', t('leave'), 'kB');
    case 'span':
      return (
        <>
          {number('days', t('days'))}
          {number('hours', t('hours'))}
        </>
      );
    case 'subject':
      return text('subject', t('subject'), t('subjectLike'));
    case 'word':
      return text('word', t('word'), t('wordLike'));
    case 'folder':
      return text('folder', t('folder'));
    case 'terms':
      return (
        <>
          {text('from', t('from'))}
          {text('recipient', t('recipient'))}
          {text('text', t('text'))}
        </>
      );
    case 'to':
      return (
        <Select
          label={t('to')}
          value={draft.to === '' ? ':' : draft.to}
          onChange={(to) => change({ to: to === ':' ? '' : to })}
          options={[
            { value: ':', label: draft.do === 'send' ? t('outside') : t('allMailboxes') },
            ...mailboxesOf(of.machines).map((value) => ({ value, label: value })),
          ]}
          className="w-48"
        />
      );
    case 'with':
      return (
        <Select
          label={t('with')}
          value={draft.with}
          onChange={(value) => change({ with: value })}
          options={mailboxesOf(of.machines).map((value) => ({ value, label: value }))}
          className="w-48"
        />
      );
    case 'mark':
      return (
        <Select
          label={t('markAs')}
          value={draft.mark}
          onChange={(mark) => change({ mark })}
          options={marks.map((value) => ({ value, label: t(`mark.${value}`) }))}
          className="w-48"
        />
      );
    case 'where':
      return (
        <RadioGroup
          label={t('where')}
          value={draft.where}
          onChange={(where) => change({ where })}
          options={(['server', 'here'] as const).map((value) => ({ value, label: t(`whereIs.${value}`) }))}
          className="w-64"
        />
      );
    case 'may':
      return (
        <RadioGroup
          label={t('may')}
          value={draft.may}
          onChange={(may) => change({ may })}
          options={(['read', 'write'] as const).map((value) => ({ value, label: t(`mayDo.${value}`) }))}
          className="w-64"
        />
      );
    case 'forGood':
      return (
        <Checkbox selected={draft.forGood} onChange={(forGood) => change({ forGood })} className="self-center">
          {t('forGood')}
        </Checkbox>
      );
  }
}
