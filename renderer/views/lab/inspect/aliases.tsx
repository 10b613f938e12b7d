/** Other names, and where mail to them goes on to. */
import { useTranslation } from 'react-i18next';
import type { Alias } from '../../../../src/contract/lab/world.ts';
import { TextField } from '../../../components/index.ts';
import { EditList, listed } from './edit-list.tsx';
import type { WorldEditor } from './use-world.ts';

const toDraft = ({ address, to }: Alias) => ({ address, to: to.join('\n') });

export function Aliases({ world, save }: Readonly<WorldEditor>) {
  const { t } = useTranslation('labWorld');
  return (
    <EditList
      label={t('aliases.label')}
      items={world.aliases}
      nameOf={({ address }) => address}
      path={['aliases']}
      fields={['address', 'to']}
      toDraft={toDraft}
      fromDraft={({ address, to }) => ({ address: address.trim(), to: listed(to) })}
      blank={{ address: '', to: '' }}
      add={t('aliases.add')}
      onSave={(aliases) => save({ ...world, aliases })}
      row={({ address, to }) => (
        <p className="flex flex-wrap gap-x-2 [overflow-wrap:anywhere] select-text">
          <span>{address}</span>
          <span className="text-ink-soft">→ {to.join(', ')}</span>
        </p>
      )}
      form={({ draft, change, error }) => (
        <>
          <TextField
            label={t('aliases.address')}
            value={draft.address}
            onChange={(address) => change({ address })}
            error={error('address')}
            placeholder="office@hana.test"
            autoFocus
          />
          <TextField
            label={t('aliases.to')}
            lines={3}
            value={draft.to}
            onChange={(to) => change({ to })}
            error={error('to')}
            description={t('oneALine')}
          />
        </>
      )}
    />
  );
}
