import { once } from 'node:events';
import { createServer as createTlsServer } from 'node:tls';
import { afterEach, describe, expect, test } from 'vitest';
import { MailError } from '../../src/base/errors.ts';
import {
  asNetError,
  Counters,
  openWire,
  type TranscriptLine,
  takeLine,
  type WireOptions,
} from '../../src/net/index.ts';
import { authority, type CertificateKind } from '../servers/ca.ts';
import { failure } from '../support/failure.ts';
import { countingProxy, type Little, onLines, secure, serve } from './support/server.ts';

const ca = authority();
const servers: Little[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});

async function little(behave: Parameters<typeof serve>[0]): Promise<Little> {
  const server = await serve(behave);
  servers.push(server);
  return server;
}

function open(port: number, o: Partial<WireOptions> = {}) {
  return openWire({
    host: 'localhost',
    port,
    security: 'implicit',
    trust: { ca: ca.caPem, pins: [] },
    protocol: 'pop3',
    ...o,
  });
}

const line = (stream: Parameters<typeof takeLine>[0]) =>
  takeLine(stream, { at: 'test', peer: 'test', limit: 10_000_000 }).then(String);

describe('certificates', () => {
  const shows = (kind: CertificateKind) => little((socket) => secure(socket, kind).write('hello\r\n'));

  test('of an authority that the account trusts are accepted, for the name and for the address', async () => {
    const { port } = await shows('good');
    for (const host of ['localhost', '127.0.0.1', 'LOCALHOST']) {
      const wire = await open(port, { host });
      expect(wire.tls).toMatchObject({ version: 'TLSv1.3', sha256: ca.certificate().sha256 });
      expect(await line(wire.stream)).toBe('hello');
      wire.close();
    }
  });

  test.each([
    ['expired', 'certificate-expired'],
    ['not-yet-valid', 'certificate-not-yet-valid'],
    ['self-signed', 'certificate-self-signed'],
    ['unknown-issuer', 'certificate-unknown-issuer'],
    ['wrong-host', 'certificate-wrong-host'],
  ] as const)('%s is told as %s, with what is needed to decide', async (kind, reason) => {
    const { port } = await shows(kind);
    const error = await failure(open(port));
    expect(error.toValue()).toMatchObject({
      kind: 'untrusted',
      at: 'tls.verify',
      reason,
      advice: 'check-certificate',
      peer: `localhost:${port}`,
      facts: {
        host: 'localhost',
        sha256: ca.certificate(kind).sha256,
        names: kind === 'wrong-host' ? 'mail.elsewhere.example' : 'localhost, 127.0.0.1',
        subject: kind === 'wrong-host' ? 'CN=mail.elsewhere.example' : 'CN=localhost',
      },
    });
    expect(error.facts?.validTo).toMatch(/^\d{4}-\d\d-\d\dT/);
    expect(error.facts?.issuer).toContain('CN=');
  });

  test.each(['expired', 'not-yet-valid', 'self-signed', 'unknown-issuer', 'wrong-host'] as const)(
    '%s is accepted where exactly it is pinned for this host',
    async (kind) => {
      const { port } = await shows(kind);
      const { sha256 } = ca.certificate(kind);
      const wire = await open(port, { trust: { pins: [{ host: 'Localhost', sha256 }] } });
      expect(wire.tls?.sha256).toBe(sha256);
      expect(await line(wire.stream)).toBe('hello');
      wire.close();
      const elsewhere = await failure(open(port, { trust: { pins: [{ host: 'other.example', sha256 }] } }));
      expect(elsewhere.reason).toMatch(/^certificate-(?!changed)/);
    },
  );

  test('another one than the pinned is told as changed, unless it verifies by itself', async () => {
    const pins = [{ host: 'localhost', sha256: ca.certificate('expired').sha256 }];
    const { port } = await shows('self-signed');
    expect(await failure(open(port, { trust: { ca: ca.caPem, pins } }))).toMatchObject({
      reason: 'certificate-changed',
      facts: { sha256: ca.certificate('self-signed').sha256 },
    });
    const good = await shows('good');
    (await open(good.port, { trust: { ca: ca.caPem, pins } })).close();
  });

  test('of our authority are not accepted by an account that does not trust it', async () => {
    const { port } = await shows('good');
    expect((await failure(open(port, { trust: { pins: [] } }))).reason).toBe('certificate-unknown-issuer');
  });

  test('a trusted authority that is no PEM is told as bad input', async () => {
    const { port } = await shows('good');
    for (const pem of ['nonsense', '-----BEGIN CERTIFICATE-----\nnonsense\n-----END CERTIFICATE-----\n'])
      expect(await failure(open(port, { trust: { ca: pem, pins: [] } }))).toMatchObject({
        at: 'tls.ca',
        reason: 'bad-value',
      });
  });

  test('nothing is said to a server that is not trusted', async () => {
    const heard: Buffer[] = [];
    const { port } = await little((socket) => secure(socket, 'self-signed').on('data', (chunk) => heard.push(chunk)));
    await failure(open(port));
    expect(heard).toEqual([]);
  });

  test('no server name is sent for an address, and the name is sent for a name', async () => {
    const names: unknown[] = [];
    const { cert, key } = ca.certificate();
    const server = createTlsServer({ cert, key }, (socket) => names.push(socket.servername));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const { port } = server.address() as { port: number };
    for (const host of ['127.0.0.1', 'localhost']) {
      const met = once(server, 'secureConnection');
      const wire = await open(port, { host });
      await met;
      wire.close();
    }
    server.close();
    await once(server, 'close');
    expect(names).toEqual([false, 'localhost']);
  });
});

