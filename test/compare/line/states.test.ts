/** A line that is cut, held, put away; a server that is not there. */
import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { describe, expect, test } from 'vitest';
import { failure } from '../../support/failure.ts';
import { dial, gone, lineOf, rest, serve, take } from './support.ts';

const echo = (): ReturnType<typeof serve> => serve((socket) => socket.pipe(socket));

async function answers(socket: Socket): Promise<void> {
  socket.write('hello');
  expect((await take(socket, 5)).toString()).toBe('hello');
}

describe('a line that is down', () => {
  test('cuts every connection, at both ends', async () => {
    const cut: Promise<void>[] = [];
    const server = await serve((socket) => {
      cut.push(gone(socket));
      socket.pipe(socket);
    });
    const line = lineOf({ kbitPerSecond: 64, delayMs: 10 });
    const sockets = await Promise.all([dial(line, server), dial(line, server)]);
    for (const socket of sockets) await answers(socket);
    const closed = sockets.map((socket) => gone(socket));
    line.down();
    await Promise.all([...closed, ...cut]);
    expect(cut).toHaveLength(2);
  });

  test('has no route, and none for who was about to connect', async () => {
    const server = await echo();
    const line = lineOf({ delayMs: 60_000 }, 10);
    const asked = failure(line.route(server));
    line.down();
    const expected = {
      kind: 'unreachable',
      at: 'net.connect',
      reason: 'no-route',
      advice: 'retry-later',
      peer: `127.0.0.1:${server.port}`,
    };
    expect((await asked).toValue()).toEqual(expected);
    expect((await failure(line.route(server))).toValue()).toEqual(expected);
  });

  test('lets nobody in who had asked for the way before', async () => {
    let came = 0;
    const server = await serve((socket) => {
      came += 1;
      socket.pipe(socket);
    });
    const line = lineOf();
    const way = await line.route(server);
    line.down();
    line.up();
    const late = connect(way);
    late.on('error', () => {});
    await gone(late);
    await answers(await dial(line, server));
    expect(came).toBe(2);
  });

  test('is as before when it is up again', async () => {
    const server = await echo();
    const line = lineOf();
    await answers(await dial(line, server));
    line.down();
    line.down();
    line.up();
    line.up();
    await answers(await dial(line, server));
    expect(line.counted).toEqual({ bytesIn: 10, bytesOut: 10 });
  });
});

describe('a line that is held', () => {
  test('passes nothing either way, and all of it when it goes on', async () => {
    const heard: string[] = [];
    let server: Socket | null = null;
    const at = await serve((socket) => {
      server = socket;
      socket.on('data', (chunk) => heard.push(chunk.toString()));
    });
    const line = lineOf({ kbitPerSecond: 64, delayMs: 10 });
    const socket = await dial(line, at);
    await expect.poll(() => server).not.toBeNull();
    line.hold();
    socket.write('up');
    (server as unknown as Socket).write('down');
    socket.end();
    await expect.poll(() => line.counted.bytesOut).toBe(2);
    await line.settled();
    expect([heard, socket.readableLength, line.counted.bytesIn]).toEqual([[], 0, 0]);
    line.go();
    (server as unknown as Socket).end();
    expect((await rest(socket)).toString()).toBe('down');
    await expect.poll(() => heard).toEqual(['up']);
  });

  test('lets nobody connect until it goes on', async () => {
    const server = await echo();
    const line = lineOf();
    line.hold();
    let connected = false;
    const dialled = dial(line, server).then((socket) => {
      connected = true;
      return socket;
    });
    await line.settled();
    expect(connected).toBe(false);
    line.go();
    await answers(await dialled);
  });

  test('can be cut', async () => {
    const server = await echo();
    const line = lineOf();
    const socket = await dial(line, server);
    line.hold();
    const asked = failure(line.route(server));
    const closed = gone(socket);
    line.down();
    await closed;
    line.go();
    expect((await asked).reason).toBe('no-route');
  });
});

describe('a server that is not there', () => {
  test('is told in its own words, as without a line', async () => {
    const server = await echo();
    const line = lineOf();
    const nobody = { host: '127.0.0.1', port: 1 };
    expect((await failure(line.route(nobody))).toValue()).toMatchObject({
      reason: 'connection-refused',
      peer: '127.0.0.1:1',
    });
    expect((await failure(line.route({ host: 'nobody.invalid', port: 110 }))).reason).toBe('name-not-found');
    await answers(await dial(line, server));
  });

  test('refuses after one round trip', async () => {
    const line = lineOf({ delayMs: 30 });
    await failure(line.route({ host: '127.0.0.1', port: 1 }));
    expect(line.ms).toBe(60);
  });
});

describe('a line that is closed', () => {
  test('ends what is open, full, held, on its way or was only asked for', async () => {
    const server = await serve((socket) => {
      socket.write(Buffer.alloc(1_000_000));
    });
    const line = lineOf({ kbitPerSecond: 1, delayMs: 10 }, 1);
    const way = await line.route(server);
    const open = await dial(line, server);
    const full = await dial(line, server);
    full.write(Buffer.alloc(8_000_000));
    line.hold();
    const held = failure(line.route(server));
    const closed = [open, full].map((socket) => gone(socket));
    await line.close();
    await Promise.all(closed);
    expect((await held).reason).toBe('no-route');
    expect((await failure(line.route(server))).reason).toBe('no-route');
    const late = connect(way);
    expect((await once(late, 'error'))[0]).toMatchObject({ code: 'ECONNREFUSED' });
    await line.close();
  });

  test('ends who is connecting', async () => {
    const server = await echo();
    const line = lineOf({ delayMs: 60_000 }, 1);
    const asked = failure(line.route(server));
    await line.close();
    expect((await asked).reason).toBe('no-route');
  });

  test('that was never used', async () => {
    await expect(lineOf().close()).resolves.toBeUndefined();
  });
});
