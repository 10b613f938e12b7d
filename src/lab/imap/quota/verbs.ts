/** GETQUOTA, GETQUOTAROOT, SETQUOTA. RFC 2087, RFC 9208. One root for each user who has a limit, named by the address. */
import type { Spool } from '../../spool/store.ts';
import { writeAstring, writeMailbox } from '../grammar/write.ts';
import { no } from '../refusal.ts';
import { signedIn, type Verb } from '../verb.ts';

/** STORAGE counts units of 1024 octets: RFC 9208 §5.1. Null: the owner has no limit, and so no root. */
function quotaLine(spool: Spool, owner: string): string | null {
  const { used, limit } = spool.quota(owner);
  if (owner === '' || limit === null) return null;
  return `QUOTA ${writeAstring(owner)} (STORAGE ${Math.ceil(used / 1024)} ${Math.floor(limit / 1024)})`;
}

export const getquota: Verb = {
  name: 'GETQUOTA',
  states: signedIn,
  async run(session, args) {
    args.sp();
    const root = args.astring().toLowerCase();
    args.end();
    const line = root === session.user ? quotaLine(session.spool, root) : null;
    if (line === null) throw no('You have no such quota root', 'NONEXISTENT');
    session.untagged(line);
    return 'Quota';
  },
};

export const getquotaroot: Verb = {
  name: 'GETQUOTAROOT',
  states: signedIn,
  async run(session, args) {
    const name = args.onlyMailbox();
    const { owner } = await session.need(name, 'r');
    const line = quotaLine(session.spool, owner);
    session.untagged(`QUOTAROOT ${writeMailbox(name)}${line === null ? '' : ` ${writeAstring(owner)}`}`);
    if (line !== null) session.untagged(line);
    return 'Quota roots';
  },
};

export const setquota: Verb = {
  name: 'SETQUOTA',
  states: signedIn,
  async run(_session, args) {
    args.sp();
    args.astring();
    args.sp();
    args.list(() => args.match(/[^\s()]+/y) ?? args.string());
    args.end();
    throw no("Quotas are set in the world's file", 'NOPERM');
  },
};
