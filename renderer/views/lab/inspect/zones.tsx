/** What the DNS of the world answers, zone by zone. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Zone } from '../../../../src/contract/lab/world.ts';
import { Select, TextField } from '../../../components/index.ts';
import { EditList } from './edit-list.tsx';
import {
  blankRecord,
  dataField,
  dataOf,
  type RecordDraft,
  recordDraft,
  recordOf,
  recordTypes,
} from './record-draft.ts';
import type { WorldEditor } from './use-world.ts';

export function Zones({ world, save }: Readonly<WorldEditor>) {
  const { t } = useTranslation('labWorld');
  const [origin, setOrigin] = useState(world.zones[0]?.origin ?? '');
  const at = Math.max(
    0,
    world.zones.findIndex((zone) => zone.origin === origin),
  );
  const zone: Zone | undefined = world.zones[at];
  if (zone === undefined) return <p className="text-ink-soft">{t('zones.none')}</p>;
  return (
    <div className="flex flex-col gap-4">
      <Select
        label={t('zones.zone')}
        value={zone.origin}
        onChange={setOrigin}
        options={world.zones.map((one) => ({ value: one.origin, label: one.origin }))}
        className="max-w-72"
        description={t('zones.own')}
      />
      <EditList
        key={zone.origin}
        label={t('zones.records', { zone: zone.origin })}
        items={zone.records}
        nameOf={(record) => `${record.name} ${record.type}`}
        path={['zones', at, 'records']}
        fields={['name', 'ttl', 'preference', 'address', 'host', 'exchange', 'target', 'text']}
        toDraft={recordDraft}
        fromDraft={recordOf}
        blank={blankRecord}
        add={t('zones.add')}
        onSave={(records) =>
          save({ ...world, zones: world.zones.map((one, n) => (n === at ? { ...one, records } : one)) })
        }
        row={(record) => (
          <p className="grid grid-cols-[minmax(48px,1fr)_52px_40px_minmax(0,4fr)] gap-2 font-mono text-small select-text">
            <span className="[overflow-wrap:anywhere]">{record.name}</span>
            <span className="text-indigo">{record.type === 'HOST' ? 'A' : record.type}</span>
            <span className="tabular text-right text-ink-faint">{record.ttl}</span>
            <span className="[overflow-wrap:anywhere]">
              {record.type === 'MX' ? `${record.preference} ` : ''}
              {record.type === 'TXT' ? `"${record.text}"` : dataOf(record)}
            </span>
          </p>
        )}
        form={(of) => <RecordFields {...of} />}
      />
    </div>
  );
}

interface RecordFieldsProps {
  draft: RecordDraft;
  change: (part: Partial<RecordDraft>) => void;
  error: (field: string) => string | undefined;
}

function RecordFields({ draft, change, error }: Readonly<RecordFieldsProps>) {
  const { t } = useTranslation('labWorld');
  return (
    <>
      <div className="grid grid-cols-[1fr_120px_80px] items-start gap-3">
        <TextField
          label={t('zones.name')}
          value={draft.name}
          onChange={(name) => change({ name })}
          error={error('name')}
          description={t('zones.nameHelp')}
        />
        <Select
          label={t('zones.type')}
          value={draft.type}
          onChange={(type) => change({ type })}
          options={recordTypes.map((type) => ({ value: type, label: type }))}
        />
        <TextField
          label="TTL"
          value={draft.ttl}
          onChange={(ttl) => change({ ttl })}
          error={error('ttl')}
          inputMode="numeric"
        />
      </div>
      <div className={draft.type === 'MX' ? 'grid grid-cols-[100px_1fr] items-start gap-3' : ''}>
        {draft.type === 'MX' ? (
          <TextField
            label={t('zones.preference')}
            value={draft.preference}
            onChange={(preference) => change({ preference })}
            error={error('preference')}
            inputMode="numeric"
          />
        ) : null}
        <TextField
          label={t(`zones.data.${dataField[draft.type]}`)}
          value={draft.data}
          onChange={(data) => change({ data })}
          error={error(dataField[draft.type])}
          {...(draft.type === 'MX' ? { description: t('zones.nullMx') } : {})}
        />
      </div>
    </>
  );
}
