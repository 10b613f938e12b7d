/** Ways that the load takes, and whether what was answered 250 has arrived. */
import type { Copy } from './found.ts';

/** `found`: the inboxes in which each mail must lie; none: a report must have come to the sender. */
export const routes = [
  { from: 'aiko@hana.test', to: ['ben@hana.test'], found: ['ben@hana.test'] },
  { from: 'aiko@hana.test', to: ['info@hana.test'], found: ['aiko@hana.test', 'ben@hana.test'] },
  {
    from: 'chiyo@yuki.test',
    to: ['aiko@hana.test', 'daichi@niwa.test'],
    found: ['aiko@hana.test', 'daichi@niwa.test'],
  },
  { from: 'emi@sora.test', to: ['chiyo@yuki.test'], found: ['chiyo@yuki.test'] },
  { from: 'daichi@niwa.test', to: ['tea@sora.test'], found: ['aiko@hana.test', 'chiyo@yuki.test', 'emi@sora.test'] },
  { from: 'aiko@hana.test', to: ['nobody@yuki.test'], found: [] },
] as const;

export interface Accepted {
  readonly id: string;
  readonly route: (typeof routes)[number];
  readonly sha: string;
}

export function lost(accepted: readonly Accepted[], copies: readonly Copy[]): Accepted[] {
  const there = new Map<string, Copy[]>();
  for (const copy of copies) there.set(copy.id, [...(there.get(copy.id) ?? []), copy]);
  return accepted.filter(({ id, route, sha }) => {
    const mine = there.get(id) ?? [];
    if (route.found.length === 0)
      return !mine.some(({ about, inbox }) => about?.includes(route.to[0]) && inbox === route.from);
    return !route.found.every((address) =>
      mine.some((copy) => copy.inbox === address && copy.sha === sha && copy.about === null),
    );
  });
}

/** Copies of one mail in one inbox beyond the first. `unexplained`: they came the same way, so that one host delivered twice. */
export function twice(copies: readonly Copy[]): { readonly all: number; readonly unexplained: Copy[] } {
  const ways = new Map<string, string[]>();
  const unexplained: Copy[] = [];
  let all = 0;
  for (const copy of copies) {
    const key = `${copy.inbox} ${copy.id} ${copy.about?.join() ?? ''}`;
    const way = copy.hops.join();
    const before = ways.get(key) ?? [];
    if (before.length > 0) all += 1;
    // Each hop names its mail: where an answer was lost between two hosts the second one took it under two names.
    if (before.includes(way)) unexplained.push(copy);
    ways.set(key, [...before, way]);
  }
  return { all, unexplained };
}
