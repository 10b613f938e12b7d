/** Asks the lab's own name server, and nobody else, as the resolver of one host: with a memory, and telling the trace what it asked. RFC 1034 §5.3. */
import type { Around } from '../around.ts';
import { hostOf } from '../around.ts';
import { ask, type Question, type Reached } from './ask.ts';
import { type Believed, Cache } from './cache.ts';
import { CHAIN, TRIES_MS } from './limits.ts';
import { ownQuestions } from './own.ts';
import { type DnsRecord, fromWire, inWords, lower, type RecordOf, type RecordType } from './records.ts';

export interface Answer<T extends RecordType = RecordType> {
  /** NOERROR without records: the name exists, such records do not (NODATA). SERVFAIL also where nobody answered. */
  readonly status: 'NOERROR' | 'NXDOMAIN' | 'SERVFAIL' | 'REFUSED' | 'FORMERR' | 'NOTIMP';
  /** Of the type that was asked for, with the name that they really belong to. */
  readonly records: readonly RecordOf<T>[];
  /** Aliases that were followed, in order; empty where the name is no alias. */
  readonly aliases: readonly string[];
  /** Why there is no answer: nobody answered in time, or aliases that lead round or too far. */
  readonly trouble: 'no-answer' | 'alias-loop' | 'alias-chain' | null;
}

/** For whom it is asked, so that the trace can say so. */
export interface AskedFor {
  readonly host?: string;
  readonly mail?: string;
  readonly connection?: string;
}

export interface Resolver {
  /** Never throws: what goes wrong is a status. */
  resolve<T extends RecordType>(name: string, type: T, asked?: AskedFor): Promise<Answer<T>>;
  /** Forgets all answers: after the world was edited, or to see the questions again. */
  forget(): void;
}

export interface ResolverOptions {
  /** How long each try waits, ms of real time. */
  readonly triesMs?: readonly number[];
}

type Heard =
  | (Believed & { readonly final: boolean })
  | { readonly status: Exclude<Answer['status'], 'NOERROR' | 'NXDOMAIN'>; readonly trouble: 'no-answer' | null };

export function labResolver(around: Around, { triesMs = TRIES_MS }: ResolverOptions = {}): Resolver {
  const cache = new Cache(() => around.clock.now());
  const underWay = new Map<string, Promise<Heard>>();

  /** From memory, or from the answer to the same question that is just being asked, or by asking. */
  const hear = (question: Question, asked: AskedFor): Promise<Heard> => {
    const known = cache.get(question.name, question.type);
    if (known !== null) return Promise.resolve({ ...known, final: true });
    const key = `${question.name}/${question.type}`;
    const asking = underWay.get(key) ?? askAndTell(around, question, asked, triesMs, cache);
    underWay.set(key, asking);
    return asking.finally(() => {
      if (underWay.get(key) === asking) underWay.delete(key);
    });
  };

  return {
    forget: () => cache.clear(),
    async resolve<T extends RecordType>(name: string, type: T, asked: AskedFor = {}): Promise<Answer<T>> {
      const aliases: string[] = [];
      let at = lower(name);
      const passed = new Set<string>();
      for (;;) {
        const heard = await hear({ name: at, type }, asked);
        if (!('answers' in heard)) return { status: heard.status, records: [], aliases, trouble: heard.trouble };
        const records = heard.answers.filter((record): record is RecordOf<T> => record.type === type);
        // Through the aliases of this answer, as far as it goes.
        for (let next = aliasOf(at, type, heard.answers); next !== null; next = aliasOf(at, type, heard.answers)) {
          passed.add(at);
          aliases.push(next);
          if (passed.has(next)) return failed(aliases, 'alias-loop');
          if (aliases.length > CHAIN) return failed(aliases, 'alias-chain');
          at = next;
        }
        const own = records.filter((record) => record.name === at);
        if (own.length > 0 || heard.final || aliases.at(-1) !== at)
          return { status: heard.status, records: own, aliases, trouble: null };
      }
    },
  };
}

const failed = <T extends RecordType>(
  aliases: readonly string[],
  trouble: 'alias-loop' | 'alias-chain',
): Answer<T> => ({ status: 'SERVFAIL', records: [], aliases, trouble });

function aliasOf(name: string, type: RecordType, answers: readonly DnsRecord[]): string | null {
  if (type === 'CNAME') return null;
  for (const record of answers) if (record.type === 'CNAME' && record.name === name) return record.target;
  return null;
}

/** One question on the wire, told before and after. */
async function askAndTell(
  around: Around,
  question: Question,
  asked: AskedFor,
  triesMs: readonly number[],
  cache: Cache,
): Promise<Heard> {
  const host = asked.host ?? around.host;
  const about = {
    host,
    ...question,
    ...(asked.mail === undefined ? {} : { mail: asked.mail }),
    ...(asked.connection === undefined ? {} : { connection: asked.connection }),
  };
  around.trace.tell({ kind: 'dns.question', ...about, from: host });
  const reached = await reach(around, host, question, triesMs);
  if (reached === null) {
    around.trace.tell({ kind: 'dns.answer', ...about, status: 'SERVFAIL', answers: [], overTcp: false });
    return { status: 'SERVFAIL', trouble: 'no-answer' };
  }
  const { packet, overTcp } = reached;
  const answers = (packet.answers ?? []).map(fromWire).filter((record) => record !== null);
  const authorities = (packet.authorities ?? []).map(fromWire).filter((record) => record !== null);
  const lame = !packet.flag_aa && answers.length === 0 && authorities.some(({ type }) => type === 'NS');
  const status = lame ? 'SERVFAIL' : statusOf(packet);
  around.trace.tell({ kind: 'dns.answer', ...about, status, answers: answers.map(inWords), overTcp });
  if (status !== 'NOERROR' && status !== 'NXDOMAIN') return { status, trouble: null };
  // With an SOA, or with what was asked for, all is said; a bare alias leads elsewhere.
  const negative = authorities.some(({ type }) => type === 'SOA') || answers.length === 0;
  const final = negative || answers.some(({ type }) => type === question.type);
  if (final) cache.put(question.name, question.type, { status, answers }, authorities, negative);
  return { status, answers, final };
}

/** The servers of the world in turn, until one answers. Null: none did. */
async function reach(
  around: Around,
  host: string,
  question: Question,
  triesMs: readonly number[],
): Promise<Reached | null> {
  const world = around.world();
  const from = around.places.bindFor(hostOf(world, host)?.address ?? '127.0.0.1');
  const servers = world.hosts.filter(({ roles }) => roles.includes('dns'));
  for (const [tried, ms] of triesMs.entries()) {
    const address = servers[tried % Math.max(1, servers.length)]?.address;
    const server = address === undefined ? null : around.places.find(address, 'dns');
    if (server === null) continue;
    const reached = await ask(question, { server, from, own: ownQuestions(around.trace), ms });
    if (reached !== null) return reached;
  }
  return null;
}

/** The low four bits of the flags. RFC 1035 §4.1.1. */
function statusOf({ flags = 0 }: { readonly flags?: number | undefined }): Answer['status'] {
  return statuses[flags & 0xf] ?? 'SERVFAIL';
}
const statuses: readonly Answer['status'][] = ['NOERROR', 'FORMERR', 'SERVFAIL', 'NXDOMAIN', 'NOTIMP', 'REFUSED'];
