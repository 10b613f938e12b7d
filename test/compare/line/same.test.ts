/** The same conversation takes the same time on the line, with real sockets and real TLS too. */
import type { Socket } from 'node:net';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { openWire, takeLine, type Wire } from '../../../src/net/index.ts';
import { onLines, secure } from '../../net/support/server.ts';
import { authority } from '../../servers/ca.ts';
import { dial, lineOf, serve, take, write } from './support.ts';

test('however the answers are cut', async () => {
  const answers = [17, 1, 5000, 90_000, 3];
  let cuts: readonly number[] = [];
  const server = await serve((socket) => {
    const left = [...answers];
    socket.on('data', async () => {
      const answer = Buffer.alloc(left.shift() ?? 0);
      const edges = cuts.map((cut) => Math.floor((answer.length * cut) / 1000)).sort((a, b) => a - b);
      let from = 0;
      for (const to of [...edges, answer.length]) {
        if (to > from) await write(socket, answer.subarray(from, to));
        from = to;
      }
    });
  });
  async function talk(): Promise<number> {
    const line = lineOf({ kbitPerSecond: 64, delayMs: 50 });
    const socket = await dial(line, server);
    for (const octets of answers) {
      await write(socket, 'GO\r\n');
      await take(socket, octets);
    }
    await line.close();
    return line.ms;
  }
  const whole = await talk();
  expect(whole).toBe(100 + answers.reduce((ms, octets) => ms + 0.5 + 50 + octets / 8 + 50, 0));
  await fc.assert(
    fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 999 }), { maxLength: 4 }), async (how) => {
      cuts = how;
      expect(await talk()).toBe(whole);
    }),
    { numRuns: 15 },
  );
});

const ca = authority();
/** Signatures differ by an octet or two from one handshake to the next, so here only the way counts. */
const far = { kbitPerSecond: null, delayMs: 100 };

const hear = (wire: Wire): Promise<string> =>
  takeLine(wire.stream, { at: 'test', peer: wire.peer, limit: 1000 }).then(String);

function greet(socket: Socket): void {
  socket.write('+OK hello\r\n');
  onLines(socket, (line) => socket.write(`+OK ${line}\r\n`));
}

describe('TLS passes untouched, and the server proves its own name', () => {
  test('from the first octet: 1 round trip for TCP, 1 for TLS 1.3, 1 for the greeting', async () => {
    const server = await serve((socket) => greet(secure(socket)));
    for (let round = 0; round < 5; round++) {
      const line = lineOf(far);
      const wire = await openWire({
        host: 'localhost',
        port: server.port,
        security: 'implicit',
        trust: { ca: ca.caPem, pins: [] },
        protocol: 'pop3',
        route: line.route,
      });
      expect(wire.tls).toMatchObject({ version: 'TLSv1.3', sha256: ca.certificate().sha256 });
      expect(await hear(wire)).toBe('+OK hello');
      expect(line.ms).toBe(600);
      wire.stream.write('NOOP\r\n');
      expect(await hear(wire)).toBe('+OK NOOP');
      expect(line.ms).toBe(800);
      wire.close();
    }
  });

  test('after STLS, where the machine goes on in the moment in which it is secured', async () => {
    const server = await serve((socket) => {
      socket.write('+OK plain\r\n');
      socket.once('data', () => socket.write('+OK begin\r\n', () => greet(secure(socket))));
    });
    for (let round = 0; round < 5; round++) {
      const line = lineOf(far);
      const wire = await openWire({
        host: 'localhost',
        port: server.port,
        security: 'starttls',
        trust: { ca: ca.caPem, pins: [] },
        protocol: 'pop3',
        route: line.route,
      });
      expect(await hear(wire)).toBe('+OK plain');
      wire.stream.write('STLS\r\n');
      expect(await hear(wire)).toBe('+OK begin');
      await wire.startTls();
      wire.stream.write('CAPA\r\n');
      expect(await hear(wire)).toBe('+OK hello');
      expect(await hear(wire)).toBe('+OK CAPA');
      // TCP, greeting, STLS, TLS, CAPA.
      expect(line.ms).toBe(5 * 200);
      wire.close();
    }
  });
});
