/** What goes in comes out: every octet, in order, no sooner than the line lets it. */
import { createHash, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import type { Socket } from 'node:net';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dial, lineOf, rest, serve, take, write } from './support.ts';

const digest = (octets: Uint8Array): string => createHash('sha256').update(octets).digest('hex');

test('both directions at once carry every octet in its order, however it was written', async () => {
  const told: Promise<Buffer>[] = [];
  let answer: readonly Buffer[] = [];
  const server = await serve(async (socket) => {
    told.push(rest(socket));
    for (const chunk of answer) await write(socket, chunk);
    socket.end();
  });
  const line = lineOf({ kbitPerSecond: 100_000, delayMs: 10 });
  const chunks = fc.array(
    fc.integer({ min: 1, max: 150_000 }).map((octets) => randomBytes(octets)),
    { maxLength: 12 },
  );
  await fc.assert(
    fc.asyncProperty(chunks, chunks, async (up, down) => {
      answer = down;
      const socket = await dial(line, server);
      const heard = rest(socket);
      for (const chunk of up) await write(socket, chunk);
      socket.end();
      expect(digest(await heard)).toBe(digest(Buffer.concat(down)));
      expect(digest((await told.pop()) ?? Buffer.of())).toBe(digest(Buffer.concat(up)));
    }),
    { numRuns: 20 },
  );
});

test('10 MB over 64 kbit/s are reckoned at 20 minutes and 50 seconds and really pass a thousand times faster, not faster still', async () => {
  const mail = randomBytes(10_000_000);
  const server = await serve((socket) => {
    socket.once('data', () => socket.end(mail));
  });
  const line = lineOf({ kbitPerSecond: 64, delayMs: 50 });
  const socket = await dial(line, server);
  const began = performance.now();
  socket.write('RETR 1\r\n');
  expect(digest(await rest(socket))).toBe(digest(mail));
  expect(performance.now() - began).toBeGreaterThanOrEqual(1250);
  expect(line.ms).toBe(100 + 1 + 50 + 1_250_000 + 50);
  expect(line.counted).toEqual({ bytesIn: 10_000_000, bytesOut: 8 });
});

test('all connections of a line share its rate', async () => {
  const mail = randomBytes(1_000_000);
  const server = await serve((socket) => {
    socket.once('data', () => socket.end(mail));
  });
  const line = lineOf({ kbitPerSecond: 64 });
  const sockets = await Promise.all([1, 2, 3, 4].map(() => dial(line, server)));
  const began = performance.now();
  for (const socket of sockets) socket.write('x');
  for (const got of await Promise.all(sockets.map(rest))) expect(got.length).toBe(1_000_000);
  expect(performance.now() - began).toBeGreaterThanOrEqual(500);
  expect(line.ms).toBeGreaterThanOrEqual(500_000);
  expect(line.ms).toBeLessThan(501_000);
});

test('an octet is held back for the delay of the line, there and back', async () => {
  const server = await serve((socket) => socket.pipe(socket));
  const line = lineOf({ delayMs: 40 }, 1);
  const connecting = performance.now();
  const socket = await dial(line, server);
  expect(performance.now() - connecting).toBeGreaterThanOrEqual(80 - 1); // Node's timers may be early by less than one ms
  const began = performance.now();
  socket.write('x');
  await take(socket, 1);
  expect(performance.now() - began).toBeGreaterThanOrEqual(80);
});

describe('a connection that ends', () => {
  test('on one side goes on in the other direction', async () => {
    const server = await serve(async (socket) => {
      socket.end('all that I say');
      const heard = await rest(socket);
      last(heard.toString());
    });
    let last = (_: string): void => {};
    const told = new Promise<string>((resolve) => {
      last = resolve;
    });
    const socket = await dial(lineOf({ kbitPerSecond: 64, delayMs: 10 }), server);
    expect((await rest(socket)).toString()).toBe('all that I say');
    await write(socket, 'but I go on');
    socket.end();
    expect(await told).toBe('but I go on');
  });

  test('by the machine, still hears the answer', async () => {
    const server = await serve(async (socket) => {
      const heard = await rest(socket);
      socket.end(`you said ${heard}`);
    });
    const socket = await dial(lineOf({ kbitPerSecond: 64, delayMs: 10 }), server);
    socket.end('that is all');
    expect((await rest(socket)).toString()).toBe('you said that is all');
  });

  test('by a reset of the server is reset, after what was said before', async () => {
    const server = await serve((socket) => {
      socket.write('so far', () => socket.once('data', () => socket.resetAndDestroy()));
    });
    const socket = await dial(lineOf({ kbitPerSecond: 64, delayMs: 10 }), server);
    expect((await take(socket, 6)).toString()).toBe('so far');
    const failed = once(socket, 'error');
    socket.write('and then?');
    socket.resume();
    expect((await failed)[0]).toMatchObject({ code: 'ECONNRESET' });
  });

  test('by a reset of the machine is reset', async () => {
    let failed: Promise<unknown[]> = Promise.resolve([]);
    const server = await serve((socket) => {
      failed = once(socket, 'error');
      socket.on('data', () => socket.write('heard'));
    });
    const socket = await dial(lineOf({ kbitPerSecond: 64, delayMs: 10 }), server);
    socket.write('x');
    await take(socket, 5);
    socket.resetAndDestroy();
    expect((await failed)[0]).toMatchObject({ code: 'ECONNRESET' });
  });
});

test('a receiver that does not read makes the sender wait; when it reads, nothing is missing', async () => {
  const sockets: Socket[] = [];
  const server = await serve((socket) => sockets.push(socket));
  const line = lineOf();
  const socket = await dial(line, server);
  const mail = randomBytes(64_000_000);
  socket.end(mail);
  await line.settled();
  // The window, and what the kernel keeps for four ends of sockets.
  expect(line.counted.bytesOut).toBeLessThan(32_000_000);
  expect(digest(await rest(sockets[0] as Socket))).toBe(digest(mail));
  expect(line.counted.bytesOut).toBe(64_000_000);
});

test('octets are counted over all connections, those that are over too, as the machine counts them', async () => {
  const server = await serve((socket) => {
    socket.on('data', (chunk) => socket.write(Buffer.alloc(chunk.length * 3)));
    socket.on('end', () => socket.end('bye'));
  });
  const line = lineOf({ kbitPerSecond: 100_000, delayMs: 10 });
  let [bytesIn, bytesOut] = [0, 0];
  for (const octets of [1, 1000, 70_000]) {
    const socket = await dial(line, server);
    socket.end(Buffer.alloc(octets));
    await rest(socket);
    bytesIn += socket.bytesRead;
    bytesOut += socket.bytesWritten;
    await line.settled();
    expect(line.counted).toEqual({ bytesIn, bytesOut });
  }
  expect({ bytesIn, bytesOut }).toEqual({ bytesIn: 71_001 * 3 + 9, bytesOut: 71_001 });
});
