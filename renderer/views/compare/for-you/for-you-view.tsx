/** "POP3 or IMAP for you?": a person's own numbers, and what was measured here, make one page. */
import { Play } from 'lucide-react';
import { useEffect, useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { costsOf, type ForYou, forYou, type UnitCosts } from '../../../../src/contract/compare/for-you.ts';
import { Button } from '../../../components/index.ts';
import { useStore } from '../../../hooks/services.tsx';
import type { Entry } from '../../../hooks/use-compare.ts';
import { type OwnNumbers, ownNumbers } from '../../../store/queries/own-numbers.ts';
import { Advice } from './advice.tsx';
import { draftOf, type NeedsDraft, needsOf } from './needs-draft.ts';
import { NeedsForm } from './needs-form.tsx';

export interface ForYouViewProps {
  entries: readonly Entry[];
  busy: boolean;
  /** Runs what has not been measured yet. */
  onMeasure: () => void;
}

export function ForYouView({ entries, busy, onMeasure }: Readonly<ForYouViewProps>) {
  const { t } = useTranslation('compareForYou');
  const results = useMemo(() => entries.flatMap(({ result }) => result ?? []), [entries]);
  const costs = useMemo(() => costsOf(results), [results]);
  const own = useOwnNumbers();
  const [typed, setTyped] = useState<NeedsDraft | null>(null);
  const draft = typed ?? draftOf(own);
  const advice = useAdvice(draft, costs);
  return (
    <div className="min-h-0 flex-1 overflow-y-auto px-6 short:flex-none short:overflow-visible pt-4 pb-10">
      <h2 className="text-subject font-semibold">{t('title')}</h2>
      <p className="max-w-[72ch] pt-1 pb-4 text-pretty text-ink-soft">{t('what')}</p>
      <div className="grid grid-cols-[280px_1fr] gap-x-10 gap-y-6 max-[1100px]:grid-cols-1">
        <NeedsForm
          draft={draft}
          own={own}
          wrong={needsOf(draft).wrong}
          onChange={(part) => setTyped({ ...draft, ...part })}
        />
        {costs === null ? (
          <section
            aria-label={t('result')}
            className="flex flex-col items-start gap-3 border-l-[3px] border-amber bg-well px-5 py-4"
          >
            <h3 className="text-reading font-semibold">{t('notMeasured')}</h3>
            <p className="max-w-[60ch] text-pretty text-ink-soft">{t('notMeasuredHelp')}</p>
            <Button
              kind="primary"
              icon={<Play size={14} strokeWidth={1.5} aria-hidden />}
              busy={busy}
              onPress={onMeasure}
            >
              {busy ? t('measuring') : t('measure')}
            </Button>
          </section>
        ) : advice === null ? null : (
          <Advice advice={advice} measured={results.length} />
        )}
      </div>
    </div>
  );
}

/** While a field cannot be taken, the last advice stays. */
function useAdvice(draft: NeedsDraft, costs: UnitCosts | null): ForYou | null {
  const { needs } = needsOf(draft);
  const now = needs === null || costs === null ? null : forYou(needs, costs);
  const [last, setLast] = useState<ForYou | null>(now);
  const key = JSON.stringify([now?.needs, costs]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: `key` stands for what it is made of
  useEffect(() => {
    if (now !== null) setLast(now);
  }, [key]);
  return now ?? last;
}

/** Counted once: the form shall not change under the hand. */
function useOwnNumbers(): OwnNumbers | null {
  const { mirror } = useStore();
  const [own, setOwn] = useState<OwnNumbers | null>(null);
  useEffect(() => {
    let left = false;
    ownNumbers(mirror, Date.now()).then(
      (numbers) => left || setOwn(numbers),
      () => {}, // the database is being replaced; what is usual stands in the form then
    );
    return () => {
      left = true;
    };
  }, [mirror]);
  return own;
}
