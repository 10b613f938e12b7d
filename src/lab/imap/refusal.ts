/** How a command ends that is not OK: NO (understood, not done) or BAD (not understood). RFC 3501 §7.1. */
export class Refusal extends Error {
  readonly status: 'NO' | 'BAD';
  /** Response code without brackets, as `TRYCREATE`. */
  readonly code: string | null;

  constructor(status: 'NO' | 'BAD', text: string, code: string | null = null) {
    super(text);
    this.name = 'Refusal';
    this.status = status;
    this.code = code;
  }
}

/** Understood, and not possible. `code` as in RFC 5530. */
export const no = (text: string, code: string | null = null): Refusal => new Refusal('NO', text, code);
/** Against the grammar, or at the wrong time. */
export const bad = (text: string): Refusal => new Refusal('BAD', text);
