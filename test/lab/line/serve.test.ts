import { once } from 'node:events';
import { connect, type Socket } from 'node:net';
import { createSecureContext } from 'node:tls';
import { expect, onTestFinished, test } from 'vitest';
import type { Around, Listening } from '../../../src/lab/around.ts';
import { LabClock } from '../../../src/lab/clock/clock.ts';
import { Faults } from '../../../src/lab/faults/faults.ts';
import type { Connection } from '../../../src/lab/line/connection.ts';
import { type LineLimits, lineLimits } from '../../../src/lab/line/limits.ts';
import { serveLines } from '../../../src/lab/line/serve.ts';
import { Places } from '../../../src/lab/places/places.ts';
import { Trace } from '../../../src/lab/trace/trace.ts';
import { defaultWorld } from '../../../src/lab/world/default.ts';
import { authority } from '../../servers/ca.ts';

type Converse = (connection: Connection, full: boolean) => Promise<void>;

interface Served extends Listening {
  readonly trace: Trace;
}

async function serve(
  converse: Converse,
  o: { implicitTls?: boolean; limits?: Partial<LineLimits>; ownAddresses?: boolean } = {},
): Promise<Served> {
  const world = defaultWorld();
  const clock = new LabClock({ mode: 'manual', rate: 1, start: 0 });
  const trace = new Trace(() => clock.now());
  const secure = createSecureContext(authority().certificate('good'));
  const around: Around = {
    host: 'mx1.hana.test',
    world: () => world,
    clock,
    trace,
    places: new Places(o.ownAddresses ?? true),
    faults: new Faults({ now: () => clock.now(), faults: () => [], told: () => {} }),
    secure: () => secure,
    random: () => 0.5,
  };
  const listening = await serveLines(around, {
    bind: { address: '127.0.0.1', port: 0 },
    protocol: 'pop3',
    implicitTls: o.implicitTls ?? false,
    encoding: 'utf8',
    // A close that waited for somebody would be late for the test as a whole.
    limits: { ...lineLimits, handshakeMs: 1e9, stopMs: 1e9, lingerMs: 1e9, ...o.limits },
    converse,
  });
  onTestFinished(() => listening.close());
  return { ...listening, trace };
}

async function call(server: Served, o: { allowHalfOpen?: boolean } = {}): Promise<Socket & { heard: string }> {
  const socket = Object.assign(connect({ port: server.port, host: server.address, ...o }), { heard: '' });
  onTestFinished(() => void socket.destroy());
  socket.on('error', () => {});
  socket.on('data', (chunk: Buffer) => {
    socket.heard += chunk.toString('latin1');
  });
  await once(socket, 'connect');
  return socket;
}

const echo: Converse = async ({ channel }) => {
  for (;;) {
    const line = await channel.line(1000);
    if (line === null) return;
    channel.say(`${line.toString()}\r\n`);
  }
};

const secured: Converse = async (connection) => {
  if ((await connection.secure()) !== null) await echo(connection, false);
};

test('a handshake that hangs does not hold up close', async () => {
  const server = await serve(secured, { implicitTls: true });
  const silent = await call(server);
  const begun = await call(server);
  // The head of a record that never comes whole.
  begun.write(Buffer.from([22, 3, 1, 2, 0, 1]));
  await expect.poll(() => server.trace.transcripts()).toHaveLength(2);
  await server.close();
  await expect.poll(() => [silent.closed, begun.closed]).toEqual([true, true]);
});

test('who leaves in the middle of a handshake is gone, and does not hold up close', async () => {
  const server = await serve(secured, { implicitTls: true });
  const halfway = await call(server, { allowHalfOpen: true });
  halfway.end(Buffer.from([22, 3, 1, 2, 0, 1]));
  const gone = await call(server);
  gone.destroy();
  await expect.poll(() => server.trace.since(0).filter(({ kind }) => kind === 'closed')).toHaveLength(2);
  await server.close();
});

test('who reads nothing and never leaves does not hold up close', async () => {
  const server = await serve(async ({ channel }) => {
    while (channel.isOpen) {
      channel.write(Buffer.alloc(100_000, 'x'));
      await channel.ready();
    }
  });
  const deaf = await call(server, { allowHalfOpen: true });
  deaf.removeAllListeners('data').pause();
  await expect.poll(() => server.trace.transcripts()).toHaveLength(1);
  await server.close();
  expect(server.trace.since(0).at(-1)).toMatchObject({ kind: 'closed', why: 'stopped' });
});

