/** Questions in datagrams. RFC 1035 §4.2.1, RFC 6891. */
import { createSocket, type Socket } from 'node:dgram';
import { once } from 'node:events';
import { type Asked, outcomeOf } from './asked.ts';
import { EDNS_OCTETS, UDP_OCTETS, UDP_UNDER_WAY } from './limits.ts';
import { bareReply, writeReply } from './reply.ts';

export interface Bound {
  close(): Promise<void>;
}

/** @throws Error (EADDRINUSE …) where it cannot be bound. */
export async function listenUdp(asked: Asked, address: string, port: number): Promise<Bound> {
  const socket = createSocket('udp4');
  const delayed = new Set<NodeJS.Timeout>();
  let underWay = 0;
  let closed = false;

  const send = (octets: Buffer, to: { address: string; port: number }): void => {
    // Who does not want the answer any more is no trouble of ours: no error is told to anybody.
    if (!closed) socket.send(octets, to.port, to.address, () => {});
  };
  const later = (ms: number, then: () => void): void => {
    const timer = setTimeout(() => {
      delayed.delete(timer);
      then();
    }, ms);
    delayed.add(timer);
  };
  const take = async (packet: Buffer, from: { address: string; port: number }): Promise<void> => {
    const outcome = await outcomeOf(asked, packet, from, false);
    if (outcome.kind !== 'reply') return;
    const limit = Math.min(EDNS_OCTETS, Math.max(UDP_OCTETS, outcome.octets ?? 0));
    const octets = written(outcome.reply, limit);
    if (outcome.afterMs === 0) send(octets, from);
    else if (delayed.size < UDP_UNDER_WAY) later(outcome.afterMs, () => send(octets, from));
  };

  socket.on('message', (packet, from) => {
    if (underWay >= UDP_UNDER_WAY) return;
    underWay += 1;
    take(packet, from)
      .catch(() => {})
      .finally(() => {
        underWay -= 1;
      });
  });
  await bind(socket, address, port);
  // On Linux a datagram to a port that is shut comes back as an error of the socket: it goes on.
  socket.on('error', () => {});
  return {
    async close() {
      closed = true;
      for (const timer of delayed) clearTimeout(timer);
      const gone = once(socket, 'close');
      socket.close();
      await gone;
    },
  };
}

/** A record that cannot be written is a fault of the zone: SERVFAIL, not silence. */
export function written(reply: Parameters<typeof writeReply>[0], limit: number): Buffer {
  try {
    return writeReply(reply, limit);
  } catch {
    return writeReply(bareReply(reply.head, 'SERVFAIL', reply.edns), limit);
  }
}

function bind(socket: Socket, address: string, port: number): Promise<void> {
  return new Promise((done, failed) => {
    const refused = (error: Error): void => {
      socket.close();
      failed(error);
    };
    socket.once('error', refused);
    socket.bind({ address, port, exclusive: true }, () => {
      socket.off('error', refused);
      done();
    });
  });
}
