/** The page: what suits, why, what is to be minded, and the numbers of each way side by side. */
import { Check, TriangleAlert } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { type ForYou, forYouTable, inWords } from '../../../../src/contract/compare/for-you.ts';
import { useLanguage } from '../../../hooks/use-language.ts';

export interface AdviceProps {
  advice: ForYou;
  /** Experiments that the costs come from. */
  measured: number;
}

export function Advice({ advice, measured }: Readonly<AdviceProps>) {
  const { t } = useTranslation('compareForYou');
  const lang = useLanguage();
  const words = inWords(advice);
  const table = forYouTable(advice);
  return (
    <section aria-label={t('result')} className="flex min-w-0 flex-col gap-5 select-text">
      <div className="flex flex-col gap-3 border-l-[3px] border-moss bg-well px-5 py-4" role="status">
        <h3 className="text-vast leading-tight font-semibold text-balance">{words.headline[lang]}</h3>
        <ul aria-label={t('reasons')} className="flex flex-col gap-1.5">
          {words.reasons.map((reason) => (
            <li key={reason.en} className="flex gap-2 text-reading leading-[1.5] text-pretty">
              <Check size={16} strokeWidth={1.75} aria-hidden className="mt-1 shrink-0 text-moss" />
              {reason[lang]}
            </li>
          ))}
        </ul>
        {words.cautions.length === 0 ? null : (
          <ul aria-label={t('cautions')} className="flex flex-col gap-1.5">
            {words.cautions.map((caution) => (
              <li key={caution.en} className="flex gap-2 leading-[1.5] text-pretty">
                <TriangleAlert size={16} strokeWidth={1.75} aria-hidden className="mt-0.5 shrink-0 text-amber" />
                {caution[lang]}
              </li>
            ))}
          </ul>
        )}
      </div>
      <div className="overflow-x-auto">
        <table aria-label={t('table')} className="w-full min-w-[560px] border-collapse">
          <thead>
            <tr className="border-b border-ink-faint align-bottom">
              <td className="w-[34%]" />
              {table.columns.map(({ way, name, chosen }) => (
                <th
                  key={way}
                  scope="col"
                  className={`px-3 py-2 text-left ${chosen ? 'bg-indigo-wash font-semibold text-indigo' : 'font-medium'}`}
                >
                  {name[lang]}
                  {chosen ? <span className="block text-small font-normal">{t('chosen')}</span> : null}
                </th>
              ))}
            </tr>
          </thead>
          <tbody className="tabular">
            {table.rows.map(({ label, cells }) => (
              <tr key={label.en} className="border-b border-rule last:border-0">
                <th scope="row" className="py-1.5 pr-3 text-left font-normal text-pretty text-ink-soft">
                  {label[lang]}
                </th>
                {cells.map((cell, n) => (
                  <td
                    key={table.columns[n]?.way ?? n}
                    className={`px-3 py-1.5 ${table.columns[n]?.chosen ? 'bg-indigo-wash font-medium' : ''}`}
                  >
                    {cell[lang]}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <p className="text-small text-pretty text-ink-faint">{t('basis', { count: measured })}</p>
    </section>
  );
}
