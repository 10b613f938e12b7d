/** Names as clients write them, and the places they lead to. */
import type { Session } from '../session.ts';
import type { Listed, Place } from './place.ts';

/** Where a name leads, whether something is there or not; null: it is in no namespace of ours. `INBOX` in any case. RFC 3501 §5.1. */
export function placeOf(session: Session, path: string): Place | null {
  const name = /^inbox(?=\/|$)/i.test(path) ? `INBOX${path.slice(5)}` : path;
  return name === '' || session.user === '' ? null : { owner: session.user, name };
}

/** The other way round: how this user writes it. */
export function pathOf(_session: Session, place: Place): string {
  return place.name;
}

/** All that the user may see (right `l`), sorted as it is listed. */
export function visible(session: Session): Listed[] {
  return session.spool.list(session.user).map((info) => ({
    owner: info.owner,
    name: info.name,
    path: info.name,
    subscribed: info.subscribed,
    specialUse: info.specialUse,
    selectable: true,
  }));
}

/** @throws Refusal NO where it cannot be. */
export async function subscribe(session: Session, place: Place, on: boolean): Promise<void> {
  await session.spool.subscribe(place.owner, place.name, on);
}
