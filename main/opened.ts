/** Something that is opened once in a process of its own and then serves pages; while it cannot be opened, every call is answered with why. */
import type { MessagePortMain } from 'electron';
import { asMailError, type MailError } from '../src/base/errors.ts';
import type { Transport } from '../src/contract/transport.ts';
import { portTransport } from './port.ts';

export interface Served {
  /** Answers a page's calls. The returned function stops it. */
  serve(transport: Transport): () => void;
  close(): Promise<void>;
}

export class Opened<T extends Served> {
  readonly #at: string;
  readonly #open: () => Promise<T>;
  #opening: Promise<T> | null = null;

  /** @param at where it happened when it cannot be opened, as `engine.open` */
  constructor(at: string, open: () => Promise<T>) {
    this.#at = at;
    this.#open = open;
  }

  /** Opens it the first time, and again after a failure. */
  get(): Promise<T> {
    this.#opening ??= this.#open();
    const opening = this.#opening;
    opening.catch(() => {
      if (this.#opening === opening) this.#opening = null;
    });
    return opening;
  }

  /** The page may have begun to ask: a port that was not started keeps what it was sent. */
  async serveWindow(port: MessagePortMain): Promise<void> {
    try {
      const opened = await this.get();
      port.on('close', opened.serve(portTransport(port)));
    } catch (error) {
      refuseAll(portTransport(port), asMailError(error, this.#at));
    }
  }

  /** Closes what was opened; opens nothing. */
  async close(): Promise<void> {
    const opened = await this.#opening?.catch(() => null);
    await opened?.close();
  }
}

/** Answers every call with why there is nobody who could. */
function refuseAll(transport: Transport, error: MailError): void {
  transport.listen((message) => {
    const { type, id } = (message ?? {}) as { type?: unknown; id?: unknown };
    if (type === 'call' && typeof id === 'number')
      transport.send({ type: 'answer', id, ok: false, error: error.toValue() });
  });
}
