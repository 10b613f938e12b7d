/** Free loopback ports, and the wait until something listens there. */
import { connect, createServer } from 'node:net';

/** `count` different ports that nothing listens on now. Another process may still take one: who starts a server tries again. */
export async function freePorts(count: number): Promise<number[]> {
  const held = await Promise.all(
    Array.from({ length: count }, async () => {
      const server = createServer();
      await new Promise<void>((resolve, reject) => {
        server.once('error', reject);
        server.listen({ host: '127.0.0.1', port: 0, exclusive: true }, resolve);
      });
      return server;
    }),
  );
  const ports = held.map((server) => {
    const address = server.address();
    if (address === null || typeof address === 'string') throw new Error('a TCP server has a port');
    return address.port;
  });
  await Promise.all(held.map((server) => new Promise((resolve) => server.close(resolve))));
  return ports;
}

/** Resolves when each port takes connections. `failed` is asked between tries and may throw what is known better. */
export async function untilListening(ports: readonly number[], failed: () => void, ms = 20_000): Promise<void> {
  const until = Date.now() + ms;
  for (const port of ports) {
    while (!(await takesConnections(port))) {
      failed();
      if (Date.now() > until) throw new Error(`nothing listens on 127.0.0.1:${port} after ${ms} ms`);
      await new Promise((resolve) => setTimeout(resolve, 15));
    }
  }
}

function takesConnections(port: number): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect({ host: '127.0.0.1', port });
    socket.once('connect', () => {
      socket.destroy();
      resolve(true);
    });
    socket.once('error', () => resolve(false));
  });
}
