/** The proof of a cell along the bottom, as the wire is for accounts: why it is so, and what was said. */
import { X } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { ExperimentResult } from '../../../../src/contract/compare/result.ts';
import { CopyButton, IconButton } from '../../../components/index.ts';
import { whyWords } from '../../mail/reader/why-words.ts';
import type { Proof } from '../matrix/matrix.tsx';
import { useCellWords } from '../matrix/use-cell-words.ts';
import type { Words } from '../words/use-words.ts';
import { Lines } from './lines.tsx';
import { type Proved, proofOf } from './proof.ts';

export interface ProofPanelProps {
  result: ExperimentResult;
  /** The step that is shown. */
  at: number;
  proof: Proof;
  words: Words;
  onClose: () => void;
}

export function ProofPanel({ result, at, proof, words, onClose }: Readonly<ProofPanelProps>) {
  const { t } = useTranslation('compare');
  const proved = proofOf(result, at, proof.machine, proof.mail);
  const body = useRef<HTMLDivElement>(null);
  const key = `${proof.machine} ${proof.mail ?? ''} ${proved?.n ?? ''}`;
  // biome-ignore lint/correctness/useExhaustiveDependencies: what is opened takes the focus and shows the first line that speaks of the mail
  useEffect(() => {
    body.current?.focus({ preventScroll: true });
    const first = body.current?.querySelector<HTMLElement>('[data-spoken]');
    if (body.current && first) body.current.scrollTop = Math.max(0, first.offsetTop - 40);
  }, [key]);
  if (proved === null) return null;
  const machine = words.names.machine(proof.machine);
  return (
    <section
      aria-label={t('proof.label')}
      className="flex h-[40%] min-h-44 shrink-0 flex-col border-t short:sticky short:bottom-0 short:z-30 short:h-[60vh] border-rule bg-well"
      onKeyDown={(event) => {
        if (event.key === 'Escape') onClose();
      }}
    >
      <header className="flex min-h-10 shrink-0 items-center gap-3 border-b border-rule pr-3 pl-6">
        <h3 className="min-w-0 flex-1 truncate">
          <span className="font-semibold">
            {proof.mail === null ? machine : t('proof.of', { mail: words.names.mail(proof.mail), machine })}
          </span>
          <span className="ml-3 text-ink-soft">{t('steps.at', { at: proved.n, of: result.steps.length - 1 })}</span>
        </h3>
        <CopyButton
          name={t('proof.copy')}
          done={t('copied')}
          disabled={proved.lines.length === 0}
          text={() => proved.lines.map(({ who, text }) => `${who}${who === '*' ? '' : ':'} ${text}`).join('\n')}
        />
        <IconButton icon={X} name={t('close')} placement="top" onPress={onClose} />
      </header>
      <div className="flex min-h-0 flex-1 max-[720px]:flex-col max-[720px]:overflow-y-auto">
        <Why proved={proved} at={at} result={result} words={words} />
        <div
          ref={body}
          role="log"
          aria-label={t('proof.lines')}
          aria-live="off"
          // biome-ignore lint/a11y/noNoninteractiveTabindex: it is scrolled by the keyboard
          tabIndex={0}
          className="relative min-h-0 min-w-0 flex-1 overflow-auto -outline-offset-2 max-[720px]:flex-none"
        >
          <Lines lines={proved.lines} spoken={proved.spoken} />
        </div>
      </div>
    </section>
  );
}

interface WhyProps {
  proved: Proved;
  at: number;
  result: ExperimentResult;
  words: Words;
}

function Why({ proved, at, result, words }: Readonly<WhyProps>) {
  const { t } = useTranslation('compare');
  const mail = useTranslation('mail');
  const say = useCellWords(words);
  const { n, cell, why, outcome } = proved;
  const verbs = Object.entries(outcome.verbs);
  return (
    <section
      aria-label={t('proof.why')}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: it is scrolled by the keyboard
      tabIndex={0}
      className="flex w-80 shrink-0 max-[1100px]:w-64 flex-col gap-2 overflow-y-auto border-r border-rule py-3 pr-4 pl-6 select-text max-[720px]:w-auto max-[720px]:border-r-0 max-[720px]:border-b -outline-offset-2"
    >
      {cell === null ? null : <p className="font-medium">{say(cell)}</p>}
      <p className="text-ink-soft text-pretty">
        {cell !== null && cell.since === null
          ? t('proof.never')
          : n < at
            ? t('proof.since', { n, sentence: words.step(result.steps[n]?.step ?? null) })
            : words.step(result.steps[n]?.step ?? null)}
      </p>
      {why.length === 0 ? null : (
        <ul aria-label={t('proof.ledger')} className="flex flex-col gap-1.5 border-l-2 border-rule pl-3">
          {why.map((line, i) => {
            const told = whyWords({ ...line, at: 0 }, mail.t, () => cell?.folder ?? null);
            return (
              <li key={i}>
                {told.what} {told.cause === null ? null : <span className="text-ink-soft">{told.cause}</span>}
                <span className="block font-mono text-[11px] leading-4 break-words text-ink-faint">{line.cause}</span>
              </li>
            );
          })}
        </ul>
      )}
      {verbs.length === 0 ? null : (
        <p className="text-small text-ink-soft">
          {t('proof.commands')}{' '}
          <span className="font-mono text-[11px]">
            {verbs.map(([verb, count]) => (count === 1 ? verb : `${verb} ×${count}`)).join(', ')}
          </span>
        </p>
      )}
    </section>
  );
}
