/** Questions over TCP: each with its length before it, many on one connection, answered as they are ready. RFC 1035 §4.2.2, RFC 7766. */
import { createServer, type Server, type Socket } from 'node:net';
import { type Asked, outcomeOf } from './asked.ts';
import { TCP_CONNECTIONS, TCP_IDLE_MS, TCP_UNDER_WAY } from './limits.ts';
import { written } from './udp.ts';

const LONGEST = 65_535;

/** @throws Error (EADDRINUSE …) where it cannot be bound. */
export async function listenTcp(
  asked: Asked,
  address: string,
  port: number,
  idleMs = TCP_IDLE_MS,
): Promise<{ readonly port: number; close(): Promise<void> }> {
  const sockets = new Set<Socket>();
  const server = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => {
    sockets.add(socket);
    socket.once('close', () => sockets.delete(socket));
    serve(asked, socket, idleMs);
  });
  server.maxConnections = TCP_CONNECTIONS;
  await listen(server, address, port);
  const at = server.address();
  if (at === null || typeof at === 'string') throw new Error('a TCP server has a port');
  return {
    port: at.port,
    close: () =>
      new Promise((done) => {
        server.close(() => done());
        for (const socket of sockets) socket.destroy();
      }),
  };
}

function serve(asked: Asked, socket: Socket, idleMs: number): void {
  let unread: Buffer = Buffer.alloc(0);
  let underWay = 0;
  let ended = false;
  const from = { address: (socket.remoteAddress ?? '').replace(/^::ffff:/, ''), port: socket.remotePort ?? 0 };
  const delayed = new Set<NodeJS.Timeout>();

  /** Said all, or has nothing more to ask. */
  const settle = (): void => {
    if (underWay === 0 && ended) socket.end();
    else if (underWay < TCP_UNDER_WAY && socket.isPaused() && !socket.writableNeedDrain) {
      socket.resume();
      readAll();
    }
  };
  const answered = (): void => {
    underWay -= 1;
    settle();
  };
  const take = async (packet: Buffer): Promise<void> => {
    const outcome = await outcomeOf(asked, packet, from, true);
    if (socket.destroyed) return;
    if (outcome.kind === 'silence') return;
    const octets = framed(written(outcome.reply, LONGEST));
    if (outcome.kind === 'cut') {
      socket.end(octets.subarray(0, outcome.afterOctets), () => socket.destroy());
      return;
    }
    if (outcome.afterMs > 0)
      await new Promise<void>((done) => {
        const timer = setTimeout(() => {
          delayed.delete(timer);
          done();
        }, outcome.afterMs);
        delayed.add(timer);
      });
    if (socket.writable) socket.write(octets);
  };
  const readAll = (): void => {
    while (underWay < TCP_UNDER_WAY && !socket.destroyed) {
      const packet = unread.length >= 2 ? unread.subarray(2, 2 + unread.readUInt16BE(0)) : null;
      if (packet === null || packet.length < unread.readUInt16BE(0)) break;
      unread = unread.subarray(2 + packet.length);
      // Not even a header: who speaks so, speaks something else.
      if (packet.length < 12) {
        socket.destroy();
        return;
      }
      underWay += 1;
      take(packet)
        .catch(() => socket.destroy())
        .finally(answered);
    }
    if (underWay >= TCP_UNDER_WAY || socket.writableNeedDrain) socket.pause();
  };

  socket.setTimeout(idleMs);
  socket.on('timeout', () => {
    if (underWay === 0) socket.destroy();
  });
  socket.on('drain', settle);
  socket.on('error', () => {});
  socket.on('data', (chunk: Buffer) => {
    unread = unread.length === 0 ? chunk : Buffer.concat([unread, chunk]);
    readAll();
  });
  socket.on('end', () => {
    ended = true;
    settle();
  });
  socket.once('close', () => {
    for (const timer of delayed) clearTimeout(timer);
  });
}

function framed(packet: Buffer): Buffer {
  const length = Buffer.alloc(2);
  length.writeUInt16BE(packet.length);
  return Buffer.concat([length, packet]);
}

function listen(server: Server, address: string, port: number): Promise<void> {
  return new Promise((done, failed) => {
    server.once('error', failed);
    server.listen({ host: address, port, exclusive: true }, () => {
      server.off('error', failed);
      // Out of descriptors, for one: it goes on with the connections that it has.
      server.on('error', () => {});
      done();
    });
  });
}
