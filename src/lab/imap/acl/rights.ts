/** Who may do what with a mailbox: RFC 4314. */
import type { Mailbox } from '../../spool/store.ts';

/**
 * lookup, read, keep `\Seen`, write flags, insert, post, create (k) and delete (x) mailboxes, mark as deleted (t), expunge (e),
 * administer. RFC 4314 §2.1.
 */
export const ALL_RIGHTS = 'lrswipkxtea';
export type Right = 'l' | 'r' | 's' | 'w' | 'i' | 'p' | 'k' | 'x' | 't' | 'e' | 'a';

/** RFC 4314 §2.1.1: what RFC 2086 had, as what it means now. */
const virtual: Readonly<Record<string, readonly Right[]>> = { c: ['k', 'x'], d: ['t', 'e'] };

export type Access = Pick<Mailbox, 'owner' | 'acl'>;

/** Everybody may look up and read `#news`; what is there came by the list. */
const PUBLIC: readonly Right[] = ['l', 'r'];
/** What an owner cannot lose, so that no mailbox is locked for good. */
export const OWNED: readonly Right[] = ['l', 'a'];

/** What this user (an address) may do. An owner may do everything unless the list says less; `-name` entries take away. */
export function rights({ owner, acl }: Access, user: string): ReadonlySet<Right> {
  if (owner === '') return new Set(PUBLIC);
  const own = user === owner;
  const given = new Set<Right>(own && !acl.has(owner) ? parse(ALL_RIGHTS) : []);
  for (const [identifier, text] of acl) if (identifier === user || identifier === 'anyone') add(given, text);
  for (const [identifier, text] of acl)
    if (identifier === `-${user}` || (identifier === '-anyone' && !own))
      for (const right of parse(text)) given.delete(right);
  if (own) for (const right of OWNED) given.add(right);
  return given;
}

function add(to: Set<Right>, text: string): void {
  for (const right of parse(text)) to.add(right);
}

/** What the one who is signed in may do there, as letters. */
export function rightsOf(session: { readonly user: string }, place: { readonly mailbox: Access }): string {
  return [...rights(place.mailbox, session.user)].join('');
}

/** Letters as rights, the old ones as what they stand for; others are left out. */
export function parse(text: string): Right[] {
  return [...text].flatMap((letter) => {
    if (Object.hasOwn(virtual, letter)) return virtual[letter] as Right[];
    return ALL_RIGHTS.includes(letter) ? [letter as Right] : [];
  });
}

/** Whether all letters are known: an unknown one is answered BAD (RFC 4314 §3.1). */
export function isRights(text: string): boolean {
  return /^[lrswipkxteacd]*$/.test(text);
}

/** As an answer shows them: in the RFC's order, `c` and `d` after them if any of what they stand for is there (§2.1.1). */
export function print(held: ReadonlySet<Right>): string {
  const letters = [...ALL_RIGHTS].filter((letter) => held.has(letter as Right));
  const old = Object.entries(virtual).filter(([, means]) => means.some((right) => held.has(right)));
  return letters.join('') + old.map(([letter]) => letter).join('');
}

/** The same for an entry of the list. */
export const printText = (text: string): string => print(new Set(parse(text)));

/** `+rights`, `-rights` or `rights` applied to what an identifier has. RFC 4314 §3.1. */
export function changed(before: string | undefined, change: string): string {
  const had = new Set(parse(before ?? ''));
  const named = parse(change.replace(/^[+-]/, ''));
  const after = change.startsWith('+')
    ? new Set([...had, ...named])
    : change.startsWith('-')
      ? new Set([...had].filter((right) => !named.includes(right)))
      : new Set(named);
  return [...ALL_RIGHTS].filter((letter) => after.has(letter as Right)).join('');
}
