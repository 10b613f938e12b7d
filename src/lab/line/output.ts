/** What is to be said and has not gone out yet: text between whole buffers. */
export type Encoding = 'utf8' | 'latin1';

export class Output {
  readonly #encoding: Encoding;
  #whole: Uint8Array[] = [];
  #text = '';
  /** Characters of text and octets of buffers: about as many octets as it will be. */
  size = 0;

  constructor(encoding: Encoding) {
    this.#encoding = encoding;
  }

  add(piece: string | Uint8Array): void {
    if (typeof piece === 'string') this.#text += piece;
    else {
      this.#settle();
      this.#whole.push(piece);
    }
    this.size += piece.length;
  }

  /** All of it as one; null: there is nothing. */
  take(): Uint8Array | null {
    if (this.size === 0) return null;
    this.#settle();
    const octets = this.#whole.length === 1 ? (this.#whole[0] as Uint8Array) : Buffer.concat(this.#whole);
    this.#whole = [];
    this.size = 0;
    return octets;
  }

  #settle(): void {
    if (this.#text === '') return;
    this.#whole.push(Buffer.from(this.#text, this.#encoding));
    this.#text = '';
  }
}
