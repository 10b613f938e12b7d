/** What an experiment gave: the steps, and at each step where every mail is and what every machine has used. */
import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ExperimentResult } from '../../../src/contract/compare/result.ts';
import { Charts } from './charts/charts.tsx';
import { Differences } from './differences/differences.tsx';
import { Legend } from './matrix/legend.tsx';
import { Matrix, type Proof } from './matrix/matrix.tsx';
import { MeterRows } from './meters/meter-rows.tsx';
import { ProofPanel } from './proof/proof-panel.tsx';
import { StepTold } from './timeline/step-told.tsx';
import { Timeline } from './timeline/timeline.tsx';
import { type Player, usePlayer } from './timeline/use-player.ts';
import { useWords } from './words/use-words.ts';

export interface ResultViewProps {
  result: ExperimentResult;
  /** Above the steps: the answer, or what is done next. */
  children: ReactNode;
}

export function ResultView({ result, children }: Readonly<ResultViewProps>) {
  const { t } = useTranslation('compare');
  const words = useWords(result);
  const player = usePlayer(result.steps.length - 1);
  const [proof, setProof] = useState<Proof | null>(null);
  const step = result.steps[player.at];
  const page = useRef<HTMLDivElement>(null);
  // The panel takes room from the page: what it is about stays in sight.
  // biome-ignore lint/correctness/useExhaustiveDependencies: another proof is about another cell
  useEffect(() => {
    page.current?.querySelector('[data-chosen]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [proof]);
  return (
    // biome-ignore lint/a11y/noStaticElementInteractions: arrows turn the steps wherever the focus is in here
    <div className="flex min-h-0 flex-1 flex-col short:flex-none" onKeyDown={(event) => turn(event, player)}>
      <div ref={page} className="min-h-0 flex-1 overflow-y-auto short:overflow-visible">
        {children}
        <div className="sticky top-0 z-20 border-b border-rule bg-paper px-5 py-1.5">
          <Timeline steps={result.steps} player={player} words={words} />
        </div>
        {step === undefined ? null : (
          <div className="flex flex-col gap-4 px-6 pt-3 pb-12">
            <StepTold step={step} words={words} />
            <Matrix result={result} at={player.at} words={words} proof={proof} onProof={setProof}>
              {(columns) => <MeterRows steps={result.steps} at={player.at} columns={columns} words={words} />}
            </Matrix>
            <Legend />
            <section aria-label={t('differences.label')} className="flex flex-col gap-1 pt-2">
              <h3 className="font-semibold">{t('differences.label')}</h3>
              <Differences step={step} words={words} />
            </section>
            <Charts result={result} />
          </div>
        )}
      </div>
      {proof === null ? null : (
        <ProofPanel
          result={result}
          at={player.at}
          proof={proof}
          words={words}
          onClose={() => {
            page.current?.querySelector<HTMLElement>('[data-chosen]')?.focus();
            setProof(null);
          }}
        />
      )}
    </div>
  );
}

/** Left and right go through the steps, but not where the arrows mean something else. */
function turn(event: KeyboardEvent, player: Player): void {
  if (event.altKey || event.ctrlKey || event.metaKey || !(event.target instanceof Element)) return;
  if (event.target.closest('input, textarea, [role=log], [role=radiogroup], [role=menu], [role=dialog]')) return;
  const by = { ArrowRight: player.next, ArrowLeft: player.back, '.': player.next, ',': player.back }[event.key];
  if (by === undefined) return;
  event.preventDefault();
  by();
}
