/** What the machine allows: a bare socket that says the same lines and reads the same octets, and does nothing with them. */
import { connect, createServer, type Socket } from 'node:net';

/** Says each tagged IMAP line when the one before was answered. Gives the octets that came. */
export function replay(port: number, lines: readonly string[]): Promise<number> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: '127.0.0.1', port }).setNoDelay(true);
    let octets = 0;
    let next = 0;
    let awaited = Buffer.from('* OK ');
    let tail: Buffer = Buffer.alloc(0);
    const speak = (): void => {
      const line = lines[next];
      if (line === undefined) {
        socket.end();
        return;
      }
      next += 1;
      awaited = Buffer.from(`\r\n${line.split(' ')[0]} OK`);
      tail = Buffer.alloc(0);
      socket.write(`${line}\r\n`);
    };
    socket.on('data', (chunk: Buffer) => {
      octets += chunk.length;
      const seen = next === 0 ? chunk : Buffer.concat([Buffer.from(tail.length === 0 ? '\r\n' : ''), tail, chunk]);
      if (seen.lastIndexOf(awaited) >= 0) speak();
      else tail = seen.subarray(-awaited.length);
    });
    socket.once('error', reject);
    socket.once('close', () => resolve(octets));
  });
}

/** Says all lines at once (RFC 2449, PIPELINING) and reads to the end. */
export function pour(port: number, lines: readonly string[]): Promise<number> {
  return new Promise((resolve, reject) => {
    const socket = connect({ host: '127.0.0.1', port }).setNoDelay(true);
    let octets = 0;
    socket.write(`${lines.join('\r\n')}\r\n`);
    socket.on('data', (chunk: Buffer) => {
      octets += chunk.length;
    });
    socket.once('error', reject);
    socket.once('close', () => resolve(octets));
  });
}

/** Stands between a client and the server, and keeps the lines that the client says. */
export async function listenIn(target: number): Promise<{ port: number; lines(): string[]; close(): void }> {
  let said = '';
  const sockets = new Set<Socket>();
  const server = createServer((client) => {
    const upstream = connect({ host: '127.0.0.1', port: target });
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('error', () => {});
    }
    client.on('data', (chunk) => {
      said += chunk.toString('latin1');
    });
    client.pipe(upstream).pipe(client);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('a TCP server has a port');
  return {
    port: address.port,
    lines: () => said.split('\r\n').filter((line) => line !== ''),
    close() {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}
