import { createHash } from 'node:crypto';
import type { Pop3Session } from '../../pop3/index.ts';
import { keyed, type Listed } from './plan.ts';

/**
 * Names every message of the maildrop. Where the server has no UIDL (it is optional, RFC 1939 §7) the digest of the header serves:
 * dearer by one TOP for each message, but nothing is downloaded twice.
 */
export async function listMaildrop(session: Pop3Session): Promise<Listed[]> {
  const uidls = await session.uidl();
  if (uidls !== null) return keyed(uidls);
  const byHeader: { n: number; uidl: string }[] = [];
  for (const { n } of await session.list()) {
    const header = await session.top(n, 0);
    byHeader.push({ n, uidl: `header:${createHash('sha256').update(header).digest('hex')}` });
  }
  return keyed(byHeader);
}
