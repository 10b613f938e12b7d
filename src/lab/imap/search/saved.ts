/** `$`: the result of the last SEARCH with SAVE, until another mailbox is selected. RFC 5182. */
import type { Selected } from '../selected.ts';
import type { ReturnOption } from './criteria.ts';
import type { Candidate } from './matches.ts';

const results = new WeakMap<Selected, ReadonlySet<number>>();
const nothing: ReadonlySet<number> = new Set();

/** UIDs. What was expunged meanwhile may still be named. */
export function savedResult(selected: Selected): ReadonlySet<number> {
  return results.get(selected) ?? nothing;
}

/** RFC 5182 §2.1: with MIN or MAX and neither ALL nor COUNT, only those two are kept. */
export function keepResult(
  selected: Selected,
  result: { returns: ReadonlySet<ReturnOption> | null; found: readonly Candidate[] } | null,
): void {
  const uids = (result?.found ?? []).map(({ message }) => message.uid);
  const { returns } = result ?? {};
  const ends = (returns?.has('MIN') || returns?.has('MAX')) && !returns.has('ALL') && !returns.has('COUNT');
  const kept = ends
    ? [...(returns?.has('MIN') ? uids.slice(0, 1) : []), ...(returns?.has('MAX') ? uids.slice(-1) : [])]
    : uids;
  results.set(selected, new Set(kept));
}
