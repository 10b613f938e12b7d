/** CREATE, DELETE, RENAME, SUBSCRIBE, UNSUBSCRIBE. RFC 3501 §6.3.3 to §6.3.7; RFC 6154 §3; rights: RFC 4314 §4. */
import type { Scanner } from '../grammar/scanner.ts';
import { NAME_LENGTH } from '../limits.ts';
import type { Place } from '../namespace/place.ts';
import { subscribe as keepSubscription, placeOf } from '../namespace/resolve.ts';
import { bad, no } from '../refusal.ts';
import type { Session } from '../session.ts';
import { signedIn, type Verb } from '../verb.ts';

export const create: Verb = {
  name: 'CREATE',
  states: signedIn,
  async run(session, args) {
    args.sp();
    // RFC 3501 §6.3.3: a separator at the end says that names are to come below it.
    const path = args.mailbox().replace(/\/$/, '');
    const specialUse = readUse(args);
    args.end();
    const place = newPlace(session, path);
    await mayCreate(session, place);
    const mailbox = await session.spool.create(place.owner, place.name, ...(specialUse === null ? [] : [specialUse]));
    return `Created, with UIDVALIDITY ${mailbox.uidValidity}`;
  },
};

/** ` (USE (\Sent))` */
function readUse(args: Scanner): string | null {
  if (!args.take(' ')) return null;
  let use: string | null = null;
  args.list(() => {
    if (args.word() !== 'USE') throw bad('CREATE has no such parameter');
    args.sp();
    use = args.list(() => args.flag())[0] ?? null;
  });
  const known = specialUses.find((each) => each.toLowerCase() === use?.toLowerCase());
  if (use !== null && known === undefined) throw no('No such special use here', 'USEATTR');
  return known ?? null;
}

const specialUses = ['\\Archive', '\\Drafts', '\\Flagged', '\\Junk', '\\Sent', '\\Trash'];

function newPlace(session: Session, path: string): Place {
  const place = path.length > NAME_LENGTH || /[%*]/.test(path) ? null : placeOf(session, path);
  if (place === null) throw no('There can be no such mailbox', 'CANNOT');
  if (place.owner === session.user && place.name === 'INBOX') throw no('INBOX is there always', 'ALREADYEXISTS');
  return place;
}

/** The right `k` in the mailbox above; at the top only in what is one's own. */
async function mayCreate(session: Session, place: Place): Promise<void> {
  if (place.owner === session.user) return;
  const above = place.name.includes('/') ? place.name.slice(0, place.name.lastIndexOf('/')) : '';
  const mailbox = above === '' ? null : await session.spool.open(place.owner, above);
  const rights = mailbox === null ? '' : session.rights({ owner: place.owner, name: above, mailbox });
  if (!rights.includes('k')) throw no('You may not create a mailbox there', 'NOPERM');
}

export const remove: Verb = {
  name: 'DELETE',
  states: signedIn,
  async run(session, args) {
    const path = args.onlyMailbox();
    const place = await session.need(path, 'x');
    if (place.name === 'INBOX') throw no('INBOX stays', 'CANNOT');
    await session.spool.remove(place.owner, place.name);
    if (session.selected !== null && samePlace(session.selected.place, place)) {
      session.untagged('OK [CLOSED] It was selected');
      session.leave();
    }
    return 'Deleted';
  },
};

const samePlace = (a: Place, b: Place): boolean => a.owner === b.owner && a.name === b.name;

export const rename: Verb = {
  name: 'RENAME',
  states: signedIn,
  async run(session, args) {
    args.sp();
    const from = args.mailbox();
    args.sp();
    const to = args.mailbox().replace(/\/$/, '');
    args.end();
    const place = await session.need(from, 'x');
    const target = newPlace(session, to);
    if (target.owner !== place.owner) throw no('A mailbox stays with its owner: copy the messages', 'CANNOT');
    await mayCreate(session, target);
    await session.spool.rename(place.owner, place.name, target.name);
    return 'Renamed';
  },
};

const subscription = (name: string, on: boolean): Verb => ({
  name,
  states: signedIn,
  async run(session, args) {
    const path = args.onlyMailbox();
    const place = on ? await session.need(path, 'l') : placeOf(session, path);
    if (place === null) throw no('There is no such mailbox', 'NONEXISTENT');
    await keepSubscription(session, place, on);
    return on ? 'Subscribed' : 'Unsubscribed';
  },
});

export const subscribe = subscription('SUBSCRIBE', true);
export const unsubscribe = subscription('UNSUBSCRIBE', false);
