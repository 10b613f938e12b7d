/** A message on its way in: handed on piece by piece while nothing speaks against it; refused at its end with the first thing that did. */
import { MailError } from '../../base/errors.ts';
import type { ContentSink } from './policy.ts';
import type { Answer } from './replies.ts';

export class Intake {
  readonly #sink: ContentSink;
  readonly #maxSize: number;
  #size = 0;
  #refusal: Answer | null = null;
  #over = false;

  constructor(sink: ContentSink, maxSize: number) {
    this.#sink = sink;
    this.#maxSize = maxSize;
  }

  write(piece: Uint8Array): void {
    this.#size += piece.length;
    if (this.#refusal !== null) return;
    if (this.#size > this.#maxSize) {
      this.refuse({ code: 552, text: `5.3.4 That is more than the ${this.#maxSize} octets that are taken here` });
      return;
    }
    try {
      this.#sink.write(piece);
    } catch (thrown) {
      this.refuse(failure(thrown));
    }
  }

  /** Octets of content so far, refused ones too. */
  get size(): number {
    return this.#size;
  }

  get refusal(): Answer | null {
    return this.#refusal;
  }

  /** The first refusal counts. */
  refuse(answer: Answer): void {
    if (this.#refusal !== null) return;
    this.#refusal = answer;
    this.abort();
  }

  /** The answer to the end of the message. */
  async finish(): Promise<Answer> {
    if (this.#refusal !== null) return this.#refusal;
    this.#over = true;
    try {
      return await this.#sink.done();
    } catch (thrown) {
      return failure(thrown);
    }
  }

  abort(): void {
    if (this.#over) return;
    this.#over = true;
    try {
      this.#sink.abort();
    } catch {
      // Nothing was taken; there is nobody to tell.
    }
  }
}

/** What a fault of ours is to the client: a reason to come again. */
export function failure(thrown: unknown): Answer {
  if (thrown instanceof MailError && thrown.reason === 'disk-full')
    return { code: 452, text: '4.3.1 No space left here; come again later' };
  return { code: 451, text: '4.3.0 Something failed here; come again later' };
}
