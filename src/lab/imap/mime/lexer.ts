/** Reads the structured values of header fields: words, quoted strings, comments. RFC 5322 §3.2, RFC 2045 §5.1. On Latin-1, never fails. */

export class Lexer {
  readonly #text: string;
  #at = 0;
  /** Content of the last comment that was passed, outermost parentheses removed. */
  comment: string | null = null;

  constructor(text: string) {
    this.#text = text;
  }

  get done(): boolean {
    return this.#at >= this.#text.length;
  }

  peek(): string {
    return this.#text.charAt(this.#at);
  }

  next(): string {
    return this.#text.charAt(this.#at++);
  }

  /** Passes white space and comments. True where there was any. */
  skip(): boolean {
    const from = this.#at;
    for (;;) {
      const char = this.peek();
      if (char === '(') this.comment = this.#comment();
      else if (char === ' ' || char === '\t' || char === '\r' || char === '\n') this.#at += 1;
      else return this.#at > from;
    }
  }

  /** Characters up to one of those in `stop`, which must be a sticky pattern of what is taken. */
  take(pattern: RegExp): string {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0] ?? '';
    this.#at += found.length;
    return found;
  }

  /** At `"`: the content, escapes undone. Where the closing quote is missing, all to the end. */
  quoted(): string {
    this.#at += 1;
    let content = '';
    while (!this.done) {
      const char = this.next();
      if (char === '"') return content;
      content += char === '\\' && !this.done ? this.next() : char;
    }
    return content;
  }

  #comment(): string {
    let depth = 0;
    let content = '';
    while (!this.done) {
      const char = this.next();
      if (char === '\\' && !this.done) {
        content += this.next();
        continue;
      }
      if (char === ')' && --depth === 0) return content.trim();
      if (char === '(' && depth++ === 0) continue;
      content += char;
    }
    return content.trim();
  }
}
