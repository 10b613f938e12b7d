/** Little servers on loopback, honest and hostile. */
import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import { TLSSocket } from 'node:tls';
import { authority, type CertificateKind } from '../../servers/ca.ts';

export interface Little {
  readonly port: number;
  close(): Promise<void>;
}

export async function serve(behave: (socket: Socket) => void): Promise<Little> {
  const sockets = new Set<Socket>();
  const server: Server = createServer((socket) => {
    sockets.add(socket);
    socket.setNoDelay(true);
    socket.on('error', () => {});
    behave(socket);
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('a TCP server has a port');
  return {
    port: address.port,
    async close() {
      for (const socket of sockets) socket.destroy();
      server.close();
      await once(server, 'close');
    },
  };
}

export interface Counting extends Little {
  /** Octets from the client (in) and to it (out). */
  readonly seen: { in: number; out: number; connections: number };
  /** How often the talk turned from the client to the server: what latency is paid for. */
  turns(): number;
}

/** Passes octets on, counts them, and counts the turns. */
export async function countingProxy(to: number): Promise<Counting> {
  let turns = 0;
  let talking: 'client' | 'server' = 'server';
  const seen = { in: 0, out: 0, connections: 0 };
  const little = await serve((client) => {
    seen.connections++;
    const server = connect({ host: '127.0.0.1', port: to, noDelay: true });
    server.on('error', () => client.destroy());
    client.on('data', (chunk) => {
      seen.in += chunk.length;
      if (talking === 'server') turns++;
      talking = 'client';
      server.write(chunk);
    });
    server.on('data', (chunk) => {
      seen.out += chunk.length;
      talking = 'server';
      if (!client.write(chunk)) {
        server.pause();
        client.once('drain', () => server.resume());
      }
    });
    client.on('close', () => server.destroy());
    server.on('end', () => client.end());
  });
  return { port: little.port, seen, turns: () => turns, close: () => little.close() };
}

/** The server's side of TLS with one of the test authority's certificates. */
export function secure(socket: Socket, kind: CertificateKind = 'good'): TLSSocket {
  const { cert, key } = authority().certificate(kind);
  const tls = new TLSSocket(socket, { isServer: true, cert, key });
  tls.on('error', () => {});
  return tls;
}

/** Calls back for each line; the rest of a chunk after the last line is kept. */
export function onLines(socket: Socket, hear: (line: string) => void): void {
  let buffer = '';
  socket.on('data', (chunk: Buffer) => {
    buffer += chunk.toString('latin1');
    for (let end = buffer.indexOf('\r\n'); end >= 0; end = buffer.indexOf('\r\n')) {
      const line = buffer.slice(0, end);
      buffer = buffer.slice(end + 2);
      hear(line);
    }
  });
}
