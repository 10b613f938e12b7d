/** The trace as files: `trace.jsonl` with the events, `conversations.jsonl` with every octet. Written behind, in order; never waited for. */
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { TraceEvent, Transcript, TranscriptPiece } from '../../contract/lab/trace.ts';
import { Lines } from './lines.ts';

export class TraceFile {
  readonly #events: Lines;
  readonly #conversations: Lines;

  /** Begins both files anew in `folder`. */
  constructor(folder: string) {
    mkdirSync(folder, { recursive: true, mode: 0o700 });
    this.#events = new Lines(path.join(folder, 'trace.jsonl'));
    this.#conversations = new Lines(path.join(folder, 'conversations.jsonl'));
  }

  event(event: TraceEvent): void {
    this.#events.add(JSON.stringify(event));
  }

  began({ connection, protocol, client, server, port, began }: Transcript): void {
    this.#conversations.add(JSON.stringify({ connection, protocol, client, server, port, began }));
  }

  piece(connection: string, piece: TranscriptPiece): void {
    this.#conversations.add(JSON.stringify({ connection, ...piece }));
  }

  ended(connection: string): void {
    this.#conversations.add(JSON.stringify({ connection, ended: true }));
  }

  async close(): Promise<void> {
    await Promise.all([this.#events.close(), this.#conversations.close()]);
  }
}
