/** A TCP proxy that counts octets in both directions, cuts, delays, and can be away and come back on the same port. */
import { connect, createServer, type Server, type Socket } from 'node:net';

export interface CuttingProxy {
  readonly host: 'localhost';
  readonly port: number;
  /** Octets from the server to the client, and from the client to the server, over all connections. */
  readonly down: number;
  readonly up: number;
  readonly connections: number;
  /** Cuts each connection that is open, and refuses new ones, until `on`. */
  off(): Promise<void>;
  on(): Promise<void>;
  /** Ends what is open now, by reset; new connections are served. */
  cutNow(): void;
  /** Cuts the connection in which the octets of a direction reach `after`, counted from now over all connections; null: no more. */
  cutAfter(direction: 'up' | 'down', after: number | null): void;
  /** Holds each chunk back for so long. */
  delay(ms: number): void;
  /** Lets nothing through (the connections stay open) until it is called with false. */
  stall(stalled: boolean): void;
  close(): Promise<void>;
}

export async function startCuttingProxy(targetPort: number, targetHost = '127.0.0.1'): Promise<CuttingProxy> {
  const open = new Set<Socket>();
  const left: { up: number | null; down: number | null } = { up: null, down: null };
  const moved = { up: 0, down: 0 };
  let connections = 0;
  let delayMs = 0;
  let stalled = false;
  let server: Server | null = null;
  let port = 0;

  function pass(from: Socket, to: Socket, direction: 'up' | 'down'): void {
    from.on('data', (chunk: Buffer) => {
      let allowed = chunk;
      const rest = left[direction];
      if (rest !== null) {
        allowed = chunk.subarray(0, rest);
        left[direction] = rest - allowed.length;
      }
      moved[direction] += allowed.length;
      const write = (): void => {
        if (!to.destroyed && allowed.length > 0 && !to.write(allowed)) {
          from.pause();
          to.once('drain', () => !stalled && from.resume());
        }
        if (rest !== null && left[direction] === 0) {
          left[direction] = null;
          // What was let through must arrive before the cut does: end, not reset.
          to.end();
          from.destroy();
        }
      };
      if (delayMs > 0) setTimeout(write, delayMs);
      else write();
    });
    from.on('end', () => to.end());
    from.on('error', () => to.destroy());
    from.on('close', () => {
      open.delete(from);
      to.destroySoon();
    });
  }

  async function listen(): Promise<void> {
    const fresh = createServer({ allowHalfOpen: true }, (client) => {
      connections += 1;
      const upstream = connect({ host: targetHost, port: targetPort, allowHalfOpen: true });
      for (const socket of [client, upstream]) {
        open.add(socket);
        if (stalled) socket.pause();
      }
      pass(client, upstream, 'up');
      pass(upstream, client, 'down');
      if (stalled) for (const socket of [client, upstream]) socket.pause();
    });
    await new Promise<void>((resolve, reject) => {
      fresh.once('error', reject);
      fresh.listen(port, '127.0.0.1', resolve);
    });
    const address = fresh.address();
    if (address === null || typeof address === 'string') throw new Error('a TCP server has a port');
    port = address.port;
    server = fresh;
  }

  function cutNow(): void {
    for (const socket of open) socket.resetAndDestroy();
    open.clear();
  }

  async function off(): Promise<void> {
    const old = server;
    server = null;
    const closed = old === null ? null : new Promise((resolve) => old.close(resolve));
    cutNow();
    await closed;
  }

  await listen();
  return {
    host: 'localhost',
    get port() {
      return port;
    },
    get up() {
      return moved.up;
    },
    get down() {
      return moved.down;
    },
    get connections() {
      return connections;
    },
    off,
    on: listen,
    cutNow,
    cutAfter(direction, after) {
      left[direction] = after;
    },
    delay(ms) {
      delayMs = ms;
    },
    stall(now) {
      stalled = now;
      for (const socket of open) now ? socket.pause() : socket.resume();
    },
    close: off,
  };
}
