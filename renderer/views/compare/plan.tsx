/** An experiment that was not run yet: its machines and its steps, told beforehand. */
import { Monitor } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Experiment } from '../../../src/contract/compare/experiment.ts';
import { inLang } from '../../../src/contract/compare/text.ts';
import { useLanguage } from '../../hooks/use-language.ts';
import { stepIcons } from './timeline/step-icon.tsx';
import { lineWords, speaksWords, storageWords } from './words/machine-words.ts';
import { useWords } from './words/use-words.ts';

const noMails: [] = [];

export function Plan({ experiment }: Readonly<{ experiment: Experiment }>) {
  const { t } = useTranslation('compare');
  const lang = useLanguage();
  const words = useWords({ machines: experiment.machines, mails: noMails });
  return (
    <div className="min-h-0 flex-1 overflow-y-auto px-6 short:flex-none short:overflow-visible pb-10">
      <p className="mb-5 max-w-[64ch] text-pretty text-ink-soft">{t('plan.what')}</p>
      <div className="grid grid-cols-[minmax(240px,1fr)_minmax(300px,1.6fr)] gap-x-10 gap-y-6 max-[1000px]:grid-cols-1">
        <section aria-label={t('plan.machines')}>
          <h3 className="border-b border-rule pb-1.5 font-semibold">{t('plan.machines')}</h3>
          <ul>
            {experiment.machines.map((machine) => (
              <li key={machine.id} className="flex gap-3 border-b border-rule py-2 last:border-0">
                <Monitor size={16} strokeWidth={1.5} aria-hidden className="mt-0.5 shrink-0 text-indigo" />
                <span className="min-w-0">
                  <span className="block font-medium [overflow-wrap:anywhere]">{inLang(machine.name, lang)}</span>
                  <span className="block text-small text-ink-soft">
                    {speaksWords(machine, inLang(machine.name, lang), t)}
                  </span>
                  <span className="tabular block text-small text-ink-faint">
                    {[lineWords(machine.link, words, t), storageWords(machine, words, t)]
                      .filter((part) => part !== null)
                      .join(' · ')}
                  </span>
                </span>
              </li>
            ))}
          </ul>
        </section>
        <section aria-label={t('plan.steps')}>
          <h3 className="border-b border-rule pb-1.5 font-semibold">{t('plan.steps')}</h3>
          <ol>
            {experiment.steps.map((step, n) => {
              const Icon = stepIcons[step.do];
              return (
                <li key={n} className="flex gap-3 border-b border-rule py-2 last:border-0">
                  <Icon size={16} strokeWidth={1.5} aria-hidden className="mt-0.5 shrink-0 text-ink-soft" />
                  <span className="min-w-0">
                    <span className="block text-pretty">{words.step(step)}</span>
                    {step.note === undefined ? null : (
                      <span className="block text-small text-pretty text-ink-soft">{inLang(step.note, lang)}</span>
                    )}
                  </span>
                </li>
              );
            })}
          </ol>
        </section>
      </div>
    </div>
  );
}
