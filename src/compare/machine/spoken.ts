/** Everything that a machine said and heard, over all programs that it ever ran; none is lost, and each line has a number of its own. */
import type { WireLine } from '../../contract/wire.ts';
import type { Engine } from '../../engine/index.ts';
import { until } from './until.ts';

type WireLog = Engine['parts']['wire'];

/** The log keeps five thousand lines: they are taken over long before they fall off. */
const atOnce = 500;
/** What a closed connection still has to say (the server's end of TLS) comes at once; longer than this nobody waits for it. */
const partingMs = 2_000;

export class Spoken {
  #lines: WireLine[] = [];
  #log: WireLog | null = null;
  #stop: () => void = () => {};
  /** The last line taken over from this log. */
  #taken = 0;
  /** Added to the numbers of this log: those before it were given to earlier ones. */
  #before = { n: 0, connection: 0 };
  #last = { n: 0, connection: 0 };
  readonly #open = new Map<number, WireLine['protocol']>();
  readonly #idling = new Set<number>();
  readonly #hears = new Set<(line: WireLine) => void>();

  /** From now on another program speaks. */
  listenTo(log: WireLog): void {
    this.#pull();
    this.#stop();
    this.#log = log;
    this.#taken = 0;
    this.#before = { ...this.#last };
    this.#idling.clear();
    this.#open.clear();
    this.#stop = log.onLine((n) => {
      if (this.#hears.size > 0 || n - this.#taken >= atOnce) this.#pull();
    });
  }

  /** Lines since the last call. */
  take(): readonly WireLine[] {
    this.#pull();
    const lines = this.#lines;
    this.#lines = [];
    return lines;
  }

  onLine(hear: (line: WireLine) => void): () => void {
    this.#pull();
    this.#hears.add(hear);
    return () => this.#hears.delete(hear);
  }

  /** Whether a connection waits in IDLE (RFC 2177) now. */
  get idles(): boolean {
    this.#pull();
    return this.#idling.size > 0;
  }

  /** Resolves when the short visits (POP3, SMTP), or all connections, are over to the last octet. */
  async over(which: 'visits' | 'all'): Promise<void> {
    this.#pull();
    const still = () => [...this.#open.values()].some((protocol) => which === 'all' || protocol !== 'imap');
    await until(() => !still(), [(hear) => this.onLine(hear)], partingMs);
  }

  #pull(): void {
    if (this.#log === null) return;
    const fresh = this.#log.after(this.#taken, Number.MAX_SAFE_INTEGER);
    this.#taken = fresh.at(-1)?.n ?? this.#taken;
    for (const line of fresh) {
      this.#last = {
        n: this.#before.n + line.n,
        connection: Math.max(this.#last.connection, this.#before.connection + line.connection),
      };
      const own = { ...line, n: this.#last.n, connection: this.#before.connection + line.connection };
      this.#lines.push(own);
      this.#note(own);
      for (const hear of this.#hears) hear(own);
    }
  }

  #note({ who, text, protocol, connection }: WireLine): void {
    if (who === '*' && text.startsWith('closed')) {
      this.#open.delete(connection);
      this.#idling.delete(connection);
    } else if (who === '*' && text.startsWith('connected')) this.#open.set(connection, protocol);
    else if (who === 'C' && protocol === 'imap') {
      if (/^\S+ IDLE$/i.test(text)) this.#idling.add(connection);
      else this.#idling.delete(connection);
    }
  }
}
