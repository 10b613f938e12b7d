/** The trace as files: `trace.jsonl` with the events, `conversations.jsonl` with every octet. Written behind, in order; never waited for. */
import { createWriteStream, mkdirSync, type WriteStream } from 'node:fs';
import path from 'node:path';
import type { TraceEvent, Transcript, TranscriptPiece } from '../../contract/lab/trace.ts';

export class TraceFile {
  readonly #events: WriteStream;
  readonly #conversations: WriteStream;

  /** Begins both files anew in `folder`. */
  constructor(folder: string) {
    mkdirSync(folder, { recursive: true });
    const open = (name: string): WriteStream => {
      const stream = createWriteStream(path.join(folder, name));
      // A full disk must not end the lab: what is missing is missing in the file only.
      stream.on('error', () => {});
      return stream;
    };
    this.#events = open('trace.jsonl');
    this.#conversations = open('conversations.jsonl');
  }

  event(event: TraceEvent): void {
    this.#events.write(`${JSON.stringify(event)}\n`);
  }

  began({ connection, protocol, client, server, port, began }: Transcript): void {
    this.#conversations.write(`${JSON.stringify({ connection, protocol, client, server, port, began })}\n`);
  }

  piece(connection: string, piece: TranscriptPiece): void {
    this.#conversations.write(`${JSON.stringify({ connection, ...piece })}\n`);
  }

  ended(connection: string): void {
    this.#conversations.write(`${JSON.stringify({ connection, ended: true })}\n`);
  }

  async close(): Promise<void> {
    await Promise.all(
      [this.#events, this.#conversations].map((stream) => new Promise<void>((done) => stream.end(() => done()))),
    );
  }
}
