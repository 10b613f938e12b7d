import { once } from 'node:events';
import { createServer } from 'node:net';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { MailError } from '../../src/base/errors.ts';
import { openPop3 } from '../../src/pop3/index.ts';

/** What a server says in a good conversation: greeting, CAPA, AUTH, STAT, UIDL, LIST, TOP, two RETRs, two DELEs, QUIT. */
const good = [
  '+OK ready\r\n',
  '+OK\r\nSASL PLAIN\r\nUIDL\r\nPIPELINING\r\n.\r\n',
  '+OK\r\n',
  '+OK 2 40\r\n',
  '+OK\r\n1 a\r\n2 b\r\n.\r\n',
  '+OK\r\n1 20\r\n2 20\r\n.\r\n',
  '+OK\r\nSubject: x\r\n\r\n.\r\n',
  '+OK\r\nSubject: x\r\n\r\n..one\r\n.\r\n+OK\r\nSubject: y\r\n\r\ntwo\r\n.\r\n',
  '+OK\r\n+OK\r\n',
  '+OK bye\r\n',
];

let says: Buffer = Buffer.alloc(0);
const server = createServer((socket) => {
  socket.on('error', () => {});
  socket.resume();
  socket.end(says);
});
beforeAll(async () => {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
});
afterAll(() => server.close());

async function converse(): Promise<string> {
  const { port } = server.address() as { port: number };
  const session = await openPop3({
    server: { host: '127.0.0.1', port, security: 'none' },
    user: 'alice',
    password: 'secret',
    trust: { pins: [] },
    silenceMs: 5000,
    record: () => {},
  });
  try {
    await session.stat();
    await session.uidl();
    await session.list();
    await session.top(1, 0);
    const read: string[] = [];
    await session.retr([1, 2], async (_, content) => {
      for await (const piece of content) read.push(piece.toString('latin1'));
    });
    await session.dele([1, 2]);
    await session.quit();
    return read.join('');
  } finally {
    session.close();
  }
}

test('a server that says everything at once is understood', async () => {
  says = Buffer.from(good.join(''));
  expect(await converse()).toBe('Subject: x\r\n\r\n.one\r\nSubject: y\r\n\r\ntwo\r\n');
});

test('whatever a server says, it ends with an answer or a reason, never with silence of ours or a fault of ours', async () => {
  const whole = Buffer.from(good.join(''));
  const change = fc.record({ at: fc.nat(whole.length), drop: fc.nat(12), put: fc.uint8Array({ maxLength: 12 }) });
  const words = fc.constantFrom(
    '\r\n',
    '\n',
    '.\r\n',
    '+OK',
    '-ERR [IN-USE] x\r\n',
    '+ \r\n',
    '\0',
    '..',
    '9'.repeat(30),
    '\r\n.\r\n',
  );
  const wordy = fc.record({ at: fc.nat(whole.length), drop: fc.nat(12), put: words.map((word) => Buffer.from(word)) });
  await fc.assert(
    fc.asyncProperty(fc.array(fc.oneof(change, wordy), { minLength: 1, maxLength: 4 }), async (changes) => {
      says = changes.reduce(
        (bytes: Buffer, { at, drop, put }) => Buffer.concat([bytes.subarray(0, at), put, bytes.subarray(at + drop)]),
        whole,
      );
      const thrown = await converse().then(
        () => null,
        (error: unknown) => error,
      );
      if (thrown === null) return;
      expect(thrown).toBeInstanceOf(MailError);
      expect((thrown as MailError).reason).not.toMatch(/unexpected|silent/);
    }),
    { numRuns: 400 },
  );
});
