/** A scene that was played, step by step: what is shown and why, what was measured, the map as it was then, and the proof. */
import { ChevronLeft, ChevronRight, List, Pause, Play, RotateCcw } from 'lucide-react';
import { type KeyboardEvent, useEffect, useMemo, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Played, SceneStep } from '../../../../src/contract/lab/scene.ts';
import type { Transcript as Told, TraceEvent } from '../../../../src/contract/lab/trace.ts';
import { Button, IconButton } from '../../../components/index.ts';
import { useCopied } from '../../../hooks/use-copied.ts';
import { useReducedMotion } from '../../../hooks/use-reduced-motion.ts';
import { branches, sharedMarks } from '../journey/branches.ts';
import { journeys } from '../journey/journeys.ts';
import { WayLine } from '../journey/way-line.tsx';
import { asking, isWayAnswer } from '../map/asking.ts';
import { moves } from '../map/envelopes.ts';
import { useShown } from '../map/use-shown.ts';
import { WorldMap } from '../map/world-map.tsx';
import { asText, Transcript } from '../transcript/transcript.tsx';
import { useLocalized } from '../use-lab-words.ts';

export interface ScenePlayerProps {
  played: Played;
  onList: () => void;
  onAgain: () => void;
}

/** Ms that a step stays while all are played: time to read it. */
const stay = 9000;

export function ScenePlayer({ played, onList, onAgain }: Readonly<ScenePlayerProps>) {
  const { t } = useTranslation('labScenes');
  const localized = useLocalized();
  const { scene, steps } = played;
  const [at, setAt] = useState(0);
  const [running, setRunning] = useState(false);
  const step = steps[at];
  const last = at >= steps.length - 1;
  const go = (to: number) => setAt(Math.max(0, Math.min(steps.length - 1, to)));
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => heading.current?.focus({ preventScroll: true }), []);
  useEffect(() => {
    if (!running) return;
    if (last) {
      setRunning(false);
      return;
    }
    const timer = setTimeout(() => setAt((n) => n + 1), stay);
    return () => clearTimeout(timer);
  }, [running, last]);
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.target instanceof Element && event.target.closest('input, textarea, [role=log], [role=radiogroup]'))
      return;
    const by = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (by === undefined) return;
    event.preventDefault();
    setRunning(false);
    go(at + by);
  };
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: arrows turn the pages wherever the focus is in here
    <div className="flex min-h-0 flex-1 flex-col" onKeyDown={onKeyDown}>
      <header className="flex flex-wrap items-center gap-x-4 gap-y-2 border-b border-rule px-6 py-3">
        <IconButton icon={List} name={t('toList')} onPress={onList} />
        <div className="min-w-0 flex-1 basis-64">
          <h2 ref={heading} tabIndex={-1} className="truncate text-reading font-semibold outline-0">
            {scene.number}. {localized(scene.title)}
          </h2>
          <p className="truncate text-ink-soft">{localized(scene.question)}</p>
        </div>
        <div className="flex items-center gap-1">
          <IconButton icon={RotateCcw} name={t('again')} onPress={onAgain} />
          <IconButton
            icon={running ? Pause : Play}
            name={running ? t('pause') : t('playAll')}
            pressed={running}
            onPress={() => {
              if (last && !running) go(0);
              setRunning(!running);
            }}
          />
          <IconButton icon={ChevronLeft} name={t('back')} shortcut="←" disabled={at === 0} onPress={() => go(at - 1)} />
          <span className="tabular px-1 text-ink-soft">{t('step', { at: at + 1, of: steps.length })}</span>
          <IconButton icon={ChevronRight} name={t('next')} shortcut="→" disabled={last} onPress={() => go(at + 1)} />
        </div>
      </header>
      <div className="min-h-0 flex-1 overflow-y-auto">
        {step === undefined ? null : <Step key={at} played={played} step={step} />}
        {last ? (
          <section aria-label={t('answer')} className="mx-6 mb-8 border-l-[3px] border-moss bg-well px-4 py-3">
            <h3 className="text-small font-medium text-moss">{t('answer')}</h3>
            <p className="text-reading leading-[1.6] lang-ja:leading-[1.8]">{localized(played.answer)}</p>
          </section>
        ) : null}
      </div>
    </div>
  );
}

