/** What goes wrong in this world, and where: on purpose. */
import { Zap } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { sensible } from '../../../../src/contract/lab/sensible.ts';
import type { FaultPoint } from '../../../../src/contract/lab/world.ts';
import { Button, Menu, Select, TextField } from '../../../components/index.ts';
import { EditList, type FormOf } from './edit-list.tsx';
import {
  blankFault,
  effects,
  type FaultDraft,
  faultDraft,
  faultOf,
  points,
  type ReadyFault,
  readyDraft,
  readyFaults,
} from './fault-draft.ts';
import type { WorldEditor } from './use-world.ts';

export function Faults({ world, save }: Readonly<WorldEditor>) {
  const { t } = useTranslation('labWorld');
  const [begin, setBegin] = useState<FaultDraft | null>(null);
  const taken = world.faults.map(({ id }) => id);
  const host = world.hosts.find(({ roles }) => roles.includes('mx'))?.name ?? '';
  return (
    <div className="flex flex-col gap-4">
      <p className="text-ink-soft">{t('faults.what')}</p>
      <EditList
        label={t('faults.label')}
        items={world.faults}
        nameOf={({ id }) => id}
        path={['faults']}
        fields={['id', 'effect', 'host', 'address', 'times', 'skip']}
        toDraft={faultDraft}
        fromDraft={faultOf}
        blank={blankFault(taken)}
        begin={begin}
        add={t('faults.add')}
        beside={
          <Menu
            name={t('faults.ready')}
            placement="bottom start"
            entries={(Object.keys(readyFaults) as ReadyFault[]).map((ready) => ({
              id: ready,
              label: t(`faults.readyOne.${ready}`),
              onAction: () => setBegin(readyDraft(ready, host, taken)),
            }))}
          >
            <Button icon={<Zap size={14} strokeWidth={1.5} aria-hidden />}>{t('faults.ready')}</Button>
          </Menu>
        }
        onSave={(faults) => save({ ...world, faults })}
        row={(fault) => (
          <div className="flex flex-col [overflow-wrap:anywhere] select-text">
            <span>
              <span className="text-vermilion">{t(`faults.effect.${fault.effect.kind}`)}</span>{' '}
              <span className="text-ink">{fault.host ?? t('faults.anyHost')}</span>
            </span>
            <span className="text-small text-ink-soft">
              {fault.id} · {t('faults.at', { point: fault.point })}
              {fault.address === undefined ? '' : ` · ${fault.address}`}
              {fault.times === undefined ? '' : ` · ${t('faults.timesOnly', { count: fault.times })}`}
            </span>
          </div>
        )}
        form={(of) => <FaultFields {...of} hosts={world.hosts.map(({ name }) => name)} />}
      />
      <p className="border-t border-rule pt-3 text-small text-ink-soft">{t('faults.byAddress')}</p>
    </div>
  );
}

function FaultFields({ draft, change, error, hosts }: Readonly<FormOf<FaultDraft> & { hosts: readonly string[] }>) {
  const { t } = useTranslation('labWorld');
  const { number, text } = effects[draft.kind];
  return (
    <div className="grid grid-cols-2 items-start gap-3">
      <TextField label={t('faults.id')} value={draft.id} onChange={(id) => change({ id })} error={error('id')} />
      <Select
        label={t('faults.host')}
        value={draft.host}
        onChange={(host) => change({ host })}
        error={error('host')}
        options={[{ value: '', label: t('faults.anyHost') }, ...hosts.map((host) => ({ value: host, label: host }))]}
      />
      <Select
        label={t('faults.point')}
        value={draft.point}
        onChange={(point) => change({ point, ...(sensible[point].includes(draft.kind) ? {} : otherEffect(point)) })}
        options={points.map((point) => ({ value: point, label: point }))}
      />
      <Select
        label={t('faults.does')}
        value={draft.kind}
        onChange={(kind) => change({ kind, number: '', text: '' })}
        error={number === null && !text ? error('effect') : undefined}
        options={sensible[draft.point].map((kind) => ({ value: kind, label: t(`faults.effect.${kind}`) }))}
      />
      {number === null ? null : (
        <TextField
          label={t(`faults.number.${number}`)}
          value={draft.number}
          onChange={(value) => change({ number: value })}
          error={error('effect')}
          inputMode="numeric"
        />
      )}
      {text ? (
        <TextField label={t('faults.text')} value={draft.text} onChange={(value) => change({ text: value })} />
      ) : null}
      <TextField
        label={t('faults.address')}
        value={draft.address}
        onChange={(address) => change({ address })}
        error={error('address')}
        description={t('faults.addressHelp')}
      />
      <TextField
        label={t('faults.times')}
        value={draft.times}
        onChange={(times) => change({ times })}
        error={error('times')}
        inputMode="numeric"
        description={t('faults.timesHelp')}
      />
    </div>
  );
}

/** What was chosen means nothing at that point: the first that does. */
const otherEffect = (point: FaultPoint): Partial<FaultDraft> => {
  const [kind] = sensible[point];
  return kind === undefined ? {} : { kind, number: '', text: '' };
};