describe('TLS', () => {
  test('that is not spoken on the other side is told as failed', async () => {
    const { port } = await little((socket) => socket.write('+OK hello\r\n'));
    expect(await failure(open(port))).toMatchObject({
      at: 'tls.handshake',
      reason: 'tls-failed',
      advice: 'check-security',
      said: 'wrong version number',
    });
  });

  test('that is hung up on in the handshake is told as closed', async () => {
    const { port } = await little((socket) => socket.end());
    expect(await failure(open(port))).toMatchObject({ at: 'tls.handshake', reason: 'closed' });
  });

  test('whose handshake never ends is given up at the deadline', async () => {
    const { port } = await little(() => {});
    expect(await failure(open(port, { connectMs: 50 }))).toMatchObject({
      at: 'tls.handshake',
      reason: 'connect-timeout',
    });
  });

  test('older than 1.2 is refused', async () => {
    const { cert, key } = ca.certificate();
    const server = createTlsServer({
      cert,
      key,
      minVersion: 'TLSv1',
      maxVersion: 'TLSv1.1',
      ciphers: 'ALL@SECLEVEL=0',
    });
    server.on('tlsClientError', () => {});
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const error = await failure(open((server.address() as { port: number }).port));
    server.close();
    expect(error.reason).toBe('tls-failed');
  });

  const upgrading = (slip: (socket: Parameters<Parameters<typeof serve>[0]>[0]) => void) =>
    little((socket) => {
      socket.write('+OK\r\n');
      socket.once('data', () => slip(socket));
    });

  async function upgrade(port: number, o: Partial<WireOptions> = {}) {
    const wire = await open(port, { security: 'starttls', ...o });
    await line(wire.stream);
    wire.stream.write('STLS\r\n');
    await line(wire.stream);
    await wire.startTls();
    return wire;
  }

  test('on an open connection carries the same conversation on, counted and told', async () => {
    const { port: behind } = await upgrading((socket) => {
      socket.write('+OK go\r\n');
      const tls = secure(socket);
      onLines(tls, () => tls.end('+OK under TLS\r\n'));
    });
    const { port, seen, close } = await countingProxy(behind);
    const counters = new Counters();
    const told: TranscriptLine[] = [];
    const wire = await upgrade(port, { counters, record: (one) => told.push(one) });
    expect(wire.tls?.version).toBe('TLSv1.3');
    wire.stream.write('PASS secret\r\n');
    expect(await line(wire.stream)).toBe('+OK under TLS');
    wire.stream.resume();
    await once(wire.stream, 'close');
    await close();
    expect(counters).toMatchObject({ bytesIn: seen.out, bytesOut: seen.in, connections: 1, commands: 2 });
    await expect.poll(() => told.at(-1)?.text).toMatch(/^closed, /);
    expect(told.map(({ who, text }) => `${who}: ${text.replace(/\d+ octets in, \d+|sha256\/\w+|:\d+/g, '…')}`)).toEqual(
      [
        '*: connected to localhost… (127.0.0.1)',
        'S: +OK',
        'C: STLS',
        'S: +OK go',
        '*: TLSv1.3 TLS_AES_256_GCM_SHA384, certificate …',
        'C: PASS ***',
        'S: +OK under TLS',
        '*: closed, … out',
      ],
    );
  });

  test.each([
    ['in the same packet', (write: (text: string) => void) => write('+OK go\r\n+OK injected\r\n')],
    [
      'right behind it',
      (write: (text: string) => void) => {
        write('+OK go\r\n');
        setImmediate(() => write('+OK injected\r\n'));
      },
    ],
  ])('words between agreement and handshake are refused: %s', async (_, slip) => {
    const { port } = await upgrading((socket) => slip((text) => socket.write(text)));
    expect(await failure(upgrade(port))).toMatchObject({
      at: 'tls.handshake',
      reason: 'tls-early-data',
      kind: 'untrusted',
    });
  });

  test.each(['expired', 'self-signed', 'wrong-host'] as const)(
    'on an open connection judges the certificate too: %s',
    async (kind) => {
      const { port } = await upgrading((socket) => {
        socket.write('+OK go\r\n');
        secure(socket, kind);
      });
      expect((await failure(upgrade(port))).reason).toBe(`certificate-${kind}`);
    },
  );
});

