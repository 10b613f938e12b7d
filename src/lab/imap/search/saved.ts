/** What SAVE keeps as `$`. RFC 5182. */
import type { ReturnOption } from './criteria.ts';
import type { Candidate } from './matches.ts';

/** UIDs. RFC 5182 §2.1: with MIN or MAX and neither ALL nor COUNT, only those two are kept. */
export function savedOf(returns: ReadonlySet<ReturnOption>, found: readonly Candidate[]): ReadonlySet<number> {
  const uids = found.map(({ message }) => message.uid);
  const ends = (returns.has('MIN') || returns.has('MAX')) && !returns.has('ALL') && !returns.has('COUNT');
  if (!ends) return new Set(uids);
  return new Set([...(returns.has('MIN') ? uids.slice(0, 1) : []), ...(returns.has('MAX') ? uids.slice(-1) : [])]);
}
