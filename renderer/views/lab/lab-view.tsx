/** The lab in the window: off until it is started; then its world with map and inspectors, or its scenes. */
import { useCallback, useDeferredValue, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { AccountRow } from '../../../src/contract/account.ts';
import { Notice } from '../../components/index.ts';
import { useElementWidth } from '../../hooks/use-element-width.ts';
import { useExplain } from '../../hooks/use-explain.ts';
import { type LabOn, useLab } from '../../hooks/use-lab.ts';
import { useLabData } from '../../hooks/use-lab-data.ts';
import { useReducedMotion } from '../../hooks/use-reduced-motion.ts';
import { useTrace } from '../../hooks/use-trace.ts';
import { useTranscript } from '../../hooks/use-transcript.ts';
import { useLabActions, useLabNow } from './inspect/use-clock.ts';
import { Inspector, type InspectorTab } from './inspector.tsx';
import { journeyOf, journeys } from './journey/journeys.ts';
import { JourneysPane } from './journey/journeys-pane.tsx';
import { LabHeader } from './lab-header.tsx';
import { asking, isWayAnswer } from './map/asking.ts';
import { useShown } from './map/use-shown.ts';
import { WorldMap } from './map/world-map.tsx';
import { Off } from './off.tsx';
import { ResetDialog } from './reset-dialog.tsx';
import { ScenesView } from './scenes/scenes-view.tsx';
import { TranscriptPanel } from './transcript/transcript-panel.tsx';
import { useWorldFile } from './use-world-file.ts';
import { WorldNews } from './world-news.tsx';
import { WriteDialog } from './write-dialog.tsx';

export interface LabViewProps {
  accounts: readonly AccountRow[];
  /** To the mail, where an account of the lab is now. */
  onMail: () => void;
}

export function LabView({ accounts, onMail }: Readonly<LabViewProps>) {
  const { t } = useTranslation('lab');
  const { lab, start, startAnew, stop } = useLab();
  return (
    <main aria-label={t('title')} className="flex min-h-0 min-w-0 flex-1 flex-col bg-paper">
      {lab.state === 'on' ? (
        <On status={lab.status} heard={lab.heard} accounts={accounts} onMail={onMail} onStop={stop} />
      ) : (
        <Off lab={lab} onStart={start} onStartAnew={startAnew} />
      )}
    </main>
  );
}

interface OnProps extends LabViewProps {
  status: LabOn;
  heard: number;
  onStop: () => void;
}

/** From here on map and inspectors stand side by side. */
const wideFrom = 1080;

function On({ status, heard, accounts, onMail, onStop }: Readonly<OnProps>) {
  const explain = useExplain();
  const [ref, width] = useElementWidth(1232);
  const [show, setShow] = useState<'world' | 'scenes'>('world');
  const [tab, setTab] = useState<InspectorTab>('people');
  const [host, setHost] = useState<string | null>(null);
  const [writing, setWriting] = useState(false);
  const [resetting, setResetting] = useState(false);
  const file = useWorldFile();
  const [chosen, setChosen] = useState<string | null>(null);
  const [connection, setConnection] = useState<string | null>(null);
  const now = useLabNow(status.clock, heard);
  const actions = useLabActions();
  const world = useLabData('lab.world', 'world');
  const queue = useLabData('lab.queue', 'queue');
  const trace = useTrace();
  const still = useReducedMotion();
  const followed = useMemo(
    () => chosen ?? trace.events.findLast(({ kind }) => kind === 'queued')?.mail ?? null,
    [chosen, trace.events],
  );
  const shown = useShown(
    trace.events,
    trace.ready,
    still,
    (event) => followed !== null && isWayAnswer(event, followed),
  );
  // The list is of what happened; the way of the chosen one grows with the map. With thousands of events the list may come later.
  const told = useDeferredValue(trace.events);
  const mails = useMemo(() => journeys(told), [told]);
  const mail = useMemo(() => (followed === null ? null : journeyOf(shown.events, followed)), [shown.events, followed]);
  const choose = useCallback((one: string) => setChosen(one), []);
  const waiting = useMemo(() => {
    const counts = new Map<string, number>();
    if (queue.state === 'ready')
      for (const entry of queue.value) counts.set(entry.host, (counts.get(entry.host) ?? 0) + 1);
    return counts;
  }, [queue]);
  const openMark = (mark: { connection: string | null }) => {
    if (mark.connection !== null) setConnection(mark.connection);
  };
  const wide = width >= wideFrom;
  return (
    <div ref={ref} className="flex min-h-0 flex-1 flex-col">
      <LabHeader
        show={show}
        onShow={setShow}
        status={status}
        now={now}
        actions={actions}
        onWrite={() => setWriting(true)}
        onClock={() => {
          setShow('world');
          setTab('clock');
        }}
        onSave={file.save}
        onOpen={file.open}
        onReset={() => setResetting(true)}
        onStop={onStop}
      />
      {file.news === null ? null : <WorldNews news={file.news} onDismiss={file.dismiss} />}
      {actions.failure === null ? null : (
        <Notice tone="error" helps={explain(actions.failure).helps}>
          {explain(actions.failure).what}
        </Notice>
      )}
      {show === 'scenes' ? <ScenesView /> : null}
      {world.state === 'failed' ? (
        <Notice tone="error" helps={explain(world.error).helps}>
          {explain(world.error).what}
        </Notice>
      ) : null}
      {show === 'world' && world.state === 'ready' ? (
        <div className={`min-h-0 flex-1 ${wide ? 'flex' : 'overflow-y-auto'}`}>
          <div className={`flex min-w-0 flex-1 flex-col ${wide ? 'overflow-y-auto' : ''}`}>
            <div className="flex-1 px-3 py-2">
              <WorldMap
                world={world.value}
                events={shown.events}
                mail={mail}
                asking={mail === null ? null : asking(shown.events, mail.mail)}
                waiting={waiting}
                ms={shown.ms}
                onHouse={(name) => {
                  setHost(name);
                  setTab((waiting.get(name) ?? 0) > 0 ? 'queue' : 'hosts');
                }}
                onMark={openMark}
              />
            </div>
            <JourneysPane
              mails={mails}
              chosen={mail}
              onChoose={choose}
              connection={connection}
              bounded={!wide}
              onOpen={openMark}
            />
          </div>
          <div
            className={
              wide
                ? 'flex w-[clamp(440px,42%,600px)] shrink-0 flex-col border-l border-rule bg-sheet'
                : 'border-t border-rule bg-sheet'
            }
          >
            <Inspector
              tab={tab}
              onTab={setTab}
              status={status}
              now={now}
              world={world.value}
              queue={queue}
              host={host}
              accounts={accounts}
              actions={actions}
              onMail={onMail}
              onShow={setChosen}
            />
          </div>
        </div>
      ) : null}
      {show === 'world' && connection !== null ? (
        <OpenTranscript connection={connection} heard={trace.events.length} onClose={() => setConnection(null)} />
      ) : null}
      {resetting ? (
        <ResetDialog
          onClose={() => setResetting(false)}
          onReset={(mail) => {
            setResetting(false);
            file.dismiss();
            actions.reset(mail);
          }}
        />
      ) : null}
      {writing ? (
        <WriteDialog
          users={status.users}
          onClose={() => setWriting(false)}
          onSent={(sent) => {
            setWriting(false);
            setShow('world');
            setChosen(sent);
          }}
        />
      ) : null}
    </div>
  );
}

function OpenTranscript({
  connection,
  heard,
  onClose,
}: Readonly<{ connection: string; heard: number; onClose: () => void }>) {
  const state = useTranscript(connection, heard);
  return <TranscriptPanel key={connection} state={state} onClose={onClose} />;
}
