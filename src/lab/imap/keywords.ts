/** Flags that a mailbox knows, and those that a user may keep there. RFC 3501 §2.3.2, §7.1; RFC 4314 §4. */
import type { Mailbox } from '../spool/store.ts';
import { KEYWORDS } from './limits.ts';
import { bad, no } from './refusal.ts';

const system = ['\\Answered', '\\Flagged', '\\Deleted', '\\Seen', '\\Draft'];

/** System flags, then the keywords that its messages have. */
export function keywordsOf(mailbox: Mailbox): string[] {
  const keywords = new Set<string>();
  for (const message of mailbox.messages)
    for (const flag of message.flags) if (!flag.startsWith('\\')) keywords.add(flag);
  return [...system, ...[...keywords].sort()];
}

/** As PERMANENTFLAGS tells them. */
export function permanentFlags(rights: string, flags: readonly string[]): string[] {
  const kept = flags.filter((flag) => mayKeep(rights, flag));
  return rights.includes('w') ? [...kept, '\\*'] : kept;
}

export function mayKeep(rights: string, flag: string): boolean {
  if (flag === '\\Seen') return rights.includes('s');
  if (flag === '\\Deleted') return rights.includes('t');
  return rights.includes('w');
}

/** Flags as they are stored: system flags in their usual case, doubles and \Recent gone. @throws Refusal BAD for a system flag that is none. */
export function tidyFlags(flags: readonly string[]): string[] {
  const tidy = new Map<string, string>();
  for (const flag of flags) {
    const lower = flag.toLowerCase();
    if (lower === '\\recent') continue;
    const known = system.find((each) => each.toLowerCase() === lower);
    if (known === undefined && flag.startsWith('\\')) throw bad(`${flag} is no flag`);
    if (!tidy.has(lower)) tidy.set(lower, known ?? flag);
  }
  if (tidy.size > KEYWORDS) throw no('Too many flags', 'LIMIT');
  return [...tidy.values()];
}
