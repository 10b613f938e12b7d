/** Names as clients write them, and the mailboxes that they lead to. */
import { rights } from '../acl/rights.ts';
import type { Session } from '../session.ts';
import type { Listed, Place } from './place.ts';
import { toPath, toPlace } from './prefixes.ts';

/** Where a name leads, whether something is there or not; null: it is in no namespace of ours, or above all mailboxes. */
export function placeOf(session: Session, path: string): Place | null {
  return toPlace(session.user, path);
}

/** The other way round: how this user writes it. */
export function pathOf(session: Session, place: Place): string {
  return toPath(session.user, place);
}

/** All that the user may see (right `l`) and the levels above it: own ones, INBOX first; then what others share; then the public ones. */
export async function visible(session: Session): Promise<Listed[]> {
  const { spool, user } = session;
  const subscribed = new Set(spool.subscriptions(user));
  const found: Listed[] = [];
  const others = spool.owners().filter((owner) => owner !== '' && owner !== user);
  for (const owner of [user, ...others.sort(), '']) {
    for (const { name, specialUse } of spool.list(owner)) {
      if (owner !== user && owner !== '' && !(await isShared(session, { owner, name }))) continue;
      const path = toPath(user, { owner, name });
      found.push({
        owner,
        name,
        path,
        subscribed: subscribed.has(path),
        // What is somebody else's Trash is not mine. RFC 6154.
        specialUse: owner === user ? specialUse : null,
        selectable: true,
      });
    }
  }
  return withLevels(found, subscribed);
}

/** Names that the user subscribed to, decoded, whether something is there or not. RFC 3501 §6.3.9. */
export function subscriptions(session: Session): string[] {
  return session.spool.subscriptions(session.user);
}

/** @throws Refusal NO where it cannot be. */
export async function subscribe(session: Session, place: Place, on: boolean): Promise<void> {
  await session.spool.subscribe(session.user, pathOf(session, place), on);
}

async function isShared({ spool, user }: Session, { owner, name }: Place): Promise<boolean> {
  const mailbox = await spool.open(owner, name);
  return mailbox !== null && rights(mailbox, user).has('l');
}

/** Each level that only leads somewhere stands before what is below it. */
function withLevels(listed: readonly Listed[], subscribed: ReadonlySet<string>): Listed[] {
  const known = new Set(listed.map(({ path }) => path));
  return listed.flatMap((each) => {
    const names = each.path.split('/');
    const above = names
      .slice(1)
      .map((_, at) => names.slice(0, at + 1).join('/'))
      .filter((path) => !known.has(path));
    const levels = above.map((path): Listed => {
      known.add(path);
      return {
        owner: each.owner,
        name: '',
        path,
        subscribed: subscribed.has(path),
        specialUse: null,
        selectable: false,
      };
    });
    return [...levels, each];
  });
}
