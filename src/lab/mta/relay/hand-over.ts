/** Hands one mail to the first host of a row that takes it. */

import { MailError } from '../../../base/errors.ts';
import type { Around } from '../../around.ts';
import { hostOf } from '../../around.ts';
import type { Place } from '../../places/places.ts';
import type { QueueRecipient, QueueRecord } from '../../queue/store.ts';
import { deferred, failed, type Outcome, refusedBy } from '../outcome.ts';
import type { MtaParts } from '../parts.ts';
import { dial } from './dial.ts';
import { addressesOf } from './exchangers.ts';
import { limits, type RelayLimits } from './limits.ts';
import { lostWords } from './line.ts';
import { introduce, NotNow, type Ready } from './session.ts';
import { Interrupted, transact } from './transaction.ts';

/** A host by its name, or a place without one. */
export type Hop = { readonly host: string } | { readonly address: string; readonly port: number };
export const nameOf = (hop: Hop): string => ('host' in hop ? hop.host : `${hop.address}:${hop.port}`);

export interface HandOver extends MtaParts {
  readonly record: QueueRecord;
  readonly recipients: readonly QueueRecipient[];
  readonly message: Buffer;
  readonly hops: readonly Hop[];
  readonly signal: AbortSignal;
}

/** In the order of the recipients. */
export async function handOver(o: HandOver): Promise<Outcome[]> {
  const outcomes: (Outcome | null)[] = o.recipients.map(() => null);
  /** Why no host took it, as far as is known. */
  let last: Outcome = deferred('451 4.4.1 No host to hand it to');
  for (const hop of o.hops.slice(0, limits.hosts)) {
    const found = await placesOf(o, hop);
    if ('outcome' in found) {
      last = worse(last, found.outcome);
      continue;
    }
    for (const place of found.places) {
      const open = [...outcomes.keys()].filter((i) => outcomes[i] === null);
      const recipients = open.flatMap((i) => o.recipients[i] ?? []);
      tellAttempt(o, nameOf(hop), recipients);
      const tried = await tryPlace(o, hop, place, recipients);
      open.forEach((i, k) => {
        outcomes[i] = tried.outcomes[k] ?? null;
      });
      if (!outcomes.includes(null)) return outcomes as Outcome[];
      last = worse(last, tried.last);
      if (o.signal.aborted) break;
    }
  }
  return outcomes.map((outcome) => outcome ?? last);
}

/** What can still come right goes before what cannot: some host may take it later. */
function worse(before: Outcome, now: Outcome): Outcome {
  return before.next !== null && before.state === 'deferred' && now.state === 'failed' ? before : now;
}

interface Tried {
  readonly outcomes: readonly (Outcome | null)[];
  readonly last: Outcome;
}

async function tryPlace(o: HandOver, hop: Hop, place: Place, recipients: readonly QueueRecipient[]): Promise<Tried> {
  const next = nameOf(hop);
  const nobody = recipients.map(() => null);
  let ready: Ready | null = null;
  try {
    ready = await ready_(o, next, place);
    o.around.places.carries(ready.line.raw, o.record.mail);
    const outcomes: (Outcome | null)[] = [];
    for (let from = 0; from < recipients.length; from += limits.recipients) {
      const some = recipients.slice(from, from + limits.recipients);
      const said = await transact(ready, {
        envelope: o.record.envelope,
        recipients: some,
        message: o.message,
        next,
        limits,
      });
      outcomes.push(...said);
    }
    // The mail is decided on; that we go is a courtesy nobody waits for.
    void ready.line.quit();
    return { outcomes, last: deferred('451 4.4.2 Nothing was said', next) };
  } catch (thrown) {
    if (thrown instanceof NotNow) {
      void ready?.line.quit();
      return { outcomes: nobody, last: refusedBy(thrown.reply.said, next) };
    }
    ready?.line.destroy();
    const known = thrown instanceof Interrupted ? thrown.outcomes : nobody;
    return { outcomes: known, last: unreachable(o.around, next, place, thrown) };
  }
}

/** With TLS where it is offered; where that breaks, once more without. RFC 7435: some privacy is better than none, and mail is better than no mail. */
async function ready_(o: HandOver, name: string, place: Place): Promise<Ready> {
  const limit: RelayLimits = limits;
  const begin = async (tls: boolean): Promise<Ready> => {
    const line = await dial({ around: o.around, place, limits: limit, signal: o.signal });
    try {
      return await introduce(line, { self: o.around.host, name, tls, limits: limit });
    } catch (thrown) {
      if (thrown instanceof NotNow) void line.quit();
      else line.destroy();
      throw thrown;
    }
  };
  try {
    return await begin(true);
  } catch (thrown) {
    if (!(thrown instanceof MailError) || thrown.reason !== 'tls-failed') throw thrown;
    return await begin(false);
  }
}

function unreachable(around: Around, next: string, { address, port }: Place, thrown: unknown): Outcome {
  const words = thrown instanceof Interrupted ? thrown.message : lostWords(thrown);
  const reason = thrown instanceof MailError ? thrown.reason : null;
  const where = `${next} [${address}]:${port}`;
  if (reason === 'no-route')
    return failed(`550 5.4.4 ${where} is not on this machine: ${around.host} calls nobody outside of the lab`);
  if (reason === 'connection-refused') return deferred(`451 4.4.1 ${where} does not answer: connection refused`, next);
  if (reason === 'connect-timeout') return deferred(`451 4.4.1 ${where} does not answer`, next);
  if (reason === 'cancelled') return deferred(`451 4.3.2 ${around.host} was stopped`, next);
  return deferred(`451 4.4.2 ${where}: ${words}`, next);
}

/** Where a hop really listens. */
async function placesOf(
  o: HandOver,
  hop: Hop,
): Promise<{ readonly places: readonly Place[] } | { readonly outcome: Outcome }> {
  const { around } = o;
  if (!('host' in hop)) return { places: [placeOf(around, hop.address, hop.port)] };
  const { addresses, later } = await addressesOf(o.resolver, hop.host, { host: around.host, mail: o.record.mail });
  if (later) return { outcome: deferred(`451 4.4.3 DNS does not say where ${hop.host} is`, hop.host) };
  if (addresses.length === 0) return { outcome: failed(`550 5.4.4 ${hop.host} has no address`) };
  const own = hostOf(around.world(), around.host)?.address;
  const others = addresses.filter((address) => address !== own);
  if (others.length === 0) return { outcome: failed(`554 5.4.6 ${hop.host} is ${around.host} itself`) };
  return { places: others.map((address) => placeOf(around, address, 25)) };
}

/** Port 25 of a host of the world is wherever it really is; nothing there: the connection will be refused. */
function placeOf(around: Around, address: string, port: number): Place {
  return (port === 25 ? around.places.find(address, 'smtp') : null) ?? { address, port };
}

function tellAttempt({ around, record }: HandOver, next: string, recipients: readonly QueueRecipient[]): void {
  around.trace.tell({
    kind: 'attempt',
    host: around.host,
    mail: record.mail,
    queueId: record.queueId,
    next,
    recipients: recipients.map(({ address }) => address),
    number: Math.max(...recipients.map(({ attempts }) => attempts ?? 0)) + 1,
  });
}
