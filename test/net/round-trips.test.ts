import { once } from 'node:events';
import { createServer as createTlsServer, type SecureVersion } from 'node:tls';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { openImap } from '../../src/imap/index.ts';
import { Counters, openWire, takeLine, type Wire } from '../../src/net/index.ts';
import { openPop3 } from '../../src/pop3/index.ts';
import { type SmtpAccess, submit } from '../../src/smtp/index.ts';
import { describeDovecot, describeReal } from '../servers/available.ts';
import { authority } from '../servers/ca.ts';
import { type Dovecot, startDovecot } from '../servers/dovecot.ts';
import { startPostfix } from '../servers/postfix.ts';
import { messageFile } from '../smtp/files.ts';
import { type Counting, countingProxy, type Little, onLines, secure, serve } from './support/server.ts';

const ca = authority();
const trust = { ca: ca.caPem, pins: [] };
const servers: Little[] = [];
afterEach(async () => {
  for (const server of servers.splice(0)) await server.close();
});

async function little(behave: Parameters<typeof serve>[0]): Promise<Little> {
  const server = await serve(behave);
  servers.push(server);
  return server;
}

/** A line to this server that counts, with its own eyes, how often the talk turns. */
async function observed(port: number): Promise<Counting> {
  const proxy = await countingProxy(port);
  servers.push(proxy);
  return proxy;
}

const hear = async (wire: Wire) => String(await takeLine(wire.stream, { at: 'test', peer: 'test', limit: 1000 }));

describe('a round trip is counted', () => {
  const echo = () =>
    little((socket) => {
      socket.write('+OK\r\n');
      onLines(socket, (line) => socket.write(`+OK ${line}\r\n`));
    });
  const clear = (port: number, counters: Counters) =>
    openWire({ host: '127.0.0.1', port, security: 'none', trust, protocol: 'pop3', counters });

  test('for TCP, for the greeting, and for each answer that was waited for', async () => {
    const counters = new Counters();
    const wire = await clear((await echo()).port, counters);
    expect(counters.roundTrips).toBe(1);
    await hear(wire);
    expect(counters.roundTrips).toBe(2);
    for (const word of ['STAT', 'LIST', 'NOOP']) {
      wire.stream.write(`${word}\r\n`);
      await hear(wire);
    }
    expect(counters.roundTrips).toBe(5);
    wire.close();
  });

  test('once for all that was asked for together', async () => {
    const counters = new Counters();
    const wire = await clear((await echo()).port, counters);
    await hear(wire);
    wire.stream.write('DELE 1\r\nDELE 2\r\n');
    wire.stream.write('DELE 3\r\n');
    for (let i = 0; i < 3; i++) await hear(wire);
    expect(counters.roundTrips).toBe(3);
    wire.close();
  });

  test('once for an answer that comes in pieces, and not for what is told unasked or never answered', async () => {
    let say = (_text: string): void => {};
    const { port } = await little((socket) => {
      say = (text) => void socket.write(text);
      say('* OK\r\n');
    });
    const counters = new Counters();
    const wire = await clear(port, counters);
    await hear(wire);
    say('* 1 EXISTS\r\n');
    await hear(wire);
    say('* 2 EXISTS\r\n');
    await hear(wire);
    expect(counters.roundTrips).toBe(2);
    wire.stream.write('DONE\r\n');
    for (let i = 0; i < 3; i++) {
      say('a line\r\n');
      await hear(wire);
    }
    expect(counters.roundTrips).toBe(3);
    wire.stream.write('LOGOUT\r\n');
    wire.close();
    expect(counters.roundTrips).toBe(3);
  });

  // TLS 1.3: hello, then the greeting after our Finished. TLS 1.2: hello, keys, and the greeting right behind the server's Finished.
  test.each([
    ['TLSv1.3', 3],
    ['TLSv1.2', 3],
  ] as const)('for the handshake of %s', async (version: SecureVersion, trips) => {
    const { cert, key } = ca.certificate();
    const server = createTlsServer({ cert, key, maxVersion: version }, (socket) => socket.write('+OK\r\n'));
    server.listen(0, '127.0.0.1');
    await once(server, 'listening');
    const line = await observed((server.address() as { port: number }).port);
    const counters = new Counters();
    const options = { host: 'localhost', port: line.port, security: 'implicit', trust, protocol: 'pop3' } as const;
    const wire = await openWire({ ...options, counters });
    await hear(wire);
    expect(wire.tls?.version).toBe(version);
    expect(counters.roundTrips).toBe(trips);
    expect(counters.roundTrips).toBe(1 + line.turns());
    wire.close();
    server.close();
  });

  test('for STARTTLS too, after which nobody greets again', async () => {
    const { port } = await little((socket) => {
      socket.write('+OK\r\n');
      socket.once('data', () => {
        socket.write('+OK go\r\n');
        const tls = secure(socket);
        onLines(tls, () => tls.write('+OK\r\n'));
      });
    });
    const counters = new Counters();
    const wire = await openWire({
      host: 'localhost',
      port,
      security: 'starttls',
      trust,
      protocol: 'pop3',
      counters,
    });
    await hear(wire);
    wire.stream.write('STLS\r\n');
    await hear(wire);
    expect(counters.roundTrips).toBe(3);
    await wire.startTls();
    expect(counters.roundTrips).toBe(4);
    wire.stream.write('CAPA\r\n');
    await hear(wire);
    expect(counters.roundTrips).toBe(5);
    wire.close();
  });
});

