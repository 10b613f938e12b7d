/** The steps as a line of marks that can be gone along, played and turned back, and the chosen one in words. */
import { ChevronLeft, ChevronRight, Pause, Play } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { StepResult } from '../../../../src/contract/compare/result.ts';
import { IconButton } from '../../../components/index.ts';
import type { Words } from '../words/use-words.ts';
import { stepIcons } from './step-icon.tsx';
import type { Player } from './use-player.ts';

export interface TimelineProps {
  steps: readonly StepResult[];
  player: Player;
  words: Words;
}

export function Timeline({ steps, player, words }: Readonly<TimelineProps>) {
  const { t } = useTranslation('compare');
  const last = steps.length - 1;
  const { at, playing } = player;
  return (
    <section aria-label={t('steps.label')} className="flex min-w-0 items-center gap-2">
      <div className="flex shrink-0 items-center">
        <IconButton
          icon={playing ? Pause : Play}
          name={playing ? t('steps.pause') : t('steps.play')}
          pressed={playing}
          onPress={player.toggle}
        />
        <IconButton icon={ChevronLeft} name={t('steps.back')} shortcut="←" disabled={at === 0} onPress={player.back} />
        <IconButton
          icon={ChevronRight}
          name={t('steps.next')}
          shortcut="→"
          disabled={at === last}
          onPress={player.next}
        />
      </div>
      <Marks steps={steps} player={player} words={words} />
      <span className="tabular shrink-0 text-small text-ink-faint">{t('steps.at', { at, of: last })}</span>
    </section>
  );
}

function Marks({ steps, player, words }: Readonly<TimelineProps>) {
  const { t } = useTranslation('compare');
  const { at } = player;
  const here = useRef<HTMLButtonElement>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: each step that is gone to comes into sight
  useEffect(() => {
    here.current?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [at]);
  return (
    <ol className="flex min-w-0 flex-1 items-center overflow-x-auto px-1 py-1.5 [scrollbar-width:none] [&::-webkit-scrollbar]:hidden">
      {steps.map(({ n, step, outcomes }) => {
        const Icon = stepIcons[step?.do ?? 'begin'];
        const refused = outcomes.some(({ error }) => error !== null);
        const look =
          n === at
            ? 'border-indigo bg-indigo text-sheet'
            : refused
              ? 'border-vermilion bg-sheet text-vermilion'
              : n < at
                ? 'border-indigo bg-sheet text-indigo'
                : 'border-rule bg-sheet text-ink-faint';
        return (
          <li key={n} className="flex min-w-8 flex-1 items-center first:min-w-0 first:flex-none">
            {n === 0 ? null : (
              <span aria-hidden className={`h-px min-w-2 flex-1 ${n <= at ? 'bg-indigo' : 'bg-rule'}`} />
            )}
            <button
              ref={n === at ? here : null}
              type="button"
              title={words.step(step)}
              aria-label={`${t('steps.one', { n })} ${words.step(step)}${refused ? ` ${t('steps.refused')}` : ''}`}
              aria-current={n === at ? 'step' : undefined}
              tabIndex={n === at ? 0 : -1}
              onClick={() => player.go(n)}
              className={`inline-flex size-7 shrink-0 items-center justify-center rounded-full border transition-colors hover:border-indigo motion-reduce:transition-none ${look}`}
            >
              <Icon size={14} strokeWidth={1.5} aria-hidden />
            </button>
          </li>
        );
      })}
    </ol>
  );
}
