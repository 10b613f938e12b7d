/** Octets as text in mono, with control characters as faint pictures. */
import { Fragment } from 'react';
import { lines } from './read-octets.ts';

export function Octets({ octets }: Readonly<{ octets: string }>) {
  return lines(octets).map((line, n) => (
    <Fragment key={n}>
      {n === 0 ? null : '\n'}
      {line.map((run, m) =>
        run.control ? (
          <span key={m} className="ml-px text-[1.25em] leading-none text-ink-faint select-none">
            {run.text}
          </span>
        ) : (
          <Fragment key={m}>{run.text}</Fragment>
        ),
      )}
    </Fragment>
  ));
}
