import { once } from 'node:events';
import type { Socket } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { openPop3 } from '../../src/pop3/index.ts';
import { type Little, onLines, serve } from '../net/support/server.ts';

const servers: Little[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});

/** Answers one command after the other and reads no more while an answer does not fit into the socket. */
async function stubborn(capabilities: string, message: Buffer): Promise<{ port: number; most(): number }> {
  let most = 0;
  const server = await serve((socket: Socket) => {
    const waiting: string[] = [];
    let busy = false;
    const answer = async () => {
      if (busy) return;
      busy = true;
      // What came in one go counts as waiting together.
      await new Promise<void>((next) => setImmediate(next));
      while (waiting.length > 0 && !socket.destroyed) {
        most = Math.max(most, waiting.length);
        const command = waiting.shift() as string;
        const words = command.startsWith('RETR')
          ? message
          : Buffer.from(command === 'CAPA' ? `+OK\r\n${capabilities}.\r\n` : '+OK\r\n');
        if (!socket.write(words)) {
          socket.pause();
          await Promise.race([once(socket, 'drain'), once(socket, 'close')]);
          socket.resume();
        }
      }
      busy = false;
    };
    socket.write('+OK\r\n');
    onLines(socket, (line) => {
      waiting.push(line);
      void answer();
    });
  });
  servers.push(server);
  return { port: server.port, most: () => most };
}

const message = Buffer.from(
  `+OK\r\nSubject: x\r\n\r\n${'A line of a mail that is neither short nor long.\r\n'.repeat(2000)}.\r\n`,
);

async function read(port: number, count: number, pause: (n: number) => Promise<void>): Promise<number> {
  const session = await openPop3({
    server: { host: '127.0.0.1', port, security: 'none' },
    user: 'alice',
    password: 'secret',
    trust: { pins: [] },
    silenceMs: 10_000,
  });
  let octets = 0;
  const ns = Array.from({ length: count }, (_, i) => i + 1);
  await session.retr(ns, async (n, content) => {
    await pause(n);
    for await (const piece of content) octets += piece.length;
  });
  await session.dele(ns);
  await session.quit();
  return octets;
}

test('a server that reads nothing while it writes, and a reader that is slow, never wait for each other', async () => {
  const { port, most } = await stubborn('USER\r\nPIPELINING\r\n', message);
  const octets = await read(port, 200, (n) => new Promise((next) => (n % 50 === 0 ? setTimeout(next, 50) : next())));
  expect(octets).toBe(200 * (message.length - '+OK\r\n.\r\n'.length));
  expect(most()).toBeGreaterThan(8);
  expect(most()).toBeLessThanOrEqual(64);
});

test('where PIPELINING is not offered one command waits for the answer to the one before', async () => {
  const { port, most } = await stubborn('USER\r\n', message);
  await read(port, 20, async () => {});
  expect(most()).toBe(1);
});

test('a message that is not read is skipped, and the next one is whole', async () => {
  const { port } = await stubborn('USER\r\nPIPELINING\r\n', message);
  const session = await openPop3({
    server: { host: '127.0.0.1', port, security: 'none' },
    user: 'alice',
    password: 'secret',
    trust: { pins: [] },
  });
  const sizes: number[] = [];
  await session.retr([1, 2, 3], async (n, content) => {
    let size = 0;
    if (n === 2) return;
    for await (const piece of content) {
      size += piece.length;
      if (n === 1) break;
    }
    sizes.push(size);
  });
  expect(sizes).toHaveLength(2);
  expect(sizes[0]).toBeGreaterThan(0);
  expect(sizes[1]).toBe(message.length - '+OK\r\n.\r\n'.length);
  await session.quit();
});
