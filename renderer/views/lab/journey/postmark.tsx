/** A hop as a round postmark: the host in the ring, the lab's time in the middle; the ink says how it went. */
import { useId } from 'react';
import type { Outcome } from '../../../../src/contract/lab/trace.ts';

export const ink: Readonly<Record<Outcome, string>> = {
  passed: 'text-indigo',
  waiting: 'text-amber',
  refused: 'text-vermilion',
};

export interface PostmarkProps {
  host: string;
  /** Small, above the time. */
  day: string;
  time: string;
  outcome: Outcome;
  /** Degrees: no two marks are struck alike. */
  turn?: number;
  /** Where it is struck on another drawing, and how large. */
  on?: { x: number; y: number; size: number };
  className?: string;
}

/** Names that are longer would close the ring. */
const longest = 26;

export function Postmark({ host, day, time, outcome, turn = -6, on, className = '' }: Readonly<PostmarkProps>) {
  const id = useId();
  const text = host.length > longest ? `${host.slice(0, longest - 1)}…` : host;
  // Short names stand twice, as on a real one.
  const ring = text.length <= 16 ? `${text} · ${text} · ` : `${text} · `;
  const round = 2 * Math.PI * 33;
  return (
    <svg
      viewBox="0 0 88 88"
      aria-hidden
      {...(on === undefined ? {} : { x: on.x, y: on.y, width: on.size, height: on.size, overflow: 'visible' })}
      className={`${ink[outcome]} ${className}`}
    >
      <defs>
        <path id={id} d="M 44 44 m -33 0 a 33 33 0 1 1 66 0 a 33 33 0 1 1 -66 0" />
      </defs>
      <g transform={`rotate(${turn} 44 44)`}>
        {on === undefined ? <Whole {...{ id, ring, round, day, time, outcome }} /> : <Small time={time} />}
      </g>
    </svg>
  );
}

/** The same turn for the same mark at each drawing. */
export function turnOf(key: string): number {
  let sum = 0;
  for (const c of key) sum = (sum * 31 + c.charCodeAt(0)) % 23;
  return sum - 11;
}

interface WholeProps {
  id: string;
  ring: string;
  round: number;
  day: string;
  time: string;
  outcome: Outcome;
}

function Whole({ id, ring, round, day, time, outcome }: Readonly<WholeProps>) {
  return (
    <>
      <g fill="none" stroke="currentColor">
        <circle cx="44" cy="44" r="42" strokeWidth="1.6" className="fill-sheet" />
        <circle cx="44" cy="44" r="26.5" strokeWidth="1" />
        <path d="M 22 35.5 h 44 M 22 54.5 h 44" strokeWidth="0.9" />
      </g>
      <text fill="currentColor" fontSize="9" fontWeight="600" className="font-sans">
        <textPath href={`#${id}`} textLength={round - 4} lengthAdjust="spacing" dominantBaseline="middle">
          {ring}
        </textPath>
      </text>
      <g fill="currentColor" textAnchor="middle" className="tabular font-sans">
        <text x="44" y="31.5" fontSize="8.5">
          {day}
        </text>
        <text x="44" y="48.6" fontSize="12.5" fontWeight="600">
          {time}
        </text>
        <text x="44" y="65" fontSize="10" fontWeight="600">
          {outcome === 'passed' ? '〒' : outcome === 'waiting' ? '…' : '×'}
        </text>
      </g>
    </>
  );
}

/** On the map the house beside it has the name: there is room for the time alone. */
function Small({ time }: Readonly<{ time: string }>) {
  return (
    <>
      <g fill="none" stroke="currentColor">
        <circle cx="44" cy="44" r="42" strokeWidth="2.6" className="fill-sheet" />
        <circle cx="44" cy="44" r="36" strokeWidth="1.4" />
        <path d="M 20 30 h 48 M 20 58 h 48" strokeWidth="1.4" />
      </g>
      <text
        x="44"
        y="51"
        textAnchor="middle"
        fontSize="20"
        fontWeight="600"
        fill="currentColor"
        className="tabular font-sans"
      >
        {time}
      </text>
    </>
  );
}
