/** Everything that happens in the lab: events in one row, the bytes of each conversation beside them; kept in memory up to a limit and, where a folder is given, in files whole. */
import type { TraceEvent, TraceReport, Transcript } from '../../contract/lab/trace.ts';
import { type Conversation, Conversations } from './conversations.ts';
import type { TraceFile } from './file.ts';
import { KEPT_EVENTS } from './limits.ts';

export class Trace {
  readonly #now: () => number;
  readonly #file: TraceFile | null;
  #events: TraceEvent[] = [];
  #seq = 0;
  readonly #hear = new Set<(event: TraceEvent) => void>();
  readonly #conversations: Conversations;

  constructor(now: () => number, file: TraceFile | null = null) {
    this.#now = now;
    this.#file = file;
    this.#conversations = new Conversations(now, file);
  }

  get last(): number {
    return this.#seq;
  }

  tell(report: TraceReport): TraceEvent {
    // A union's members keep their own fields; only seq and at are added.
    const event = { ...report, seq: ++this.#seq, at: this.#now() } as TraceEvent;
    this.#events.push(event);
    if (this.#events.length > KEPT_EVENTS * 1.25) this.#events = this.#events.slice(-KEPT_EVENTS);
    this.#file?.event(event);
    for (const hear of this.#hear) hear(event);
    return event;
  }

  /** Events after `seq`, oldest first. The oldest may be forgotten already; the file has them. */
  since(seq: number, limit = Number.POSITIVE_INFINITY): TraceEvent[] {
    const first = this.#events[0]?.seq ?? this.#seq + 1;
    const from = Math.max(0, seq + 1 - first);
    return this.#events.slice(from, Math.min(this.#events.length, from + limit));
  }

  /** Hears each event at once, in order. The returned function stops it. */
  listen(hear: (event: TraceEvent) => void): () => void {
    this.#hear.add(hear);
    return () => this.#hear.delete(hear);
  }

  /**
   * A conversation begins: give it every octet, and say when it ends. Only one end of a connection records it: the lab's server where there is one, else
   * the lab's client.
   */
  converse(o: { protocol: string; client: string; server: string; port: number }): Conversation {
    return this.#conversations.begin(o);
  }

  transcript(connection: string): Transcript | null {
    return this.#conversations.transcript(connection);
  }

  transcripts(): string[] {
    return this.#conversations.ids();
  }
}
