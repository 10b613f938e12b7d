import { once } from 'node:events';
import { createServer } from 'node:net';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { MailError } from '../../src/base/errors.ts';
import { openWire, takeLine } from '../../src/net/index.ts';

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

test('whatever comes instead of a handshake has a reason, at once and after STARTTLS', async () => {
  const { port } = server.address() as { port: number };
  const record = fc.constantFrom(
    Buffer.from([0x16, 3, 3, 0, 4, 2, 0, 0, 0]), // an empty ServerHello
    Buffer.from([0x15, 3, 3, 0, 2, 2, 40]), // handshake_failure
    Buffer.from([0x15, 3, 1, 0, 2, 2, 70]), // protocol_version
    Buffer.from([0x16, 3, 3, 0x7f, 0xff]),
    Buffer.from('HTTP/1.1 400 Bad Request\r\n\r\n'),
    Buffer.from('-ERR no\r\n'),
  );
  const words = fc.array(fc.oneof(record, fc.uint8Array({ maxLength: 40 })), { maxLength: 3 });
  await fc.assert(
    fc.asyncProperty(words, fc.constantFrom('implicit' as const, 'starttls' as const), async (pieces, security) => {
      const first = security === 'starttls' ? '+OK go\r\n' : '';
      says = Buffer.concat([Buffer.from(first), ...pieces]);
      const open = async () => {
        const wire = await openWire({
          host: '127.0.0.1',
          port,
          security,
          trust: { pins: [] },
          protocol: 'pop3',
          connectMs: 5000,
          record: () => {},
        });
        await takeLine(wire.stream, { at: 'test', peer: wire.peer, limit: 100 });
        await wire.startTls();
      };
      const thrown = await open().catch((error: unknown) => error);
      expect(thrown).toBeInstanceOf(MailError);
      expect((thrown as MailError).reason).toMatch(/^(tls-failed|tls-early-data|closed|reset)$/);
    }),
    { numRuns: 300 },
  );
});
