/** Flags: one spelling each, equal sets shared in memory, and the letters that a Maildir writes into file names. RFC 9051 §2.3.2. */
import { MailError } from '../../base/errors.ts';
import { LONGEST_KEYWORD, MOST_KEYWORDS } from './limits.ts';

export type Flags = ReadonlySet<string>;

const spellings = new Map(
  ['\\Seen', '\\Answered', '\\Flagged', '\\Deleted', '\\Draft', '$Forwarded', '$MDNSent', '$Junk', '$NotJunk'].map(
    (flag) => [flag.toLowerCase(), flag] as const,
  ),
);
/** Maildir's letters, in the order in which they stand in a file name; P (passed) is the keyword $Forwarded. */
const letters: readonly (readonly [string, string])[] = [
  ['D', '\\Draft'],
  ['F', '\\Flagged'],
  ['P', '$Forwarded'],
  ['R', '\\Answered'],
  ['S', '\\Seen'],
  ['T', '\\Deleted'],
];

/** Sets that were made before: ten thousand messages have a handful of different ones. */
const shared = new Map<string, Flags>();
const SHARED_SETS = 10_000;

/** The set of these flags, each once, `\Recent` left out. @throws MailError bad-value for what is no flag. */
export function flagsOf(flags: Iterable<string>): Flags {
  const found = new Map<string, string>();
  for (const flag of flags) {
    const lower = flag.toLowerCase();
    if (lower === '\\recent') continue;
    if (!isFlag(flag))
      throw new MailError({ kind: 'bad-input', at: 'spool.flags', reason: 'bad-value', advice: 'check-input' });
    if (!found.has(lower)) found.set(lower, spellings.get(lower) ?? flag);
  }
  if (found.size > MOST_KEYWORDS)
    throw new MailError({ kind: 'bad-input', at: 'spool.flags', reason: 'too-long', advice: 'check-input' });
  return share([...found.values()]);
}

/** What `current` becomes. The very same set where nothing changes. */
export function changedFlags(current: Flags, how: 'set' | 'add' | 'remove', given: Flags): Flags {
  const lower = new Set([...given].map((flag) => flag.toLowerCase()));
  const kept =
    how === 'set'
      ? [...current].filter((flag) => lower.has(flag.toLowerCase()))
      : how === 'add'
        ? [...current]
        : [...current].filter((flag) => !lower.has(flag.toLowerCase()));
  // A keyword that is there keeps its spelling: `add Work` to `work` changes nothing.
  const next = how === 'remove' ? share(kept) : flagsOf([...kept, ...given]);
  return next.size === current.size && [...next].every((flag) => current.has(flag)) ? current : next;
}

/** As in a Maildir's file name after `:2,`; '' where the message has none of these flags. */
export function flagLetters(flags: Flags): string {
  let found = '';
  for (const [letter, flag] of letters) if (flags.has(flag)) found += letter;
  return found;
}

/** The flags of a file that another program put there. */
export const flagsOfLetters = (found: string): Flags =>
  share(letters.filter(([letter]) => found.includes(letter)).map(([, flag]) => flag));

/** A system flag or an atom: no specials, no control characters, ASCII. RFC 9051 §9. */
function isFlag(flag: string): boolean {
  return flag.length <= LONGEST_KEYWORD && /^\\?[^\x00-\x20\x7f-\uffff(){%*"\\\]]+$/.test(flag);
}

function share(flags: string[]): Flags {
  const key = flags.sort().join(' ');
  let found = shared.get(key);
  if (found === undefined) {
    found = new Set(flags);
    if (shared.size < SHARED_SETS) shared.set(key, found);
  }
  return found;
}
