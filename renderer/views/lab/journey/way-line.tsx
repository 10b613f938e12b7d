/** One way of a mail as a line of postmarks, with what lay between: how long it took, and whether it went in clear. */
import { Lock, LockOpen } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useLabWords } from '../use-lab-words.ts';
import type { Branch } from './branches.ts';
import type { Mark, Way } from './journeys.ts';
import { Postmark, turnOf } from './postmark.tsx';

export interface WayLineProps {
  way: Way;
  /** So many of its first marks stand in the line above already. */
  shared?: number;
  /** What is drawn here of the lines by which ways part. */
  branches?: readonly Branch[];
  /** The transcript that is open. */
  connection: string | null;
  onOpen: (mark: Mark) => void;
}

export function WayLine({ way, shared = 0, branches = [], connection, onOpen }: Readonly<WayLineProps>) {
  const { t } = useTranslation('lab');
  const last = way.marks.at(-1);
  const name = t('journey.way', { to: last?.recipients.join(', ') ?? '' });
  return (
    <div className="relative w-max min-w-full">
      {branches.map((branch) => (
        <Parting key={`${branch.column} ${branch.from}`} branch={branch} />
      ))}
      <ol aria-label={name} className="flex min-h-[146px] w-max items-start px-5 py-1">
        {way.marks.map((mark, n) =>
          n < shared ? (
            <li key={mark.key} className={n === 0 ? 'w-28' : 'w-52'}>
              <span className="sr-only">{mark.host}</span>
            </li>
          ) : (
            <li key={mark.key} className="flex items-start">
              {n === 0 ? null : <Between mark={mark} before={way.marks[n - 1]} />}
              <MarkButton
                mark={mark}
                open={mark.connection !== null && mark.connection === connection}
                onOpen={onOpen}
              />
            </li>
          ),
        )}
      </ol>
    </div>
  );
}

/** Runs between a mark and the words on the way to the next one, so that it crosses neither. */
function Parting({ branch: { column, from, to } }: Readonly<{ branch: Branch }>) {
  return (
    <span
      aria-hidden
      style={{ left: 20 + 112 + column * 208 }}
      className={`absolute w-0 border-l border-ink-faint opacity-60 ${from === 'top' ? 'top-0' : 'top-[50px]'} ${to === 'bottom' ? 'bottom-0' : 'h-[50px]'}`}
    />
  );
}

/** A mark as something to press, where there is a transcript behind it. */
function MarkButton({ mark, open, onOpen }: Readonly<{ mark: Mark; open: boolean; onOpen: (mark: Mark) => void }>) {
  const { t } = useTranslation('lab');
  const words = useLabWords();
  const what =
    mark.times > 1 ? t('journey.times', { what: t(`mark.${mark.what}`), count: mark.times }) : t(`mark.${mark.what}`);
  const name = t('journey.mark', { host: mark.host, what, time: words.moment(mark.at) });
  const seen = (
    <>
      <Postmark
        host={mark.host}
        day={words.day(mark.at)}
        time={words.minute(mark.at)}
        outcome={mark.outcome}
        turn={turnOf(mark.key)}
        className={`size-[84px] ${open ? 'rounded-full bg-indigo-wash' : ''}`}
      />
      <span className="max-w-28 bg-sheet text-center text-small leading-tight text-ink-soft">{what}</span>
      {mark.what === 'stored' || mark.outcome !== 'passed' ? (
        <span className="max-w-28 truncate bg-sheet text-small leading-tight text-ink">
          {mark.recipients.join(', ')}
        </span>
      ) : null}
    </>
  );
  const look = 'flex w-28 flex-col items-center gap-1 rounded-control p-1';
  if (mark.connection === null)
    return (
      <span role="img" aria-label={name} title={mark.said ?? undefined} className={look}>
        {seen}
      </span>
    );
  return (
    <button
      type="button"
      aria-label={t('journey.open', { name })}
      aria-pressed={open}
      title={mark.said ?? undefined}
      onClick={() => onOpen(mark)}
      className={`${look} hover:bg-indigo-wash`}
    >
      {seen}
    </button>
  );
}

function Between({ mark, before }: Readonly<{ mark: Mark; before: Mark | undefined }>) {
  const { t } = useTranslation('lab');
  const words = useLabWords();
  const clear = mark.secure === 'clear';
  const ms = before === undefined ? 0 : Math.max(0, mark.at - before.at);
  // Where the clock stands nothing takes time.
  const took = ms < 1 ? t('journey.same') : words.delay(ms);
  return (
    <span className="flex h-[92px] w-24 flex-col items-center justify-center gap-1 text-small leading-tight">
      <span className="tabular px-1 text-center text-ink-soft">{took}</span>
      <svg
        viewBox="0 0 96 8"
        aria-hidden
        className={`h-2 w-full ${mark.outcome === 'passed' ? 'text-indigo' : 'text-ink-faint'}`}
      >
        <path
          d="M 0 4 H 90 M 86 1 l 4 3 l -4 3"
          fill="none"
          stroke="currentColor"
          strokeWidth="1.2"
          strokeDasharray={mark.outcome === 'passed' ? undefined : '3 3'}
        />
      </svg>
      {mark.secure === null ? (
        <span className="text-ink-faint">{t('journey.inside')}</span>
      ) : (
        <span className={`flex items-center gap-1 ${clear ? 'text-amber' : 'text-ink-soft'}`}>
          {clear ? (
            <LockOpen size={12} strokeWidth={1.5} aria-hidden />
          ) : (
            <Lock size={12} strokeWidth={1.5} aria-hidden />
          )}
          {clear ? t('journey.clear') : mark.secure}
        </span>
      )}
    </span>
  );
}