test('a pause ends with the server, and last words are heard', async () => {
  const server = await serve(async ({ channel }) => {
    await channel.pause(1e9);
    channel.say(`bye, ${channel.why}\r\n`);
  });
  const socket = await call(server);
  await expect.poll(() => server.trace.transcripts()).toHaveLength(1);
  await server.close();
  await expect.poll(() => socket.heard).toBe('bye, stopped\r\n');
});

test('a group is answered in one write; an answer that takes its time does not keep those before it', async () => {
  let release: () => void = () => {};
  const slow = new Promise<void>((done) => {
    release = done;
  });
  const server = await serve(async ({ channel }) => {
    for (;;) {
      const line = await channel.line(1000);
      if (line === null) return;
      if (line.toString() === 'slow') await slow;
      channel.say(`${line.toString()}\r\n`);
    }
  });
  const socket = await call(server);
  socket.write('a\r\nb\r\nc\r\nslow\r\nd\r\n');
  await expect.poll(() => socket.heard).toBe('a\r\nb\r\nc\r\n');
  release();
  await expect.poll(() => socket.heard).toBe('a\r\nb\r\nc\r\nslow\r\nd\r\n');
});

test('the line breaks after so many octets, over several answers', async () => {
  const server = await serve(async (connection) => {
    connection.channel.say('hello\r\n');
    connection.channel.cutAfter(5);
    await echo(connection, false);
  });
  const socket = await call(server);
  socket.write('abc\r\ndef\r\n');
  await expect.poll(() => socket.closed).toBe(true);
  expect(socket.heard).toBe('hello\r\nabc\r\n');
  await expect.poll(() => server.trace.since(0).at(-1)).toMatchObject({ kind: 'closed', why: 'dropped' });
});

test('what was said before the client closed its side is answered', async () => {
  const server = await serve(echo);
  const socket = await call(server, { allowHalfOpen: true });
  socket.end('a\r\nb\r\nhalf');
  await once(socket, 'end');
  expect(socket.heard).toBe('a\r\nb\r\n');
});

test('where all have one address, who calls is told with the first line', async () => {
  const server = await serve(echo, { ownAddresses: false });
  const socket = await call(server);
  await expect.poll(() => server.trace.transcripts()).toHaveLength(1);
  expect(server.trace.since(0)).toEqual([]);
  socket.write('a\r\n');
  await expect.poll(() => server.trace.since(0).at(0)).toMatchObject({ kind: 'connected', client: '127.0.0.1' });
});

test('one conversation too many is told so', async () => {
  const server = await serve(
    async (connection, full) => {
      if (full) connection.channel.say('full\r\n');
      else await echo(connection, full);
    },
    { limits: { conversations: 1, lingerMs: 0 } },
  );
  const first = await call(server);
  first.write('a\r\n');
  await expect.poll(() => first.heard).toBe('a\r\n');
  const second = await call(server);
  await expect.poll(() => second.closed).toBe(true);
  expect(second.heard).toBe('full\r\n');
});

test('a fault of ours is noted, and ends that conversation only', async () => {
  const server = await serve(async (connection) => {
    if ((await connection.channel.line(100))?.toString() === 'boom') throw new Error('boom');
    connection.channel.say('still here\r\n');
  });
  const first = await call(server);
  first.write('boom\r\n');
  await expect.poll(() => first.closed).toBe(true);
  const second = await call(server);
  second.write('a\r\n');
  await expect.poll(() => second.heard).toBe('still here\r\n');
  const [id = ''] = server.trace.transcripts();
  expect(server.trace.transcript(id)?.pieces.at(-1)?.octets).toBe('a fault of ours: Error: boom');
});

test('only this machine is listened on', async () => {
  await expect(
    serveLines({ places: new Places(true) } as Around, {
      bind: { address: '0.0.0.0', port: 0 },
      protocol: 'pop3',
      implicitTls: false,
      encoding: 'utf8',
      limits: lineLimits,
      converse: echo,
    }),
  ).rejects.toMatchObject({ reason: 'bad-value' });
});
