/** What was said, line by line; those that speak of the mail are marked. */
import { useTranslation } from 'react-i18next';
import type { WireLine } from '../../../../src/contract/wire.ts';
import { useLabWords } from '../../lab/use-lab-words.ts';

const look = { C: 'text-indigo', S: 'text-ink', '*': 'text-ink-soft italic' } as const;

export interface LinesProps {
  lines: readonly WireLine[];
  spoken: ReadonlySet<number>;
}

export function Lines({ lines, spoken }: Readonly<LinesProps>) {
  const { t } = useTranslation('compare');
  const words = useLabWords();
  if (lines.length === 0) return <p className="px-6 py-3 text-ink-soft">{t('proof.silent')}</p>;
  return (
    <ol className="flex w-max min-w-full flex-col py-2 font-mono text-small leading-[1.6] select-text">
      {lines.map(({ n, at, who, text }) => {
        const marked = spoken.has(n);
        return (
          <li
            key={n}
            data-spoken={marked ? '' : undefined}
            className={`flex gap-3 border-l-[3px] px-4 ${marked ? 'border-l-indigo bg-indigo-wash' : 'border-l-transparent'}`}
          >
            <span className={`tabular w-[8ch] shrink-0 ${marked ? 'text-ink-soft' : 'text-ink-faint'}`}>
              {words.time(at)}
            </span>
            <span className={`w-[2ch] shrink-0 font-semibold not-italic ${look[who]}`}>
              {who === '*' ? '*' : `${who}:`}
            </span>
            <span className={`whitespace-pre ${look[who]}`}>
              {text}
              {marked ? <span className="sr-only"> {t('proof.speaks')}</span> : null}
            </span>
          </li>
        );
      })}
    </ol>
  );
}