describe('a connection', () => {
  test('counts what the other side counts', async () => {
    const { port: behind } = await little((socket) => {
      const tls = secure(socket);
      onLines(tls, () => tls.end(Buffer.alloc(3_000_000, 'x')));
    });
    const { port, seen, close } = await countingProxy(behind);
    const counters = new Counters();
    const wire = await open(port, { counters });
    wire.stream.write(`STAT ${'y'.repeat(200_000)}\r\n`);
    let size = 0;
    for await (const chunk of wire.stream) size += (chunk as Buffer).length;
    expect(size).toBe(3_000_000);
    if (!wire.stream.closed) await once(wire.stream, 'close');
    await close();
    expect(counters).toMatchObject({ bytesIn: seen.out, bytesOut: seen.in });
  });

  test('makes a fast server wait for a slow reader', async () => {
    let written = 0;
    const { port } = await little((socket) => {
      const more = () => {
        while (!socket.destroyed && socket.write(Buffer.alloc(1 << 16))) written += 1 << 16;
      };
      socket.on('drain', more);
      more();
    });
    const wire = await open(port, { security: 'none' });
    await once(wire.stream, 'readable');
    let before = -1;
    while (before !== written) {
      before = written;
      await new Promise((resolve) => setTimeout(resolve, 100));
    }
    expect(wire.stream.readableLength).toBeLessThan(1 << 19);
    expect(written).toBeLessThan(32 << 20); // the kernel's buffers, no more
    wire.close();
  });

  test('tells silence only while an answer is owed, and never of a reader that is slow itself', async () => {
    const { port } = await little((socket) => socket.write(Buffer.alloc(4 << 20)));
    const slow = await open(port, { security: 'none', silenceMs: 60 });
    await new Promise((resolve) => setTimeout(resolve, 150));
    expect(slow.stream.destroyed).toBe(false);
    slow.close();

    const { port: mute } = await little(() => {});
    const free = await open(mute, { security: 'none', silenceMs: 60 });
    free.owe(false);
    free.stream.resume();
    await new Promise((resolve) => setTimeout(resolve, 150));
    expect(free.stream.destroyed).toBe(false);
    free.owe(true);
    await new Promise((resolve) => free.stream.once('close', resolve));
    expect(free.stream.errored).toMatchObject({ reason: 'silent', at: 'pop3.read' });
  });

  test('ends at once when the caller gives up, before and after it stands', async () => {
    const { port } = await little(() => {});
    const before = new AbortController();
    const opening = failure(open(port, { signal: before.signal }));
    before.abort();
    expect((await opening).reason).toBe('cancelled');
    const after = new AbortController();
    const wire = await open(port, { security: 'none', signal: after.signal });
    after.abort();
    expect(wire.stream.errored).toMatchObject({ reason: 'cancelled' });
    expect((await failure(open(port, { signal: AbortSignal.abort() }))).reason).toBe('cancelled');
  });

  test('that ends in the middle is an end of the stream, and a line that is cut off is told as closed', async () => {
    const { port } = await little((socket) => socket.end('half a li'));
    const wire = await open(port, { security: 'none' });
    expect((await failure(line(wire.stream))).reason).toBe('closed');
  });

  test('that is reset is told as reset', async () => {
    const { port } = await little((socket) => socket.once('data', () => socket.resetAndDestroy()));
    const wire = await open(port, { security: 'none' });
    wire.stream.write('QUIT\r\n');
    expect((await failure(line(wire.stream))).reason).toBe('reset');
  });

  test('finds the address that answers among those of a name', async () => {
    // localhost is ::1 and 127.0.0.1 on most machines; the server is on one of them only.
    const { port } = await little((socket) => socket.write('here\r\n'));
    const wire = await open(port, { security: 'none' });
    expect(await line(wire.stream)).toBe('here');
    wire.close();
  });

  test('to nobody is refused, to no name is not found, and each says where', async () => {
    const { port } = await little(() => {});
    await servers.pop()?.close();
    expect(await failure(open(port))).toMatchObject({
      at: 'net.connect',
      reason: 'connection-refused',
      advice: 'check-server',
    });
    expect(await failure(open(1, { host: 'no-such-host.invalid' }))).toMatchObject({
      at: 'net.connect',
      reason: 'name-not-found',
    });
  });
});

