/** Sockets at both ends of a line, gone with the test. */
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';
import { onTestFinished } from 'vitest';
import { type Line, openLine } from '../../../src/compare/line/index.ts';
import type { Link } from '../../../src/contract/compare/machine.ts';

/** As fast as it goes. */
export const wide: Link = { kbitPerSecond: null, delayMs: 0 };

export function lineOf(link: Partial<Link> = {}, pace = 1000): Line {
  const line = openLine({ link: { ...wide, ...link }, pace });
  onTestFinished(() => line.close());
  return line;
}

/** A server whose connections may be half closed. Gives where it listens. */
export async function serve(behave: (socket: Socket) => void): Promise<{ host: string; port: number }> {
  const sockets = new Set<Socket>();
  const server = createServer({ allowHalfOpen: true, noDelay: true }, (socket) => {
    sockets.add(socket);
    socket.on('error', () => {});
    behave(socket);
  });
  await once(server.listen(0, '127.0.0.1'), 'listening');
  onTestFinished(async () => {
    for (const socket of sockets) socket.destroy();
    if (!server.listening) return;
    server.close();
    await once(server, 'close');
  });
  return { host: '127.0.0.1', port: (server.address() as AddressInfo).port };
}

/** A connection of the machine's. */
export async function dial(line: Line, server: { host: string; port: number }): Promise<Socket> {
  const socket = connect({ ...(await line.route(server)), allowHalfOpen: true, noDelay: true });
  socket.on('error', () => {});
  onTestFinished(() => {
    socket.destroy();
  });
  await once(socket, 'connect');
  return socket;
}

/** Everything until the other side ends. */
export async function rest(socket: Socket): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of socket.iterator({ destroyOnReturn: false })) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}

/** The next so many octets. */
export async function take(socket: Socket, octets: number): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for (let left = octets; left > 0; ) {
    const chunk = socket.read(Math.min(left, Math.max(1, socket.readableLength))) as Buffer | null;
    if (chunk === null) await once(socket, 'readable');
    else {
      chunks.push(chunk);
      left -= chunk.length;
    }
  }
  return Buffer.concat(chunks);
}

export async function write(socket: Socket, octets: Uint8Array | string): Promise<void> {
  await new Promise<void>((resolve, reject) => {
    socket.write(octets, (thrown) => (thrown ? reject(thrown) : resolve()));
  });
}

/** Closed, by whatever. */
export function gone(socket: Socket): Promise<void> {
  return new Promise((resolve) => {
    if (socket.destroyed) resolve();
    socket.once('close', () => resolve()).resume();
  });
}
