/** Where the machine's connections to one server come in: a port of 127.0.0.1 that leads nowhere else. */
import { createServer, type Server, type Socket } from 'node:net';
import type { Passage } from './passage.ts';

/** Somebody who asked for the way comes at once, or never. */
const comesWithinMs = 5_000;

export class Door {
  readonly #server: Server;
  readonly #ready: Passage[] = [];
  /** Passages with a machine at their end. */
  readonly #open = new Set<Passage>();
  readonly #past = { bytesIn: 0, bytesOut: 0 };

  private constructor() {
    this.#server = createServer({ allowHalfOpen: true, pauseOnConnect: true }, (machine) => this.#came(machine));
  }

  static async listen(): Promise<Door> {
    const door = new Door();
    await new Promise<void>((resolve, reject) => {
      door.#server.once('error', reject).listen(0, '127.0.0.1', resolve);
    });
    return door;
  }

  get address(): { host: string; port: number } {
    const at = this.#server.address();
    if (at === null || typeof at === 'string') throw new Error('a door that is closed');
    return { host: at.address, port: at.port };
  }

  get passages(): readonly Passage[] {
    return [...this.#open];
  }

  get counted(): { bytesIn: number; bytesOut: number } {
    const sum = { ...this.#past };
    for (const { bytesIn, bytesOut } of this.#open) {
      sum.bytesIn += bytesIn;
      sum.bytesOut += bytesOut;
    }
    return sum;
  }

  /** The next who comes in gets this one. */
  expect(passage: Passage): void {
    this.#ready.push(passage);
    setTimeout(() => {
      const at = this.#ready.indexOf(passage);
      if (at >= 0) this.#ready.splice(at, 1)[0]?.cut();
    }, comesWithinMs).unref();
  }

  cut(): void {
    for (const passage of [...this.#ready.splice(0), ...this.#open]) passage.cut();
  }

  async close(): Promise<void> {
    this.cut();
    await new Promise<void>((resolve) => this.#server.close(() => resolve()));
  }

  #came(machine: Socket): void {
    const passage = this.#ready.shift();
    // Nobody asked for the way, or the line was cut since.
    if (passage === undefined) {
      machine.on('error', () => {}).resetAndDestroy();
      return;
    }
    this.#open.add(passage);
    passage.attach(machine, () => {
      this.#open.delete(passage);
      this.#past.bytesIn += passage.bytesIn;
      this.#past.bytesOut += passage.bytesOut;
    });
  }
}
