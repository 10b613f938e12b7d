/** The namespaces as every user sees them, and the names in them. RFC 2342. Hierarchy by `/`. */
import type { Place } from './place.ts';

/** `Other Users/ben@hana.test/INBOX`: what others share. */
export const OTHERS = 'Other Users';
/** `#news/tea`: what lists are kept in. */
export const NEWS = '#news';

/** Where a name leads for this user, whether something is there or not; null: it is a level above mailboxes, or no name at all. */
export function toPlace(user: string, path: string): Place | null {
  if (user === '' || path === '') return null;
  const levels = path.split('/');
  const [first = '', second = ''] = levels;
  if (first === NEWS) return levels.length < 2 ? null : { owner: '', name: levels.slice(1).join('/') };
  if (first !== OTHERS) return { owner: user, name: withInbox(path) };
  return levels.length < 3 ? null : { owner: second.toLowerCase(), name: withInbox(levels.slice(2).join('/')) };
}

/** The other way round: how this user writes it. */
export function toPath(user: string, { owner, name }: Place): string {
  if (owner === '') return `${NEWS}/${name}`;
  return owner === user ? name : `${OTHERS}/${owner}/${name}`;
}

/** RFC 3501 §5.1: INBOX in any case, also above its children. */
function withInbox(name: string): string {
  return /^inbox(?=\/|$)/i.test(name) ? `INBOX${name.slice(5)}` : name;
}
