/** What a host is asking the name server about a mail, after so many events of the trace. Pure. */
import type { TraceEvent } from '../../../../src/contract/lab/trace.ts';
import { moves } from './envelopes.ts';

export interface Asking {
  readonly key: string;
  /** The house that asks. */
  readonly host: string;
  /** As `MX yuki.test?` */
  readonly question: string;
  /** As `10 mx.minato.test`; `NXDOMAIN` in the code's own name; '' for a name without such a record; null: not answered yet. */
  readonly answer: string | null;
}

type Answered = Extract<TraceEvent, { kind: 'dns.answer' }>;

/** An answer that decides where a mail goes. What a receiver asks to check a sender has a conversation. */
export const isWayAnswer = (event: TraceEvent, mail: string | null): event is Answered =>
  event.kind === 'dns.answer' && isWay(event, mail);

/** @param mail null: of any mail, or of none. */
export function asking(events: readonly TraceEvent[], mail: string | null): Asking | null {
  const last = events.findLast((event) => {
    if (moves.has(event.kind)) return mail === null || event.mail === mail;
    return (event.kind === 'dns.question' || event.kind === 'dns.answer') && isWay(event, mail);
  });
  if (last?.kind !== 'dns.question' && last?.kind !== 'dns.answer') return null;
  return {
    key: `${last.host} ${last.type} ${last.name}`,
    host: last.host,
    question: `${last.type} ${last.name}?`,
    answer: last.kind === 'dns.question' ? null : inWords(last),
  };
}

function isWay(event: TraceEvent & { type: string }, mail: string | null): boolean {
  if (mail !== null && event.mail !== mail) return false;
  return event.connection === undefined && ['MX', 'A', 'AAAA'].includes(event.type);
}

const inWords = ({ status, answers }: Answered): string => (status === 'NOERROR' ? answers.join(', ') : status);