/** TCP and the greeting are no turns of the talk. Clear text, so that a look from outside sees them all. */
const fromOutside = (line: Counting) => 2 + line.turns();

describeDovecot('round trips with Dovecot are those that a line to it sees', () => {
  let dovecot: Dovecot;
  beforeAll(async () => {
    dovecot = await startDovecot({ users: { alice: 'secret', bob: 'secret' } });
    dovecot.fill('alice', 'INBOX', 100);
    dovecot.fill('bob', 'INBOX', 100);
  });
  afterAll(() => dovecot?.close());

  test('POP3, however many messages are asked for together', async () => {
    const line = await observed(dovecot.pop3);
    const counters = new Counters();
    const session = await openPop3({
      server: { host: 'localhost', port: line.port, security: 'none' },
      user: 'alice',
      password: 'secret',
      trust,
      counters,
    });
    expect(counters.roundTrips).toBe(fromOutside(line));
    const signedIn = counters.roundTrips;
    await session.uidl();
    expect(counters.roundTrips).toBe(signedIn + 1);
    const ns = Array.from({ length: 100 }, (_, i) => i + 1);
    let taken = 0;
    await session.retr(ns, async (_, content) => {
      for await (const chunk of content) taken += chunk.length;
    });
    expect(taken).toBeGreaterThan(0);
    expect(counters.roundTrips - signedIn).toBeLessThan(12); // 100 messages
    await session.quit();
    expect(counters.roundTrips).toBe(fromOutside(line));
  });

  test('IMAP, with literals and IDLE', async () => {
    const line = await observed(dovecot.imap);
    const counters = new Counters();
    const session = await openImap({
      server: { host: 'localhost', port: line.port, security: 'none' },
      user: 'bob',
      password: 'secret',
      trust,
      counters,
    });
    await session.select('INBOX');
    const before = counters.roundTrips;
    await session.flags('1:*');
    expect(counters.roundTrips).toBe(before + 1);
    const { message, size } = messageFile('From: a@example.test\r\nSubject: kept\r\n\r\nfiled\r\n');
    expect(size).toBeGreaterThan(0);
    await session.append('INBOX', message, ['seen'], 0);
    await session.idle('INBOX');
    dovecot.fill('bob', 'INBOX', 2);
    await session.poll();
    expect(counters.roundTrips).toBe(fromOutside(line));
    await session.close();
  });
});

describeReal('round trips with Postfix are those that a line to it sees', () => {
  test('SMTP, each answer that is waited for', async () => {
    const dovecot = await startDovecot({ users: { alice: 'secret', 'bob@example.test': 'x' } });
    const postfix = await startPostfix({ dovecot, domains: ['example.test'] });
    try {
      const line = await observed(postfix.submissions);
      const counters = new Counters();
      const said: string[] = [];
      let seen = 0;
      const access: SmtpAccess = {
        server: { host: 'localhost', port: line.port, security: 'implicit', user: 'alice' },
        password: 'secret',
        trust: { ca: dovecot.caPem, pins: [] },
        counters,
        record({ who, text }) {
          if (who === 'S' && /^\d{3} /.test(text)) said.push(text.slice(0, 3));
          if (said.at(-1) === '221') seen ||= line.turns(); // what comes after it takes leave of TLS
        },
      };
      const { message, size } = messageFile('From: alice@example.test\r\nSubject: x\r\n\r\nto bob\r\n');
      await submit({ ...access, envelope: { from: 'alice@example.test', to: ['bob@example.test'] }, message, size });
      expect(said).toEqual(['220', '250', '235', '250', '250', '354', '250', '221']);
      // TCP, TLS 1.3, the greeting, EHLO, AUTH, then MAIL, RCPT and DATA together (RFC 2920), the message, QUIT.
      expect(counters.roundTrips).toBe(8);
      expect(counters.roundTrips).toBe(1 + seen);
    } finally {
      await postfix.close();
      await dovecot.close();
    }
  });
});