function Step({ played, step }: Readonly<{ played: Played; step: SceneStep }>) {
  const { t } = useTranslation('labScenes');
  const localized = useLocalized();
  const [connection, setConnection] = useState<string | null>(step.connections[0] ?? null);
  const told = step.connections.flatMap((id) => played.transcripts.filter((one) => one.connection === id));
  const open = told.find((one) => one.connection === connection) ?? told[0];
  return (
    <div className="grid grid-cols-[minmax(300px,5fr)_7fr] gap-x-8 px-6 py-5 max-[1000px]:grid-cols-1">
      <div className="flex min-w-0 flex-col gap-4 pb-4" aria-live="polite">
        <h3 className="text-subject leading-snug font-semibold text-balance">{localized(step.title)}</h3>
        <p className="max-w-[72ch] text-reading leading-[1.6] whitespace-pre-line text-ink select-text lang-ja:leading-[1.8]">
          {localized(step.narration)}
        </p>
        {step.facts.length === 0 ? null : (
          <dl aria-label={t('facts')} className="flex flex-wrap gap-x-8 gap-y-3">
            {step.facts.map(({ name, label, value }) => (
              <div key={name}>
                <dt className="text-small text-ink-soft">{localized(label)}</dt>
                <dd className="tabular text-subject text-indigo select-text">{value}</dd>
              </div>
            ))}
          </dl>
        )}
      </div>
      <StepMap played={played} step={step} onConnection={setConnection} />
      {open === undefined ? null : (
        <section aria-label={t('proof')} className="col-span-full mt-4 flex min-w-0 flex-col">
          <div className="flex flex-wrap items-center gap-2 border-b border-rule pb-2">
            <h3 className="mr-2 font-semibold">{t('proof')}</h3>
            {told.map((one) => (
              <button
                key={one.connection}
                type="button"
                aria-pressed={one === open}
                onClick={() => setConnection(one.connection)}
                className={`rounded-control px-2 py-1 text-small ${one === open ? 'bg-indigo-wash text-indigo' : 'text-ink-soft hover:text-ink'}`}
              >
                {one.protocol.toUpperCase()} {one.client} → {one.server}
              </button>
            ))}
            <CopyOf transcript={open} />
          </div>
          <div
            role="log"
            aria-live="off"
            aria-label={t('proof')}
            // biome-ignore lint/a11y/noNoninteractiveTabindex: it is scrolled by the keyboard
            tabIndex={0}
            className="max-h-[420px] overflow-auto bg-well -outline-offset-2"
          >
            <Transcript transcript={open} />
          </div>
        </section>
      )}
    </div>
  );
}

function CopyOf({ transcript }: Readonly<{ transcript: Told }>) {
  const { t } = useTranslation('labScenes');
  const [copied, copy] = useCopied();
  return (
    <Button kind="link" className="ml-auto" onPress={() => copy(asText(transcript))}>
      {copied ? t('copied') : t('copy')}
    </Button>
  );
}

const isAnyAnswer = (event: TraceEvent): boolean => isWayAnswer(event, null);

interface StepMapProps {
  played: Played;
  step: SceneStep;
  onConnection: (connection: string) => void;
}

/** What happened in the steps before stands; what happens in this one moves. */
function StepMap({ played, step, onConnection }: Readonly<StepMapProps>) {
  const { t } = useTranslation('labScenes');
  const still = useReducedMotion();
  const upTo = played.steps.indexOf(step);
  const before = useMemo(() => played.steps.slice(0, upTo).flatMap(({ events }) => events), [played, upTo]);
  const [begun, setBegun] = useState(false);
  useEffect(() => setBegun(true), []);
  const given = useMemo(() => (begun ? [...before, ...step.events] : before), [begun, before, step]);
  const shown = useShown(given, begun || before.length === 0, still, isAnyAnswer);
  const mails = useMemo(() => journeys([...before, ...step.events]), [before, step]);
  const here = mails.find(({ mail }) => step.events.some((event) => event.mail === mail && moves.has(event.kind)));
  const now = useMemo(
    () => journeys(shown.events).find(({ mail }) => mail === here?.mail) ?? null,
    [shown.events, here],
  );
  const names = new Set(step.events.map(({ host }) => host));
  const shared = sharedMarks(here?.ways.slice(0, 6) ?? []);
  const parting = branches(shared);
  return (
    <div className="flex min-w-0 flex-col gap-2">
      <WorldMap
        world={played.world}
        events={shown.events}
        mail={now}
        asking={asking(shown.events.slice(before.length), null)}
        waiting={new Map()}
        ms={shown.ms}
        onHouse={() => {}}
        onMark={(mark) => mark.connection !== null && onConnection(mark.connection)}
      />
      {here === undefined ? (
        <p className="text-small text-ink-faint">{t('hosts', { count: names.size })}</p>
      ) : (
        <div className="isolate overflow-x-auto bg-sheet">
          {here.ways.slice(0, 6).map((way, n) => (
            <WayLine
              key={way.key}
              way={way}
              shared={shared[n] ?? 0}
              branches={parting[n] ?? []}
              connection={null}
              onOpen={(mark) => mark.connection !== null && onConnection(mark.connection)}
            />
          ))}
        </div>
      )}
    </div>
  );
}
