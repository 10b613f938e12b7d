/** A line between a machine and its servers. */
import { isIPv6 } from 'node:net';
import { setTimeout as later, setImmediate as turn } from 'node:timers/promises';
import { MailError } from '../../base/errors.ts';
import { connectTcp, deadline } from '../../net/connect.ts';
import { limits } from '../../net/limits.ts';
import { LineClock } from './clock.ts';
import { Door } from './door.ts';
import type { Line, LineOptions, Route } from './line.ts';
import { type Pace, paceOf } from './pace.ts';
import { Passage } from './passage.ts';

/** Nothing listens before the first `route`. */
export function openLine(o: LineOptions): Line {
  return new SimulatedLine(o);
}

const at = 'net.connect';

class SimulatedLine implements Line {
  readonly #clock: LineClock;
  readonly #pace: Pace;
  readonly #doors = new Map<string, Promise<Door>>();
  readonly #open: Door[] = [];
  /** Ends the attempts to connect that are under way. */
  #cut = new AbortController();
  #state: 'up' | 'down' | 'closed' = 'up';
  #held = false;
  #waiters: (() => void)[] = [];

  constructor({ link, pace }: LineOptions) {
    this.#clock = new LineClock(link);
    this.#pace = paceOf(link, pace);
  }

  get counted(): { bytesIn: number; bytesOut: number } {
    const sum = { bytesIn: 0, bytesOut: 0 };
    for (const { counted } of this.#open) {
      sum.bytesIn += counted.bytesIn;
      sum.bytesOut += counted.bytesOut;
    }
    return sum;
  }

  get ms(): number {
    return this.#clock.ms;
  }

  /**
   * Connects to the server at once, so that why there is no connection is told in its own words, and the machine finds the server behind
   * the address that it gets. @throws MailError no-route, name-not-found, connection-refused, connect-timeout
   */
  readonly route: Route = async ({ host, port }) => {
    const peer = `${isIPv6(host) ? `[${host}]` : host}:${port}`;
    await this.#notHeld();
    if (this.#state !== 'up') throw noRoute(peer);
    const { signal } = this.#cut;
    const talk = this.#clock.connect();
    const limit = deadline(limits.connectMs, () => at, peer, signal);
    try {
      const server = await connectTcp(host, port, peer, limit);
      const passage = new Passage({ server, talk, pace: this.#pace, held: () => this.#held });
      try {
        await Promise.race([later(2 * this.#pace.delay, null, { ref: false }), limit.over]);
        await Promise.race([this.#notHeld(), limit.over]);
        const door = await Promise.race([this.#door(peer), limit.over]);
        talk.connected();
        door.expect(passage);
        return door.address;
      } catch (thrown) {
        passage.cut();
        throw thrown;
      }
    } catch (thrown) {
      if (thrown instanceof MailError && thrown.reason === 'connection-refused') talk.connected(); // that answer came the same way
      talk.ended();
      throw signal.aborted ? noRoute(peer) : thrown;
    } finally {
      limit.done();
    }
  };

  down(): void {
    if (this.#state !== 'up') return;
    this.#state = 'down';
    this.#drop();
  }

  up(): void {
    if (this.#state !== 'down') return;
    this.#state = 'up';
    this.#cut = new AbortController();
  }

  hold(): void {
    this.#held = true;
  }

  go(): void {
    this.#held = false;
    for (const goOn of this.#waiters.splice(0)) goOn();
    for (const door of this.#open) for (const passage of door.passages) passage.pump();
  }

  async settled(): Promise<void> {
    // What a socket was given is read in one of the next turns of the event loop.
    for (let quiet = 0, before = -1; quiet < 4; await turn()) {
      const { bytesIn, bytesOut } = this.counted;
      const moving = !this.#held && this.#open.some((door) => door.passages.some((passage) => passage.moving));
      quiet = moving || bytesIn + bytesOut !== before ? 0 : quiet + 1;
      before = bytesIn + bytesOut;
      if (moving) await later(1);
    }
  }

  async close(): Promise<void> {
    this.#state = 'closed';
    this.#drop();
    this.go();
    await Promise.allSettled([...this.#doors.values()].map(async (door) => (await door).close()));
  }

  #drop(): void {
    this.#cut.abort();
    for (const door of this.#open) door.cut();
  }

  async #notHeld(): Promise<void> {
    while (this.#held) await new Promise<void>((resolve) => this.#waiters.push(resolve));
  }

  #door(peer: string): Promise<Door> {
    let door = this.#doors.get(peer);
    if (door === undefined) {
      door = Door.listen().then((opened) => {
        this.#open.push(opened);
        return opened;
      });
      this.#doors.set(peer, door);
    }
    return door;
  }
}

function noRoute(peer: string): MailError {
  return new MailError({ kind: 'unreachable', at, reason: 'no-route', advice: 'retry-later', peer });
}
