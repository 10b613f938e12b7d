/** Before the first step: what is asked, and with which machines. */
import { Plus, Trash2 } from 'lucide-react';
import { useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Experiment } from '../../../../src/contract/compare/experiment.ts';
import { Button, IconButton, RadioGroup, Select, TextField } from '../../../components/index.ts';
import {
  blankMachine,
  links,
  type MachineDraft,
  machineOf,
  type Preset,
  policies,
  presets,
  slugOf,
  wrongIn,
} from './machine-draft.ts';

export interface SetupProps {
  busy: boolean;
  onBegin: (beginning: Omit<Experiment, 'steps'>) => void;
}

const most = 6;
const names = Object.keys(presets) as Preset[];

export function Setup({ busy, onBegin }: Readonly<SetupProps>) {
  const { t } = useTranslation('compareRecord');
  const next = useRef(names.length);
  const [question, setQuestion] = useState('');
  const [name, setName] = useState('');
  const [tried, setTried] = useState(false);
  const [machines, setMachines] = useState<readonly MachineDraft[]>(() =>
    names.map((preset, key) => blankMachine(key, t(`preset.${preset}`), preset)),
  );
  const slug = name === '' ? slugOf(question) : name;
  const wrongName = !/^[a-z0-9][a-z0-9-]{0,39}$/.test(slug);
  const wrong = wrongName || question.trim() === '' || machines.some((machine) => wrongIn(machine).length > 0);
  const change = (key: number, part: Partial<MachineDraft>) =>
    setMachines(machines.map((machine) => (machine.key === key ? { ...machine, ...part } : machine)));
  const begin = () => {
    setTried(true);
    if (wrong || machines.length === 0) return;
    onBegin({ name: slug, title: question.trim(), question: question.trim(), machines: machines.map(machineOf) });
  };
  return (
    <form
      aria-label={t('setup')}
      className="flex max-w-[900px] flex-col gap-5 px-6"
      onSubmit={(event) => {
        event.preventDefault();
        begin();
      }}
    >
      <p className="max-w-[68ch] text-pretty text-ink-soft">{t('what')}</p>
      <div className="grid grid-cols-[2fr_1fr] gap-4 max-[1000px]:grid-cols-1">
        <TextField
          label={t('question')}
          value={question}
          onChange={setQuestion}
          placeholder={t('questionLike')}
          error={tried && question.trim() === '' ? t('wrong.question') : undefined}
        />
        <TextField
          label={t('name')}
          value={slug}
          onChange={setName}
          error={tried && wrongName ? t('wrong.name') : undefined}
        />
      </div>
      <section aria-label={t('machines')} className="flex flex-col">
        <h3 className="border-b border-ink-faint pb-1.5 font-semibold">{t('machines')}</h3>
        <ul className="flex flex-col">
          {machines.map((machine) => (
            <li key={machine.key} className="border-b border-rule py-3 last:border-0">
              <MachineForm
                machine={machine}
                tried={tried}
                onChange={(part) => change(machine.key, part)}
                onRemove={
                  machines.length > 1 ? () => setMachines(machines.filter(({ key }) => key !== machine.key)) : null
                }
              />
            </li>
          ))}
        </ul>
        <div className="flex flex-wrap items-center gap-2 pt-3">
          {names.map((preset) => (
            <Button
              key={preset}
              icon={<Plus size={14} strokeWidth={1.5} aria-hidden />}
              disabled={machines.length >= most}
              onPress={() => setMachines([...machines, blankMachine(next.current++, t(`preset.${preset}`), preset)])}
            >
              {t(`preset.${preset}`)}
            </Button>
          ))}
        </div>
      </section>
      <div className="sticky bottom-0 z-10 -mx-6 flex items-center gap-3 border-t border-rule bg-paper px-6 py-3">
        <Button kind="primary" submit busy={busy}>
          {t('begin')}
        </Button>
        <span role="status" className="text-ink-soft">
          {busy ? t('beginning') : ''}
        </span>
      </div>
    </form>
  );
}

interface MachineFormProps {
  machine: MachineDraft;
  tried: boolean;
  onChange: (part: Partial<MachineDraft>) => void;
  onRemove: (() => void) | null;
}

function MachineForm({ machine, tried, onChange, onRemove }: Readonly<MachineFormProps>) {
  const { t } = useTranslation('compareRecord');
  const wrong = wrongIn(machine);
  const error = (field: (typeof wrong)[number]) => (tried && wrong.includes(field) ? t(`wrong.${field}`) : undefined);
  return (
    <fieldset aria-label={machine.name} className="flex items-start gap-3">
      <div className="grid min-w-0 flex-1 grid-cols-[1.4fr_0.9fr_1.3fr] gap-x-4 gap-y-2.5 max-[1000px]:grid-cols-2">
        <TextField
          label={t('machineName')}
          value={machine.name}
          onChange={(name) => onChange({ name })}
          error={error('name')}
        />
        <RadioGroup
          label={t('protocol')}
          value={machine.protocol}
          onChange={(protocol) => onChange({ protocol })}
          options={[
            { value: 'pop3', label: 'POP3' },
            { value: 'imap', label: 'IMAP' },
          ]}
        />
        {machine.protocol === 'pop3' ? (
          <div className="flex items-start gap-2">
            <Select
              label={t('keepLabel')}
              value={machine.keep}
              onChange={(keep) => onChange({ keep })}
              options={policies.pop3.map((value) => ({ value, label: t(`keep.${value}`) }))}
              className="flex-1"
            />
            {machine.keep === 'days' ? (
              <TextField
                label={t('days')}
                value={machine.days}
                onChange={(days) => onChange({ days })}
                inputMode="numeric"
                error={error('days')}
                className="w-20"
              />
            ) : null}
          </div>
        ) : (
          <Select
            label={t('fetchLabel')}
            value={machine.fetch}
            onChange={(fetch) => onChange({ fetch })}
            options={policies.imap.map((value) => ({ value, label: t(`fetch.${value}`) }))}
          />
        )}
        <Select
          label={t('link')}
          value={machine.link}
          onChange={(link) => onChange({ link })}
          options={(Object.keys(links) as (keyof typeof links)[]).map((value) => ({
            value,
            label: t(`links.${value}`),
          }))}
        />
        <TextField
          label={t('storage')}
          value={machine.storage}
          onChange={(storage) => onChange({ storage })}
          inputMode="numeric"
          placeholder={t('noLimit')}
          error={error('storage')}
          after={<span className="shrink-0 text-small text-ink-soft">MB</span>}
        />
        <TextField
          label={t('mailbox')}
          value={machine.mailbox}
          onChange={(mailbox) => onChange({ mailbox })}
          error={error('mailbox')}
        />
      </div>
      <IconButton
        icon={Trash2}
        name={t('removeMachine', { machine: machine.name })}
        danger
        disabled={onRemove === null}
        onPress={() => onRemove?.()}
        className="mt-5"
      />
    </fieldset>
  );
}
