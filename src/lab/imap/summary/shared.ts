/** Both servers of a host (imap, imaps) share what is made of messages; the last one closes it. */
import type { Spool } from '../../spool/store.ts';
import { Summaries } from './summaries.ts';

const shared = new WeakMap<Spool, { readonly summaries: Summaries; users: number }>();

export function takeSummaries(spool: Spool, cache: string | null): { summaries: Summaries; letGo: () => void } {
  const entry = shared.get(spool) ?? { summaries: new Summaries(cache), users: 0 };
  shared.set(spool, entry);
  entry.users += 1;
  return {
    summaries: entry.summaries,
    letGo: () => {
      entry.users -= 1;
      if (entry.users > 0) return;
      entry.summaries.close();
      shared.delete(spool);
    },
  };
}
