/** One question from packet to packet: read, looked up, bent by a fault where the world wants it, told to the trace, written. */
import type { FaultEffect } from '../../contract/lab/world.ts';
import type { Around } from '../around.ts';
import { hasOwn, type OwnQuestions } from './own.ts';
import { readQuery } from './query.ts';
import { inWords } from './records.ts';
import { bareReply, type Reply, type Status } from './reply.ts';
import type { ZoneData } from './zone-data.ts';

export interface Asked {
  readonly around: Around;
  readonly own: OwnQuestions;
  /** The zones, as they are at this moment, for a question about this name. */
  zones(name: string): ZoneData | Promise<ZoneData>;
}

/** What is to be done with a packet: nothing, or a reply after a while. `edns`: octets that the client takes by UDP. */
export type Outcome =
  | { readonly kind: 'silence' }
  | { readonly kind: 'cut'; readonly reply: Reply; readonly afterOctets: number }
  | { readonly kind: 'reply'; readonly reply: Reply; readonly afterMs: number; readonly octets: number | null };

export async function outcomeOf(
  asked: Asked,
  packet: Buffer,
  from: { readonly address: string; readonly port: number },
  overTcp: boolean,
): Promise<Outcome> {
  const query = readQuery(packet);
  if (query.kind === 'noise') return { kind: 'silence' };
  if (query.kind === 'refused')
    return { kind: 'reply', reply: bareReply(query.head, query.status), afterMs: 0, octets: null };
  const { name, typeName, edns } = query;
  const tell = tellerFor(asked, { name, type: typeName, id: query.head.id, from, overTcp });
  tell.question();
  const effect = asked.around.faults.at('dns.answer', asked.around.host, name);
  const reply = await replyTo(asked, query, effect);
  if (effect?.kind === 'dead-host') return { kind: 'silence' };
  if (effect?.kind === 'drop') return { kind: 'cut', reply, afterOctets: effect.afterOctets };
  tell.answer(reply);
  return { kind: 'reply', reply, afterMs: effect?.kind === 'delay' ? effect.ms : 0, octets: edns?.octets ?? null };
}

type Question = Extract<ReturnType<typeof readQuery>, { readonly kind: 'question' }>;

async function replyTo(asked: Asked, query: Question, effect: FaultEffect | null): Promise<Reply> {
  const { head, name, type } = query;
  const edns = query.edns !== null;
  const refusal = refusalOf(query, effect);
  if (refusal !== null) return bareReply(head, refusal, edns);
  const found = (await asked.zones(name)).lookup(name, type);
  return { ...found, head, edns };
}

function refusalOf({ edns, internet, transfer }: Question, effect: FaultEffect | null): Status | null {
  if (effect?.kind === 'servfail' || effect?.kind === 'defer') return 'SERVFAIL';
  if (effect?.kind === 'refuse') return 'REFUSED';
  if (edns !== null && edns.version !== 0) return 'BADVERS';
  // Nobody copies our zones, and there is no other class.
  return transfer || !internet ? 'REFUSED' : null;
}

/** The lab's resolvers tell the trace themselves, because they know for which mail they ask; other programs' questions are told here. */
function tellerFor(
  { around, own }: Asked,
  about: {
    readonly name: string;
    readonly type: string;
    readonly id: number;
    readonly from: { readonly address: string; readonly port: number };
    readonly overTcp: boolean;
  },
): { question(): void; answer(reply: Reply): void } {
  const { name, type, from, overTcp } = about;
  const told = hasOwn(own, from, about.id);
  const caller = around.world().hosts.find((host) => host.address === from.address)?.name ?? from.address;
  return {
    question() {
      if (!told) around.trace.tell({ kind: 'dns.question', host: around.host, name, type, from: caller });
    },
    answer(reply) {
      if (told) return;
      const answers = reply.answers.map(inWords);
      const status = reply.status === 'BADVERS' ? 'NOTIMP' : reply.status;
      around.trace.tell({ kind: 'dns.answer', host: around.host, name, type, status, answers, overTcp });
    },
  };
}
