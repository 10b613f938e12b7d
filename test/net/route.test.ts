import { once } from 'node:events';
import { afterEach, expect, test } from 'vitest';
import { MailError } from '../../src/base/errors.ts';
import { openWire, type TranscriptLine, takeLine, type WireOptions } from '../../src/net/index.ts';
import { authority } from '../servers/ca.ts';
import { countingProxy, type Little, secure, serve } from './support/server.ts';

const ca = authority();
const servers: Little[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});

async function speaking(): Promise<Little> {
  const server = await serve((socket) => secure(socket).end('+OK here\r\n'));
  servers.push(server);
  return server;
}

function open(o: Partial<WireOptions> & Pick<WireOptions, 'route'>) {
  return openWire({
    host: 'localhost',
    port: 995,
    security: 'implicit',
    trust: { ca: ca.caPem, pins: [] },
    protocol: 'pop3',
    ...o,
  });
}

const refused = (promise: Promise<unknown>): Promise<unknown> =>
  promise.then(
    () => 'it did not fail',
    (thrown: unknown) => thrown,
  );

test('a connection goes by the route, and is still one to the server', async () => {
  const { port } = await speaking();
  const line = await countingProxy(port);
  servers.push(line);
  const asked: unknown[] = [];
  const told: TranscriptLine[] = [];
  const wire = await open({
    record: (one) => told.push(one),
    route: async (server) => {
      asked.push(server);
      return { host: '127.0.0.1', port: line.port };
    },
  });
  expect(String(await takeLine(wire.stream, { at: 'test', peer: 'test', limit: 100 }))).toBe('+OK here');
  wire.stream.resume();
  await once(wire.stream, 'close');
  expect(asked).toEqual([{ host: 'localhost', port: 995 }]);
  expect(line.seen.connections).toBe(1);
  expect(wire.peer).toBe('localhost:995');
  expect(told[0]).toEqual({ who: '*', text: `connected to localhost:995 by way of 127.0.0.1:${line.port}` });
});

test("whoever stands at the route's end must prove to be the server", async () => {
  const { port } = await speaking();
  const route = async () => ({ host: 'localhost', port });
  expect(await refused(open({ host: 'mail.example.test', route }))).toMatchObject({
    kind: 'untrusted',
    reason: 'certificate-wrong-host',
    peer: 'mail.example.test:995',
    facts: { host: 'mail.example.test' },
  });
});

test('a server whose name nobody can look up is reached by a route that knows the way', async () => {
  const { port } = await speaking();
  const pins = [{ host: 'no-such-host.invalid', sha256: ca.certificate().sha256 }];
  const wire = await open({
    host: 'no-such-host.invalid',
    trust: { pins },
    route: async () => ({ host: '[127.0.0.1]', port }),
  });
  expect(wire.peer).toBe('no-such-host.invalid:995');
  wire.close();
});

test('a route that refuses is told as it refused, and a route that leads nowhere as a refusal of the server', async () => {
  const offline = new MailError({ kind: 'unreachable', at: 'line', reason: 'no-route', advice: 'retry-later' });
  const told: TranscriptLine[] = [];
  const route = () => Promise.reject(offline);
  expect(await refused(open({ route, record: (one) => told.push(one) }))).toBe(offline);
  expect(told).toEqual([{ who: '*', text: 'failed: no-route' }]);

  const { port } = await speaking();
  await servers.pop()?.close();
  expect(await refused(open({ route: async () => ({ host: '127.0.0.1', port }) }))).toMatchObject({
    reason: 'connection-refused',
    peer: 'localhost:995',
  });
});

test('a route that never answers is given up at the deadline, and at once when the caller gives up', async () => {
  const route = () => new Promise<never>(() => {});
  expect(await refused(open({ route, connectMs: 20 }))).toMatchObject({ at: 'net.connect', reason: 'connect-timeout' });
  const abort = new AbortController();
  const opening = refused(open({ route, signal: abort.signal }));
  abort.abort();
  expect(await opening).toMatchObject({ reason: 'cancelled' });
});
