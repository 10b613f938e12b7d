/** The time of the line that is simulated: its rate and its delay, and no processor. No real clock is read here. */
import type { Link } from '../../contract/compare/machine.ts';

/** Up: from the machine to its servers. */
export type Direction = 'up' | 'down';

/**
 * Ms that a line needs. All connections share it: in each direction octets leave one behind the other, and arrive `delayMs` after they
 * left. Nobody thinks: whoever was told something goes on at that moment.
 *
 * When did the machine send? After the latest that it had been told on that connection. Was nobody owed an answer on any connection,
 * then the machine had done with them all, and it was after the latest of all; else connections overlap.
 */
export class LineClock {
  readonly #lanes: Readonly<Record<Direction, Lane>>;
  /** Connections on which the machine waits for an answer. */
  readonly #owed = new Set<Talk>();
  /** The latest that the machine was told on any connection. */
  #told = 0;
  #floor = 0;
  #ms = 0;

  constructor(readonly link: Link) {
    this.#lanes = { up: new Lane(link.kbitPerSecond), down: new Lane(link.kbitPerSecond) };
  }

  /** From the beginning until the last octet arrived. */
  get ms(): number {
    return this.#ms;
  }

  /** The machine begins to connect. */
  connect(): Talk {
    const talk = new Talk(this, this.moment());
    this.#owed.add(talk);
    return talk;
  }

  /** The earliest at which the machine could do something of its own accord. */
  moment(): number {
    if (this.#owed.size === 0) this.#floor = Math.max(this.#floor, this.#told);
    return this.#floor;
  }

  /** When octets arrive that may leave at `notBefore`. */
  take(direction: Direction, notBefore: number, octets: number): number {
    return this.#lanes[direction].take(notBefore, octets) + this.link.delayMs;
  }

  owe(talk: Talk, owed: boolean): void {
    if (owed) this.#owed.add(talk);
    else this.#owed.delete(talk);
  }

  passed(direction: Direction, at: number): void {
    if (direction === 'down') this.#told = Math.max(this.#told, at);
    this.#ms = Math.max(this.#ms, at);
  }
}

/** One connection on the line. */
export class Talk {
  readonly #clock: LineClock;
  /** The latest that each side was told by the other. */
  readonly #told: Record<'machine' | 'server', number>;

  constructor(clock: LineClock, at: number) {
    this.#clock = clock;
    this.#told = { machine: at, server: at };
  }

  /** RFC 9293 §3.5: SYN and its answer are a round trip; the server may speak when the third word of the handshake arrived. */
  connected(): void {
    const { delayMs } = this.#clock.link;
    this.#told.machine += 2 * delayMs;
    this.#told.server += 3 * delayMs;
    this.#clock.passed('down', this.#told.machine);
  }

  /** One side said so many octets. Gives when they arrive; call `arrived` with it when they were passed on. */
  said(direction: Direction, octets: number): number {
    if (direction === 'down') return this.#clock.take('down', this.#told.server, octets);
    const from = Math.max(this.#told.machine, this.#clock.moment());
    this.#clock.owe(this, true);
    return this.#clock.take('up', from, octets);
  }

  arrived(direction: Direction, at: number): void {
    const side = direction === 'up' ? 'server' : 'machine';
    this.#told[side] = Math.max(this.#told[side], at);
    if (direction === 'down') this.#clock.owe(this, false);
    this.#clock.passed(direction, at);
  }

  ended(): void {
    this.#clock.owe(this, false);
  }
}

/** One direction of the line. */
class Lane {
  readonly #kbit: number | null;
  /** Since when it was busy without a break, and how much left since: the sum is the same however it was cut. */
  #since = 0;
  #octets = 0;

  constructor(kbitPerSecond: number | null) {
    this.#kbit = kbitPerSecond;
  }

  /** When the last of these octets has left. */
  take(notBefore: number, octets: number): number {
    if (notBefore > this.#free) {
      this.#since = notBefore;
      this.#octets = 0;
    }
    this.#octets += octets;
    return this.#free;
  }

  // A thousand bits per second are one bit per ms.
  get #free(): number {
    return this.#kbit === null ? this.#since : this.#since + (this.#octets * 8) / this.#kbit;
  }
}
