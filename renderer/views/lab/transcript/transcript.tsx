/** What was said on one connection, octet by octet: C is the client, S the server, * a note of the lab. */
import { useTranslation } from 'react-i18next';
import type { Transcript as Told } from '../../../../src/contract/lab/trace.ts';
import { useLabWords } from '../use-lab-words.ts';
import { Octets } from './octets.tsx';
import { decoded } from './read-octets.ts';

const look = { C: 'text-indigo', S: 'text-ink', '*': 'text-ink-faint italic' } as const;

export function Transcript({ transcript }: Readonly<{ transcript: Told }>) {
  const { t } = useTranslation('lab');
  const words = useLabWords();
  const { pieces, left } = transcript;
  return (
    <ol
      aria-label={t('transcript.lines')}
      className="flex w-max min-w-full flex-col py-2 font-mono text-small leading-[1.6] select-text"
    >
      {left > 0 ? <li className="px-5 pb-1 font-sans text-ink-soft">{t('transcript.left', { count: left })}</li> : null}
      {pieces.map((piece, n) => (
        <li key={n} className="flex gap-3 px-5">
          <span className="tabular w-[8ch] shrink-0 text-ink-faint">{words.time(piece.at)}</span>
          <span className={`w-[2ch] shrink-0 font-semibold not-italic ${look[piece.who]}`}>
            {piece.who === '*' ? '*' : `${piece.who}:`}
          </span>
          <span className={`whitespace-pre ${look[piece.who]}`}>
            {piece.who === '*' ? piece.octets : <Octets octets={piece.octets} />}
          </span>
        </li>
      ))}
      {pieces.length === 0 ? <li className="px-5 font-sans text-ink-soft">{t('transcript.silent')}</li> : null}
    </ol>
  );
}

/** As it is copied: each line told apart by its beginning. */
export function asText({ protocol, client, server, port, pieces }: Told): string {
  const head = `${protocol} ${client} -> ${server}:${port}`;
  const said = pieces.flatMap(({ who, octets }) =>
    (who === '*' ? octets : decoded(octets))
      .replace(/\r?\n$/, '')
      .split(/\r?\n/)
      .map((line) => (who === '*' ? `* ${line}` : `${who}: ${line}`)),
  );
  return [head, ...said, ''].join('\n');
}
