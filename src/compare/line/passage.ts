/** One connection through the line: a socket towards the machine, one towards the server, and a pipe each way. */
import type { Socket } from 'node:net';
import type { Talk } from './clock.ts';
import type { Pace } from './pace.ts';
import { Pipe } from './pipe.ts';

export interface PassageOptions {
  /** Connected already. */
  readonly server: Socket;
  readonly talk: Talk;
  readonly pace: Pace;
  readonly held: () => boolean;
}

export class Passage {
  readonly #o: PassageOptions;
  #machine: Socket | null = null;
  #pipes: readonly Pipe[] = [];

  constructor(o: PassageOptions) {
    this.#o = o;
    o.server.allowHalfOpen = true;
    o.server.on('error', () => {}); // what fails before the machine is there is told when it comes
  }

  /** The machine's end. `gone` is called once it is closed. */
  attach(machine: Socket, gone: () => void): void {
    this.#machine = machine;
    const { server, talk } = this.#o;
    machine.on('error', () => {}).setNoDelay(true);
    server.setNoDelay(true);
    machine.once('close', () => {
      talk.ended();
      gone();
    });
    if (server.destroyed) {
      machine.resetAndDestroy();
      return;
    }
    this.#pipes = [
      new Pipe({ ...this.#o, direction: 'up', from: machine, to: server }),
      new Pipe({ ...this.#o, direction: 'down', from: server, to: machine }),
    ];
  }

  /** Octets at the machine's end. */
  get bytesIn(): number {
    return this.#machine?.bytesWritten ?? 0;
  }
  get bytesOut(): number {
    return this.#machine?.bytesRead ?? 0;
  }

  get moving(): boolean {
    return this.#pipes.some((pipe) => pipe.moving);
  }

  pump(): void {
    for (const pipe of this.#pipes) pipe.pump();
  }

  cut(): void {
    this.#o.talk.ended();
    this.#o.server.resetAndDestroy();
    this.#machine?.resetAndDestroy();
  }
}
