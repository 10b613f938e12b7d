/** The bytes of the conversations, who said them and when. */
import type { Transcript, TranscriptPiece } from '../../contract/lab/trace.ts';
import type { TraceFile } from './file.ts';
import { KEPT_CONVERSATIONS, KEPT_HEAD, KEPT_TAIL } from './limits.ts';

/** One conversation, while it is held. */
export interface Conversation {
  readonly id: string;
  /** The client's name, when it is known better than at the beginning. */
  name(client: string): void;
  /** Octets as spoken (inside TLS), exactly as they came or went. */
  said(who: 'C' | 'S', octets: Uint8Array): void;
  /** Something that is no octet: a handshake, a cut. */
  note(text: string): void;
  end(): void;
}

interface Held {
  transcript: Transcript;
  head: TranscriptPiece[];
  tail: TranscriptPiece[];
  headOctets: number;
  tailOctets: number;
  left: number;
}

export class Conversations {
  readonly #now: () => number;
  readonly #file: TraceFile | null;
  readonly #held = new Map<string, Held>();
  #count = 0;

  constructor(now: () => number, file: TraceFile | null) {
    this.#now = now;
    this.#file = file;
  }

  begin(o: { protocol: string; client: string; server: string; port: number }): Conversation {
    const id = `c${++this.#count}`;
    const transcript: Transcript = { connection: id, ...o, began: this.#now(), ended: null, pieces: [], left: 0 };
    const held: Held = { transcript, head: [], tail: [], headOctets: 0, tailOctets: 0, left: 0 };
    this.#held.set(id, held);
    this.#forgetOldest();
    this.#file?.began(transcript);
    const add = (piece: TranscriptPiece): void => {
      keep(held, piece);
      this.#file?.piece(id, piece);
    };
    return {
      id,
      name: (client) => {
        held.transcript.client = client;
      },
      said: (who, octets) =>
        add({
          at: this.#now(),
          who,
          octets: Buffer.from(octets.buffer, octets.byteOffset, octets.byteLength).toString('latin1'),
        }),
      note: (text) => add({ at: this.#now(), who: '*', octets: text }),
      end: () => {
        held.transcript.ended = this.#now();
        this.#file?.ended(id);
      },
    };
  }

  transcript(id: string): Transcript | null {
    const held = this.#held.get(id);
    if (held === undefined) return null;
    return { ...held.transcript, pieces: [...held.head, ...held.tail], left: held.left };
  }

  ids(): string[] {
    return [...this.#held.keys()];
  }

  #forgetOldest(): void {
    for (const id of this.#held.keys()) {
      if (this.#held.size <= KEPT_CONVERSATIONS) return;
      this.#held.delete(id);
    }
  }
}

function keep(held: Held, piece: TranscriptPiece): void {
  const last = held.left === 0 && held.tail.length === 0 ? held.head.at(-1) : held.tail.at(-1);
  if (held.headOctets + piece.octets.length <= KEPT_HEAD && held.tail.length === 0) {
    held.headOctets += piece.octets.length;
    // Chunks of one speech are one piece: how the network cut them says nothing.
    if (last?.who === piece.who && piece.who !== '*' && last.at === piece.at) last.octets += piece.octets;
    else held.head.push({ ...piece });
    return;
  }
  held.tail.push({ ...piece, octets: piece.octets.slice(-KEPT_TAIL) });
  held.tailOctets += piece.octets.length;
  while (held.tail.length > 1 && held.tailOctets - (held.tail[0]?.octets.length ?? 0) >= KEPT_TAIL) {
    held.tailOctets -= held.tail.shift()?.octets.length ?? 0;
    held.left += 1;
  }
}
