/** What can be looked into and changed beside the map, a tab each. */
import { useTranslation } from 'react-i18next';
import type { AccountRow } from '../../../src/contract/account.ts';
import type { QueueEntry } from '../../../src/contract/lab/table.ts';
import type { World } from '../../../src/contract/lab/world.ts';
import { Notice, Tabs } from '../../components/index.ts';
import { useExplain } from '../../hooks/use-explain.ts';
import type { LabOn } from '../../hooks/use-lab.ts';
import { type LabData, useLabData } from '../../hooks/use-lab-data.ts';
import { Aliases } from './inspect/aliases.tsx';
import { Clock } from './inspect/clock.tsx';
import { Faults } from './inspect/faults.tsx';
import { Hosts } from './inspect/hosts.tsx';
import { Lists } from './inspect/lists.tsx';
import { People } from './inspect/people.tsx';
import { Queue } from './inspect/queue.tsx';
import { Spool } from './inspect/spool.tsx';
import type { LabActions } from './inspect/use-clock.ts';
import { useSaveWorld } from './inspect/use-world.ts';
import { Zones } from './inspect/zones.tsx';

export const inspectorTabs = [
  'people',
  'queue',
  'spool',
  'zones',
  'aliases',
  'lists',
  'faults',
  'hosts',
  'clock',
] as const;
export type InspectorTab = (typeof inspectorTabs)[number];

export interface InspectorProps {
  tab: InspectorTab;
  onTab: (tab: InspectorTab) => void;
  status: LabOn;
  now: number;
  world: World;
  queue: LabData<readonly QueueEntry[]>;
  host: string | null;
  accounts: readonly AccountRow[];
  actions: LabActions;
  onMail: () => void;
  onShow: (mail: string) => void;
}

export function Inspector(props: Readonly<InspectorProps>) {
  const { tab, status, world, queue, actions } = props;
  const { t } = useTranslation('lab');
  const counts: Partial<Record<InspectorTab, number>> = {
    queue: queue.state === 'ready' ? queue.value.length : 0,
    faults: world.faults.length,
  };
  return (
    <Tabs
      label={t('inspect')}
      value={tab}
      onChange={props.onTab}
      tabs={inspectorTabs.map((name) => ({
        name,
        label: t(`tab.${name}`),
        ...(counts[name] === undefined ? {} : { count: counts[name] }),
      }))}
      className="flex-1"
    >
      <div className="px-5 py-4">
        {tab === 'people' ? <People status={status} accounts={props.accounts} onMail={props.onMail} /> : null}
        {tab === 'queue' ? (
          <Told data={queue}>
            {(entries) => (
              <Queue
                entries={entries}
                now={props.now}
                busy={actions.busy}
                onFlush={actions.flush}
                onNext={() => actions.advance({ to: 'next' })}
                onShow={props.onShow}
              />
            )}
          </Told>
        ) : null}
        {tab === 'spool' ? <SpoolTab /> : null}
        {tab === 'hosts' ? <Hosts status={status} host={props.host} /> : null}
        {tab === 'clock' ? (
          <Clock
            clock={status.clock}
            now={props.now}
            busy={actions.busy}
            onSet={actions.setClock}
            onAdvance={actions.advance}
          />
        ) : null}
        <WorldTab tab={tab} world={world} />
      </div>
    </Tabs>
  );
}

function WorldTab({ tab, world }: Readonly<{ tab: InspectorTab; world: World }>) {
  const save = useSaveWorld();
  if (tab === 'zones') return <Zones world={world} save={save} />;
  if (tab === 'aliases') return <Aliases world={world} save={save} />;
  if (tab === 'lists') return <Lists world={world} save={save} />;
  if (tab === 'faults') return <Faults world={world} save={save} />;
  return null;
}

function SpoolTab() {
  const spool = useLabData('lab.spool', 'spool');
  return <Told data={spool}>{(mailboxes) => <Spool mailboxes={mailboxes} />}</Told>;
}

function Told<T>({ data, children }: Readonly<{ data: LabData<T>; children: (value: T) => React.ReactNode }>) {
  const explain = useExplain();
  if (data.state === 'loading') return null;
  if (data.state === 'ready') return children(data.value);
  return (
    <Notice tone="error" helps={explain(data.error).helps}>
      {explain(data.error).what}
    </Notice>
  );
}
