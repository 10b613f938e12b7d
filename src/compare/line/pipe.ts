/** One direction of one connection: octets come from one socket, wait as long as the line needs, and go out at the other. */
import type { Socket } from 'node:net';
import type { Direction, Talk } from './clock.ts';
import { type Pace, wakeAt } from './pace.ts';

type Piece =
  | { readonly what: 'octets'; readonly chunk: Buffer; readonly arrives: number; readonly due: number }
  | { readonly what: 'end' | 'reset'; readonly due: number };

export interface PipeOptions {
  readonly direction: Direction;
  readonly from: Socket;
  readonly to: Socket;
  readonly talk: Talk;
  readonly pace: Pace;
  readonly held: () => boolean;
}

export class Pipe {
  readonly #o: PipeOptions;
  readonly #pieces: Piece[] = [];
  #octets = 0;
  /** The receiver takes no more for now. */
  #full = false;
  /** The receiver is gone; what comes still is dropped. */
  #dead = false;
  #last = 0;
  #wake: (() => void) | null = null;

  constructor(o: PipeOptions) {
    this.#o = o;
    const { from, to } = o;
    from.on('data', (chunk: Buffer) => this.#came(chunk));
    // A server may have ended before the machine was there.
    if (from.readableEnded) this.#over('end');
    else from.once('end', () => this.#over('end'));
    // What was said before the reset is delivered before it.
    from.once('error', () => this.#over('reset'));
    to.on('drain', () => {
      this.#full = false;
      this.pump();
    });
    to.once('close', () => this.#stop());
    from.resume();
  }

  /** Something is on its way that will be passed on by itself. */
  get moving(): boolean {
    return this.#pieces.length > 0 && !this.#full;
  }

  /** Passes on what is due. */
  pump(): void {
    this.#wake?.();
    this.#wake = null;
    if (this.#dead || this.#o.held()) return;
    while (!this.#full) {
      const [piece] = this.#pieces;
      if (piece === undefined) break;
      if (piece.due > performance.now()) {
        this.#wake = wakeAt(piece.due, () => this.pump());
        break;
      }
      this.#pieces.shift();
      this.#pass(piece);
    }
    if (this.#octets < this.#o.pace.window / 2 && this.#o.from.isPaused()) this.#o.from.resume();
  }

  #came(chunk: Buffer): void {
    if (this.#dead) return;
    const { direction, talk, pace, from } = this.#o;
    for (let at = 0; at < chunk.length; at += pace.grain) {
      const piece = chunk.subarray(at, at + pace.grain);
      this.#last = pace.due(direction, piece.length);
      this.#pieces.push({
        what: 'octets',
        chunk: piece,
        arrives: talk.said(direction, piece.length),
        due: this.#last,
      });
    }
    this.#octets += chunk.length;
    if (this.#octets >= pace.window) from.pause();
    this.#soon();
  }

  #over(what: 'end' | 'reset'): void {
    if (this.#dead) return;
    this.#last = Math.max(this.#last, performance.now() + this.#o.pace.delay);
    this.#pieces.push({ what, due: this.#last });
    this.#soon();
  }

  #soon(): void {
    this.#wake ??= wakeAt(this.#pieces[0]?.due ?? 0, () => this.pump());
  }

  #pass(piece: Piece): void {
    const { direction, talk, to, from } = this.#o;
    if (piece.what === 'octets') {
      this.#octets -= piece.chunk.length;
      talk.arrived(direction, piece.arrives);
      this.#full = !to.write(piece.chunk);
    } else if (piece.what === 'end') to.end();
    else {
      to.resetAndDestroy();
      from.destroy();
    }
  }

  #stop(): void {
    this.#wake?.();
    this.#wake = null;
    this.#pieces.length = 0;
    this.#octets = 0;
    this.#dead = true;
    this.#o.from.resume();
  }
}
