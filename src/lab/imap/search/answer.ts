/** The untagged answer to SEARCH: `SEARCH` (RFC 3501 §7.2.5), or `ESEARCH` (RFC 4731 §3) where RETURN was said. */
import { writeSet } from '../grammar/sequence-set.ts';
import { asksModseq, type Criterion, type ReturnOption } from './criteria.ts';
import type { Candidate } from './matches.ts';

interface Answered {
  /** Null: `SEARCH`. */
  returns: ReadonlySet<ReturnOption> | null;
  criterion: Criterion;
  found: readonly Candidate[];
  tag: string;
  uid: boolean;
}

/** One response, without `*` and CRLF; null where nothing is to be said (RETURN (SAVE), RFC 5182 §2.1). */
export function answer({ returns, criterion, found, tag, uid }: Readonly<Answered>): string | null {
  const numbers = found.map(({ seq, message }) => (uid ? message.uid : seq));
  if (returns === null) {
    const modseq = found.length > 0 && asksModseq(criterion) ? ` (MODSEQ ${highest(found)})` : '';
    return `SEARCH${numbers.map((n) => ` ${n}`).join('')}${modseq}`;
  }
  const wanted = [...returns].filter((option) => option !== 'SAVE');
  if (wanted.length === 0) return null;
  let line = `ESEARCH (TAG "${tag}")${uid ? ' UID' : ''}`;
  const [first, last] = [numbers[0], numbers.at(-1)];
  if (returns.has('MIN') && first !== undefined) line += ` MIN ${first}`;
  if (returns.has('MAX') && last !== undefined) line += ` MAX ${last}`;
  if (returns.has('ALL') && numbers.length > 0) line += ` ALL ${writeSet(numbers)}`;
  if (returns.has('COUNT')) line += ` COUNT ${numbers.length}`;
  if (numbers.length > 0 && asksModseq(criterion)) line += ` MODSEQ ${highest(about(returns, found))}`;
  return line;
}

/** RFC 4731 §3.2: with MIN or MAX alone the mod-sequence is that of the message that is named, else the highest of all found. */
function about(returns: ReadonlySet<string>, found: readonly Candidate[]): Candidate[] {
  if (returns.has('ALL') || returns.has('COUNT')) return [...found];
  const named = [returns.has('MIN') ? found[0] : undefined, returns.has('MAX') ? found.at(-1) : undefined];
  return named.filter((each) => each !== undefined);
}

function highest(found: readonly Candidate[]): number {
  return found.reduce((most, { message }) => Math.max(most, message.modseq), 0);
}
