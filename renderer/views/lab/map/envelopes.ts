/** Where the mails are, after so many events of the trace: in a house, or on the way between two. Pure. */
import type { Outcome, TraceEvent } from '../../../../src/contract/lab/trace.ts';

export interface Envelope {
  /** Stays the same while one copy moves. */
  readonly key: string;
  readonly mail: string;
  /** The house that it stands in, or was in last. */
  readonly at: string;
  /** On the way there; null: it stands. */
  readonly to: string | null;
  readonly tone: Outcome;
  /** In a mailbox: it has arrived. */
  readonly home: boolean;
}

/** Only these move an envelope. */
export const moves: ReadonlySet<TraceEvent['kind']> = new Set([
  'queued',
  'attempt',
  'delivered',
  'deferred',
  'failed',
  'stored',
]);

export function envelopes(events: readonly TraceEvent[]): Envelope[] {
  const mails = new Map<string, Map<string, Envelope>>();
  for (const event of events) {
    if (event.mail === undefined || !(moves.has(event.kind) || event.kind === 'unqueued')) continue;
    const own = mails.get(event.mail) ?? new Map<string, Envelope>();
    mails.set(event.mail, own);
    move(own, event, event.mail);
  }
  return [...mails.values()].flatMap((own) => [...own.values()]);
}

/** What is drawn: the copies of one mail, all that are on their way, and of the others that stand at a house the last one alone. */
export function drawn(all: readonly Envelope[], mail: string | null): Envelope[] {
  const standing = new Map<string, Envelope>();
  const rest: Envelope[] = [];
  for (const envelope of all) {
    if (envelope.mail === mail || envelope.to !== null) rest.push(envelope);
    // What has arrived lies in a mailbox.
    else if (!envelope.home) standing.set(envelope.at, envelope);
  }
  return [...standing.values(), ...rest];
}

/** @param all the copies of this mail */
function move(all: Map<string, Envelope>, event: TraceEvent, mail: string): void {
  const { host } = event;
  const put = (key: string, change: Partial<Envelope>): void => {
    const old = all.get(key);
    all.set(key, { key, mail, at: host, to: null, tone: 'passed', home: false, ...old, ...change });
  };
  /** The copy that is on its way to this host, if one is. */
  const arriving = (): Envelope | undefined => [...all.values()].find((e) => e.mail === mail && e.to === host);

  if (event.kind === 'queued') {
    const copy = arriving();
    if (copy !== undefined) all.delete(copy.key);
    // The copy that arrives goes on as this host's own, under the same key, so that it moves and does not jump.
    const key = copy?.key ?? `${event.queueId}@${host}`;
    all.set(key, { key, mail, at: host, to: null, tone: 'passed', home: false });
    names(all).set(`${host} ${event.queueId}`, key);
    return;
  }
  if (event.kind === 'stored') {
    const copy =
      arriving() ?? [...all.values()].find((e) => e.mail === mail && e.at === host && e.to === null && !e.home);
    put(copy?.key ?? `${mail} ${event.user}`, { at: host, to: null, tone: 'passed', home: true });
    return;
  }
  if (!('queueId' in event)) return;
  const from = `${event.queueId}@${host}>`;
  /** No copy of this queue entry is between two houses when nobody carries it any more. */
  const alight = (which: (next: string) => boolean): void => {
    for (const { key, to } of [...all.values()]) if (to !== null && key.startsWith(from) && which(to)) all.delete(key);
  };
  const own = names(all).get(`${host} ${event.queueId}`) ?? `${event.queueId}@${host}`;
  if (event.kind === 'unqueued') {
    if (all.get(own)?.home === false) all.delete(own);
    alight(() => true);
    return;
  }
  if (event.kind === 'attempt') {
    // The same recipients at another exchanger: the one before did not take it.
    const same = event.recipients.join();
    alight((next) => next !== event.next && carried(all).get(`${from}${next}`) === same);
    if (event.next === host) return;
    put(`${from}${event.next}`, { at: host, to: event.next, tone: 'passed' });
    carried(all).set(`${from}${event.next}`, same);
    return;
  }
  if (event.kind === 'delivered') {
    const copy = all.get(`${from}${event.next}`);
    if (copy?.to === event.next) all.set(copy.key, { ...copy, at: event.next, to: null, home: true });
    return;
  }
  if (event.kind === 'deferred' || event.kind === 'failed') {
    alight(
      (next) => event.next === next || (carried(all).get(`${from}${next}`) ?? '').split(',').includes(event.recipient),
    );
    if (all.has(own)) put(own, { tone: event.kind === 'failed' ? 'refused' : 'waiting', to: null });
  }
}

/** Queue ids to envelopes, kept beside the map that they belong to. */
const kept = new WeakMap<Map<string, Envelope>, Map<string, string>>();
function names(all: Map<string, Envelope>): Map<string, string> {
  const known = kept.get(all) ?? new Map<string, string>();
  kept.set(all, known);
  return known;
}

/** For whom each copy between two houses is, kept in the same way. */
const loads = new WeakMap<Map<string, Envelope>, Map<string, string>>();
function carried(all: Map<string, Envelope>): Map<string, string> {
  const known = loads.get(all) ?? new Map<string, string>();
  loads.set(all, known);
  return known;
}
