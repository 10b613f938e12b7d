/** A connection test as it went: both servers, step by step, and at the step that failed what happened, who said it, what helps. */
import { Check, X } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { TestReport, TestStep } from '../../../src/contract/account.ts';
import { stepName, stoppedAt } from '../../../src/contract/words/index.ts';
import { Button, Quoted } from '../../components/index.ts';
import { useExplain } from '../../hooks/use-explain.ts';
import { Certificate } from './certificate.tsx';

/** Before, during, and after. */
export type TestState = { at: 'before' } | { at: 'running'; seconds: number } | { at: 'done'; report: TestReport };

export interface TestStepsProps {
  state: TestState;
  incoming: string;
  outgoing: string;
  /** Where no encryption was asked for, so that there is no such step. */
  clear: Readonly<Record<TestStep['side'], boolean>>;
  /** Trusts the certificate that a step showed, for that host only, and tests again. */
  onTrust: (host: string, sha256: string) => void;
}

const planned = (
  [
    ['incoming', ['connect', 'tls', 'greeting', 'sign-in', 'list']],
    ['outgoing', ['connect', 'tls', 'greeting', 'sign-in']],
  ] as const
).flatMap(([side, steps]) => steps.map((step): TestStep => ({ side, step, state: 'not-reached' })));

export function TestSteps({ state, incoming, outgoing, clear, onTrust }: Readonly<TestStepsProps>) {
  const { t } = useTranslation('account');
  const steps =
    state.at === 'done' ? state.report.steps : planned.filter((step) => step.step !== 'tls' || !clear[step.side]);
  const first = steps.find((step) => step.state === 'failed');
  return (
    <div className="flex flex-col gap-5" aria-busy={state.at === 'running'}>
      <p className="text-ui text-ink-soft" role="status">
        {state.at === 'before' ? t('test.before') : null}
        {state.at === 'running' ? t('test.running', { count: state.seconds }) : null}
        {state.at === 'done' ? t(state.report.ok ? 'test.ok' : 'test.failed') : null}
      </p>
      {(['incoming', 'outgoing'] as const).map((side) => {
        const host = side === 'incoming' ? incoming : outgoing;
        return (
          <section key={side} aria-label={t(`part.${side}`)} className="flex flex-col gap-2">
            <h3 className="flex min-w-0 items-baseline gap-2 text-ui font-semibold">
              <span className="shrink-0">{t(`part.${side}`)}</span>
              <span className="min-w-0 truncate font-mono text-small font-normal text-ink-soft">{host}</span>
            </h3>
            <ol className="flex flex-col">
              {steps
                .filter((step) => step.side === side)
                .map((step) => (
                  <Step key={step.step} step={step} first={step === first} host={host} onTrust={onTrust} />
                ))}
            </ol>
          </section>
        );
      })}
    </div>
  );
}

const marks = {
  ok: 'border-indigo text-indigo',
  failed: 'border-vermilion text-vermilion',
  'not-reached': 'border-rule text-transparent',
} as const;

interface StepProps {
  step: TestStep;
  /** The first that failed is brought into sight. */
  first: boolean;
  host: string;
  onTrust: TestStepsProps['onTrust'];
}

function Step({ step, first, host, onTrust }: Readonly<StepProps>) {
  const { t, i18n } = useTranslation('account');
  const lang = i18n.language === 'ja' ? 'ja' : 'en';
  return (
    <li className="group relative flex gap-2.5 pb-2.5 last:pb-0">
      <span aria-hidden className="absolute top-5 bottom-0 left-[9.5px] border-l border-rule group-last:hidden" />
      <span
        aria-hidden
        className={`inline-flex size-5 shrink-0 items-center justify-center rounded-full border-[1.5px] bg-well ${marks[step.state]}`}
      >
        {step.state === 'failed' ? <X size={12} strokeWidth={2.5} /> : <Check size={12} strokeWidth={2.5} />}
      </span>
      <div className="flex min-w-0 flex-1 flex-col">
        <div className="flex min-w-0 items-baseline justify-between gap-3 leading-5">
          <span className={`min-w-0 ${step.state === 'not-reached' ? 'text-ink-soft' : 'text-ink'}`}>
            {stepName(step.step, lang)}
            <span className="sr-only">: {t(`test.state.${step.state}`)}</span>
          </span>
          {step.ms === undefined || step.state === 'not-reached' ? null : (
            <span className="tabular shrink-0 text-small text-ink-soft">{Math.round(step.ms)} ms</span>
          )}
        </div>
        {step.state === 'ok' && step.said ? (
          <span className="truncate font-mono text-[11px] text-ink-soft" title={step.said}>
            {step.said}
          </span>
        ) : null}
        {step.state === 'failed' ? <Failure step={step} first={first} host={host} onTrust={onTrust} /> : null}
      </div>
    </li>
  );
}

function Failure({ step, first, host, onTrust }: Readonly<StepProps>) {
  const { t, i18n } = useTranslation('account');
  const explain = useExplain();
  const lang = i18n.language === 'ja' ? 'ja' : 'en';
  const words = step.error === undefined ? null : explain(step.error);
  const { certificate } = step;
  const here = useRef<HTMLDivElement>(null);
  useEffect(() => {
    if (first) here.current?.scrollIntoView({ block: 'nearest' });
  }, [first]);
  return (
    <div ref={here} role="alert" className="flex flex-col gap-2 pt-1 pb-2 text-ui leading-[1.5]">
      <p className="break-words select-text">
        {words === null ? stoppedAt(step, lang) : `${stoppedAt(step, lang)}${lang === 'ja' ? '' : ' '}${words.what}`}
      </p>
      {words === null && step.said ? <Quoted>{step.said}</Quoted> : null}
      {words === null ? null : <p className="break-words text-ink-soft select-text">{words.helps}</p>}
      {certificate ? (
        <>
          <Certificate certificate={certificate} />
          <Button
            kind="danger"
            className="h-auto! min-h-8 py-1 whitespace-normal!"
            onPress={() => onTrust(host, certificate.sha256)}
          >
            {t('certificate.trust', { host })}
          </Button>
        </>
      ) : null}
    </div>
  );
}