test.each([
  [{ code: 'ENOTFOUND' }, 'name-not-found'],
  [{ code: 'EAI_AGAIN' }, 'name-not-found'],
  [{ code: 'ECONNREFUSED' }, 'connection-refused'],
  [{ code: 'ETIMEDOUT', syscall: 'connect' }, 'connect-timeout'],
  [{ code: 'ETIMEDOUT', syscall: 'read' }, 'silent'],
  [{ code: 'EHOSTUNREACH' }, 'no-route'],
  [{ code: 'ENETUNREACH' }, 'no-route'],
  [{ code: 'ECONNRESET', syscall: 'read' }, 'reset'],
  [{ code: 'EPIPE', syscall: 'write' }, 'closed'],
  [{ code: 'ERR_SSL_SSLV3_ALERT_HANDSHAKE_FAILURE' }, 'tls-failed'],
  [{ code: 'ESOCKET', originalCode: 'ECONNREFUSED' }, 'connection-refused'],
  [{ code: 'ETIMEDOUT', timeoutType: 'GREETING_TIMEOUT' }, 'silent'],
  [{ code: 'ETIMEDOUT', timeoutType: 'CONNECT_TIMEOUT' }, 'connect-timeout'],
  [{ code: 'STARTTLS_INJECTION' }, 'tls-early-data'],
  [{}, 'unexpected'],
] as const)('%j is told as %s', (fields, reason) => {
  const error = asNetError(Object.assign(new Error('words'), fields), 'imap.read', 'mail.example.test:993');
  expect(error).toMatchObject({ reason, at: 'imap.read', peer: 'mail.example.test:993', said: 'words' });
});

test('an error that a library has wrapped comes out as it was', () => {
  const inner = new MailError({ kind: 'unreachable', at: 'tls.verify', reason: 'closed', advice: 'retry-later' });
  expect(asNetError(new Error('outer', { cause: inner }), 'x', 'y')).toBe(inner);
});

test('the policy for others verifies, sends no name for an address, and reads the authorities once', async () => {
  const { tlsOptions } = await import('../../src/net/index.ts');
  const options = tlsOptions('mail.example.test', { pins: [] });
  expect(options).toMatchObject({ servername: 'mail.example.test', rejectUnauthorized: true });
  expect(tlsOptions('127.0.0.1', { pins: [] })).not.toHaveProperty('servername');
});
