/** Hands mail on to other hosts: one transaction for each next hop, some of them at the same time. */
import type { QueueRecipient } from '../../queue/store.ts';
import type { Round } from '../attempted.ts';
import { deferred, failed, type Outcome } from '../outcome.ts';
import type { Onward } from '../route.ts';
import { nextPeriod } from '../schedule.ts';
import type { Worked } from '../settle.ts';
import { exchangers } from './exchangers.ts';
import { type Hop, handOver } from './hand-over.ts';
import { limits } from './limits.ts';
import { sideBySide } from './side-by-side.ts';

export interface Going {
  readonly recipient: QueueRecipient;
  readonly step: Onward;
}

/** Adds to `worked` what became of each; what is settled is written down before something slow begins, and when each next hop has answered. */
export async function relayAll(o: Round, going: readonly Going[], worked: Worked[]): Promise<void> {
  const groups = grouped(going);
  const asWorked = (known: readonly (readonly Outcome[] | null)[]): Worked[] =>
    groups.flatMap((group, i) => group.map(({ recipient }, k) => ({ recipient, outcome: known[i]?.[k] ?? null })));
  const progress = (known: readonly (readonly Outcome[] | null)[]): Promise<void> =>
    o.progress([...worked, ...asWorked(known)]);
  if (groups.length > 0 && worked.some(({ outcome }) => outcome !== null)) await progress([]);
  const jobs = groups.map((group) => () => relayGroup(o, group));
  worked.push(...asWorked(await sideBySide(jobs, limits.hopsAtOnce, progress)));
}

/** Domain by domain where DNS decides; all together where a transport does. */
function grouped(going: readonly Going[]): Going[][] {
  const groups = new Map<string, Going[]>();
  for (const one of going) {
    const key = JSON.stringify(one.step);
    const group = groups.get(key) ?? [];
    group.push(one);
    groups.set(key, group);
  }
  return [...groups.values()];
}

async function relayGroup(o: Round, group: readonly Going[]): Promise<readonly Outcome[]> {
  const step = group[0]?.step;
  if (step === undefined) return [];
  const recipients = group.map(({ recipient }) => recipient);
  const all = (outcome: Outcome): Outcome[] => recipients.map(() => outcome);
  const to = async (hops: readonly Hop[]): Promise<Outcome[]> =>
    handOver({ ...o, recipients, message: forwarded(o, recipients), hops, signal: o.relay.signal });
  switch (step.decision) {
    case 'smart-host':
      return to([{ host: step.to }]);
    case 'fixed':
      return to([{ address: step.address, port: step.port }]);
    case 'store-and-forward': {
      const now = o.around.clock.now();
      const after = (ms: number): number => nextPeriod(step.everyMinutes, ms);
      const due = Math.min(...recipients.map(({ next }) => next ?? after(o.record.since)));
      if (now >= due || o.all)
        return (await to([{ host: step.to }])).map((one) =>
          one.state === 'deferred' ? { ...one, again: after(now) } : one,
        );
      const said = `250 2.0.0 Collected; ${step.to} gets it with everything else at the next full ${step.everyMinutes} minutes`;
      return all({ state: 'held', said, next: step.to, until: due });
    }
    case 'exchangers': {
      const found = await exchangers({
        resolver: o.resolver,
        domain: step.domain,
        self: o.around.host,
        random: () => o.around.random(),
        asked: { host: o.around.host, mail: o.record.mail },
      });
      for (const { address } of recipients) tellFound(o, address, found);
      if (found.hosts.length > 0) return to(found.hosts.map((host) => ({ host })));
      return all(found.decision === 'later' ? deferred(found.said) : failed(found.said));
    }
  }
}

function tellFound(o: Round, recipient: string, { decision, hosts }: Awaited<ReturnType<typeof exchangers>>): void {
  // Nothing was decided where DNS gave no answer; that it is deferred is told.
  if (decision === 'later') return;
  const { around, record } = o;
  const { mail, queueId } = record;
  around.trace.tell({ kind: 'routed', host: around.host, mail, queueId, recipient, decision, to: [...hosts] });
}

/** Names by which it was forwarded go before it, so that a circle over several hosts is found (see round.ts). A classic list leaves the header alone. */
function forwarded({ around, message }: Round, recipients: readonly QueueRecipient[]): Buffer {
  const lists = new Set(around.world().lists.map(({ address }) => address));
  const names = new Set(recipients.flatMap(({ through }) => through).filter((name) => !lists.has(name)));
  const fields = [...names].reverse().map((name) => `Delivered-To: ${name}\r\n`);
  return fields.length === 0 ? message : Buffer.concat([Buffer.from(fields.join('')), message]);
}
