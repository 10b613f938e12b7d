/** The result at a glance, as drawings; the same numbers stand in a table, shown when asked for, and there for who does not see. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { ExperimentResult } from '../../../../src/contract/compare/result.ts';
import type { Chart } from '../../../../src/contract/compare/table.ts';
import { Button, Notice } from '../../../components/index.ts';
import { useCharts } from '../../../hooks/use-charts.ts';
import { useExplain } from '../../../hooks/use-explain.ts';
import { useFormat } from '../../../hooks/use-format.ts';

export function Charts({ result }: Readonly<{ result: ExperimentResult }>) {
  const { t } = useTranslation('compare');
  const explain = useExplain();
  const charts = useCharts(result);
  const [asTable, setAsTable] = useState(false);
  if (charts.state === 'loading') return null;
  if (charts.state === 'failed')
    return (
      <Notice tone="error" helps={explain(charts.error).helps}>
        {explain(charts.error).what}
      </Notice>
    );
  return (
    <section aria-label={t('charts.label')} className="flex flex-col gap-3">
      <div className="flex items-center justify-between gap-4 border-b border-rule pb-1.5">
        <h3 className="font-semibold">{t('charts.label')}</h3>
        <Button kind="link" onPress={() => setAsTable(!asTable)}>
          {asTable ? t('charts.asCharts') : t('charts.asTable')}
        </Button>
      </div>
      <div className="grid grid-cols-2 gap-x-10 gap-y-6 max-[1100px]:grid-cols-1">
        {charts.charts.map((chart) => (
          <figure key={chart.id} className="relative flex min-w-0 flex-col gap-2">
            <figcaption className="font-medium">{chart.title}</figcaption>
            {asTable ? null : (
              <img
                src={`data:image/svg+xml;charset=utf-8,${encodeURIComponent(chart.svg)}`}
                alt={chart.alt}
                className="w-full max-w-[560px]"
              />
            )}
            <div className={asTable ? 'overflow-x-auto' : 'sr-only'}>
              <Numbers chart={chart} />
            </div>
          </figure>
        ))}
      </div>
    </section>
  );
}

function Numbers({ chart }: Readonly<{ chart: Chart }>) {
  const { t } = useTranslation('compare');
  const formats = useFormat();
  const names = chart.rows[0]?.values.map(({ name }) => name) ?? [];
  return (
    <table aria-label={t('charts.numbers', { chart: chart.title })} className="w-full text-small select-text">
      <thead>
        <tr className="border-b border-rule text-ink-soft">
          <th scope="col" className="py-1 pr-4 text-left font-normal">
            {t('charts.in', { unit: chart.unit })}
          </th>
          {names.map((name) => (
            <th key={name} scope="col" className="py-1 pl-4 text-right font-normal">
              {name}
            </th>
          ))}
          <th scope="col" className="py-1 pl-4 text-right font-normal">
            {t('charts.sum')}
          </th>
        </tr>
      </thead>
      <tbody className="tabular">
        {chart.rows.map(({ label, values }) => (
          <tr key={label} className="border-b border-rule last:border-0">
            <th scope="row" className="py-1 pr-4 text-left font-normal">
              {label}
            </th>
            {values.map(({ name, value }) => (
              <td key={name} className="py-1 pl-4 text-right">
                {formats.number(value)}
              </td>
            ))}
            <td className="py-1 pl-4 text-right font-medium">
              {formats.number(values.reduce((sum, { value }) => sum + value, 0))}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
