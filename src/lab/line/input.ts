/** What the client sent and nobody has read yet: given out by line or by count, however the network cut it. Knows no socket. */
const LF = 10;

export class Input {
  #chunks: Buffer[] = [];
  /** Chunks at the beginning that hold no line end, and how long they are: an endless line is looked through once. */
  #looked = 0;
  #lookedOctets = 0;
  /** Octets that are not read. */
  length = 0;
  /** No more will come. */
  ended = false;
  #wake: (() => void) | null = null;
  /** Something happened since somebody asked for more. */
  #fresh = false;

  push(chunk: Buffer): void {
    if (this.ended || chunk.length === 0) return;
    this.length += chunk.length;
    this.#chunks.push(chunk);
    this.#awake();
  }

  /** What came before can still be read. */
  end(): void {
    this.ended = true;
    this.#awake();
  }

  /** What was not read is forgotten. */
  drop(): void {
    this.ended = true;
    this.#chunks = [];
    this.#forget();
    this.length = 0;
    this.#awake();
  }

  /** Octets came since it was asked last, or the end. */
  more(): Promise<void> {
    if (this.#fresh) {
      this.#fresh = false;
      return Promise.resolve();
    }
    return new Promise((resolve) => {
      this.#wake = () => {
        this.#fresh = false;
        resolve();
      };
    });
  }

  /** Octets to the next LF, with it; -1: none is here. */
  lineLength(): number {
    for (; this.#looked < this.#chunks.length; this.#looked += 1) {
      const chunk = this.#chunks[this.#looked] as Buffer;
      const at = chunk.indexOf(LF);
      if (at >= 0) return this.#lookedOctets + at + 1;
      this.#lookedOctets += chunk.length;
    }
    return -1;
  }

  /** So many, which are here. */
  take(count: number): Buffer {
    const first = this.takePiece(count);
    if (first === null || first.length === count) return first ?? Buffer.alloc(0);
    const parts = [first];
    let missing = count - first.length;
    while (missing > 0) {
      const part = this.takePiece(missing);
      if (part === null) break;
      parts.push(part);
      missing -= part.length;
    }
    return Buffer.concat(parts);
  }

  /** What came in one piece, or its beginning; null: nothing is here. */
  takePiece(most = Number.POSITIVE_INFINITY): Buffer | null {
    const [chunk] = this.#chunks;
    if (chunk === undefined) return null;
    this.#forget();
    const piece = chunk.length <= most ? chunk : chunk.subarray(0, most);
    if (piece === chunk) this.#chunks.shift();
    else this.#chunks[0] = chunk.subarray(most);
    this.length -= piece.length;
    return piece;
  }

  /** The end of a piece that was taken last: it comes next. */
  putBack(rest: Buffer): void {
    if (rest.length === 0) return;
    this.#forget();
    this.length += rest.length;
    this.#chunks.unshift(rest);
  }

  #forget(): void {
    this.#looked = 0;
    this.#lookedOctets = 0;
  }

  #awake(): void {
    this.#fresh = true;
    const wake = this.#wake;
    this.#wake = null;
    wake?.();
  }
}
