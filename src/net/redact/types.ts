import type { TranscriptLine } from '../types.ts';

/**
 * Listens to both directions of one conversation, in whatever pieces they come, and tells it as lines without secrets. What
 * is secret follows from the protocol's state, never from how a line looks.
 */
export interface Redactor {
  client(chunk: Buffer): void;
  server(chunk: Buffer): void;
  /** Another layer begins (TLS, compression): what was half said before is dropped. */
  restart(): void;
  /** The connection is over: what was half said is told. */
  end(): void;
}

export interface Tells {
  /** Absent where nobody records; then only commands are counted. */
  readonly line: ((line: TranscriptLine) => void) | undefined;
  /** A command was sent. */
  command(): void;
}
