import type { Keep } from '../../contract/account.ts';

/** One message of the maildrop as UIDL and LIST name it. */
export interface Listed {
  readonly n: number;
  /** What it is known by: its UIDL, made unique where a server gives the same one twice. */
  readonly key: string;
}

export interface MaildropPlan {
  /** To be downloaded, newest first. */
  readonly fetch: readonly Listed[];
  /** In the vault already, and due to leave the server now. */
  readonly remove: readonly Listed[];
}

const day = 24 * 60 * 60 * 1000;

/**
 * What to download and what to delete. `known` tells when each key was first seen here. A message that is not known is always downloaded
 * first; whether it then leaves the server is asked again afterwards, by the same rule.
 */
export function planMaildrop(
  listing: readonly Listed[],
  known: ReadonlyMap<string, number>,
  keep: Keep,
  now: number,
): MaildropPlan {
  const fetch = listing.filter((each) => !known.has(each.key)).reverse();
  const remove = listing.filter((each) => isDue(known.get(each.key), keep, now));
  return { fetch, remove };
}

/** Whether a message that was first seen then may leave the server now. */
export function isDue(firstSeen: number | undefined, keep: Keep, now: number): boolean {
  if (firstSeen === undefined) return false;
  if (keep.policy === 'forever') return false;
  return keep.policy === 'delete' || firstSeen + keep.days * day <= now;
}

/**
 * Keys of a listing. RFC 1939 wants a UIDL to be unique, but servers have given one to two messages: the second of the same name gets a
 * number, so that it is downloaded too and never deleted in the place of the first.
 */
export function keyed(listing: readonly { readonly n: number; readonly uidl: string }[]): Listed[] {
  const times = new Map<string, number>();
  return listing.map(({ n, uidl }) => {
    const before = times.get(uidl) ?? 0;
    times.set(uidl, before + 1);
    return { n, key: before === 0 ? uidl : `${uidl} #${before + 1}` };
  });
}
