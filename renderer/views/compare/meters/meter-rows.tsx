/** What each machine has used up to the step, and by it, as rows under the mails. */
import { useTranslation } from 'react-i18next';
import type { StepResult } from '../../../../src/contract/compare/result.ts';
import { type Column, columnEdge, columnGround } from '../matrix/matrix.tsx';
import type { Words } from '../words/use-words.ts';
import { type Meter, meters, type Reading, readingOf } from './meters.ts';

export interface MeterRowsProps {
  steps: readonly StepResult[];
  at: number;
  columns: readonly Column[];
  words: Words;
}

export function MeterRows({ steps, at, columns, words }: Readonly<MeterRowsProps>) {
  const { t } = useTranslation('compare');
  return (
    <tbody className="border-t border-ink-faint">
      {meters.map((meter) => {
        const readings = columns.map((column) =>
          column.kind === 'machine' ? readingOf(meter, steps, at, column.machine.id) : null,
        );
        const most = Math.max(...readings.map((reading) => reading?.sum ?? 0));
        return (
          <tr key={meter} className="border-b border-rule last:border-0">
            <th scope="row" className="sticky left-0 z-10 bg-sheet px-3 py-1 text-left font-normal">
              {meter === 'diskMail' ? (
                <span className="pl-4 text-ink-soft">{t('meter.diskMail')}</span>
              ) : (
                t(`meter.${meter}`)
              )}
            </th>
            {columns.map((column, n) => (
              <td key={n} className={`px-3 py-1 align-top ${columnEdge(column, n)} ${columnGround(column)}`}>
                <Told meter={meter} reading={readings[n] ?? null} most={most} words={words} />
              </td>
            ))}
          </tr>
        );
      })}
    </tbody>
  );
}

interface ToldProps {
  meter: Meter;
  reading: Reading | null;
  most: number;
  words: Words;
}

function Told({ meter, reading, most, words }: Readonly<ToldProps>) {
  const { t } = useTranslation('compare');
  if (reading === null) return null;
  const say = (value: number) =>
    meter === 'lineTime' ? words.delay(value) : /^(bytes|disk)/.test(meter) ? words.size(value) : words.number(value);
  const { sum, step } = reading;
  return (
    <>
      <span className="tabular flex flex-wrap items-baseline gap-x-2">
        <span className={sum === 0 ? 'text-ink-faint' : ''}>{say(sum)}</span>
        {step === 0 ? null : (
          <span className="text-small text-indigo">
            <span aria-hidden>{step > 0 ? '+' : '−'}</span>
            <span className="sr-only">{t(step > 0 ? 'meter.more' : 'meter.less')} </span>
            {say(Math.abs(step))}
          </span>
        )}
      </span>
      <span aria-hidden className="mt-0.5 block h-[3px] overflow-hidden rounded-full">
        <span
          className="block h-full rounded-full bg-indigo transition-[width] duration-300 motion-reduce:transition-none"
          style={{ width: `${most === 0 ? 0 : Math.max(sum > 0 ? 1 : 0, (sum / most) * 100)}%` }}
        />
      </span>
    </>
  );
}
