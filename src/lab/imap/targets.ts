/** The messages that a command is about. */
import { type SequenceSet, uidsAt, uidsIn } from './grammar/sequence-set.ts';
import type { Selected } from './selected.ts';

/** UIDs, ascending. `byUid`: the set names UIDs, and those that are not there are passed over. @throws Refusal BAD for a message number that is none. */
export function targets(selected: Selected, set: SequenceSet, byUid: boolean): number[] {
  if (set.saved) return selected.uids.filter((uid) => selected.saved.has(uid));
  return byUid ? uidsIn(set, selected.uids) : uidsAt(set, selected.uids);
}
