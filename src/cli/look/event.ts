import type { TraceEvent } from '../../contract/lab/trace.ts';
import type { Words } from '../words/index.ts';
import { line } from './width.ts';

/** Said in every conversation: shown only to who asks for everything. */
const talk: ReadonlySet<TraceEvent['kind']> = new Set(['command', 'reply', 'tls', 'dns.question', 'closed']);

/** `14:03:07  mx1.hana.test  aiko@hana.test signs in by PLAIN`; null: not worth a line. `all`: every event is. */
export function eventLine(event: TraceEvent, words: Words, all: boolean): string | null {
  if (!all && talk.has(event.kind)) return null;
  // The table has for each kind the function that takes it.
  const say = words.lab.event[event.kind] as (event: TraceEvent) => string;
  const time = new Date(event.at).toTimeString().slice(0, 8);
  return line([time, event.host, say(event)].filter((part) => part !== '').join('  '));
}
