import { ImapFlow } from 'imapflow';
import SMTPConnection from 'nodemailer/lib/smtp-connection/index.js';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { MailError } from '../../src/base/errors.ts';
import {
  asNetError,
  Counters,
  openWire,
  type TranscriptLine,
  takeLine,
  type WireOptions,
  wireTransport,
} from '../../src/net/index.ts';
import { describeDovecot } from '../servers/available.ts';
import { authority } from '../servers/ca.ts';
import { type Dovecot, startDovecot } from '../servers/dovecot.ts';
import { countingProxy, type Little, onLines, secure, serve } from './support/server.ts';

const ca = authority();
const message = `Subject: x\r\n\r\n${'A line, and c2VjcmV0.\r\n'.repeat(50_000)}`;

function collect() {
  const told: string[] = [];
  return { told, record: ({ who, text }: TranscriptLine) => void told.push(`${who}: ${text}`) };
}

describeDovecot('imapflow on a wire', () => {
  let dovecot: Dovecot;
  beforeAll(async () => {
    dovecot = await startDovecot({ users: { alice: 'secret' } });
    dovecot.fill('alice', 'INBOX', [message]);
  });
  afterAll(() => dovecot?.close());

  function client(o: Partial<WireOptions> & Pick<WireOptions, 'security'>, pass = 'secret') {
    const port = o.port ?? (o.security === 'implicit' ? dovecot.imaps : dovecot.imap);
    const { transport, wire } = wireTransport({
      host: 'localhost',
      port,
      trust: { ca: ca.caPem, pins: [] },
      protocol: 'imap',
      ...o,
    });
    const flow = new ImapFlow({
      host: 'localhost',
      port,
      secure: o.security === 'implicit',
      doSTARTTLS: o.security === 'starttls',
      auth: { user: 'alice', pass },
      transport,
      disableCompression: true,
      logger: false,
    });
    flow.on('error', () => {});
    return { flow, wire };
  }

  test.each(['implicit', 'starttls', 'none'] as const)(
    'reads by %s; octets are counted at the socket, secrets are not told, literals are cut',
    async (security) => {
      const proxy = await countingProxy(security === 'implicit' ? dovecot.imaps : dovecot.imap);
      const counters = new Counters();
      const { told, record } = collect();
      const { flow, wire } = client({ security, port: proxy.port, counters, record });
      await flow.connect();
      expect(wire()?.tls?.sha256).toBe(security === 'none' ? undefined : dovecot.sha256);
      await flow.mailboxOpen('INBOX');
      const one = await flow.fetchOne('1', { source: true });
      expect(one ? one.source?.toString() : null).toBe(message);
      await flow.append('Sent', message, ['\\Seen']);
      await flow.logout();
      await expect.poll(() => told.at(-1)).toMatch(/^\*: closed/);
      await proxy.close();
      expect(counters).toMatchObject({ bytesOut: proxy.seen.in, connections: 1 });
      // The server's last word, close_notify in one TLS record, may come when our side is closed already.
      expect(proxy.seen.out - counters.bytesIn).toBeGreaterThanOrEqual(0);
      expect(proxy.seen.out - counters.bytesIn).toBeLessThanOrEqual(31);
      expect(counters.commands).toBe(told.filter((line) => /^C: \w+ [A-Z]/.test(line)).length);
      const words = told.join('\n');
      expect(words).not.toMatch(/C: .*secret/);
      expect(words).not.toContain(Buffer.from('\0alice\0secret').toString('base64'));
      expect(words).toMatch(/C: \w+ AUTHENTICATE PLAIN\nS: \+ \nC: \*\*\*\n/);
      expect(words).toContain('S: … 1,150,014 octets');
      expect(words).toContain('C: … 1,150,014 octets');
      expect(words.length).toBeLessThan(20_000);
    },
  );

  test('failures come out as they are', async () => {
    const failure = (o: Partial<WireOptions> & Pick<WireOptions, 'security'>) =>
      client(o)
        .flow.connect()
        .then(
          () => null,
          (thrown: unknown) => asNetError(thrown, 'imap.connect', 'peer'),
        );
    expect(await failure({ security: 'implicit', trust: { pins: [] } })).toMatchObject({
      reason: 'certificate-unknown-issuer',
      at: 'tls.verify',
    });
    expect(await failure({ security: 'starttls', trust: { pins: [] } })).toMatchObject({
      reason: 'certificate-unknown-issuer',
      at: 'tls.verify',
    });
    expect(await failure({ security: 'implicit', port: dovecot.imap })).toMatchObject({ reason: 'tls-failed' });
    expect(await failure({ security: 'implicit', port: 1 })).toMatchObject({ reason: 'connection-refused' });
  });

  test('goes on without being told silent while it idles', async () => {
    const { flow } = client({ security: 'implicit', silenceMs: 50 });
    await flow.connect();
    await flow.mailboxOpen('INBOX');
    const idling = flow.idle();
    const heard = new Promise((resolve) => flow.once('exists', resolve));
    await new Promise((resolve) => setTimeout(resolve, 200));
    dovecot.fill('alice', 'INBOX', 1);
    await heard;
    await flow.noop();
    await idling;
    await flow.logout();
  });
});

describe('nodemailer on a wire', () => {
  const servers: Little[] = [];
  afterEach(async () => {
    for (const server of servers.splice(0)) await server.close();
  });

  /** Takes one mail after AUTH under TLS. */
  async function smtp(security: 'implicit' | 'starttls') {
    const got: string[] = [];
    const server = await serve((socket) => {
      const speak = (stream: typeof socket, underTls: boolean) => {
        let data = false;
        onLines(stream, (line) => {
          if (data) {
            if (line === '.') {
              data = false;
              stream.write('250 queued\r\n');
            } else got.push(line);
          } else if (line.startsWith('EHLO'))
            stream.write(`250-me\r\n250-${underTls ? 'AUTH PLAIN' : 'STARTTLS'}\r\n250 SIZE\r\n`);
          else if (line === 'STARTTLS') {
            stream.removeAllListeners('data');
            stream.write('220 go\r\n');
            speak(secure(stream), true);
          } else if (line === 'DATA') {
            data = true;
            stream.write('354 go\r\n');
          } else if (line === 'QUIT') stream.end('221 bye\r\n');
          else stream.write(line.startsWith('AUTH') ? '235 in\r\n' : '250 ok\r\n');
        });
      };
      if (security === 'implicit') {
        const tls = secure(socket);
        tls.write('220 hello\r\n');
        speak(tls, true);
      } else {
        socket.write('220 hello\r\n');
        speak(socket, false);
      }
    });
    servers.push(server);
    return { port: server.port, got };
  }

  test.each(['implicit', 'starttls'] as const)(
    'submits by %s; octets are counted at the socket, secrets and the message are not told',
    async (security) => {
      const server = await smtp(security);
      const proxy = await countingProxy(server.port);
      const counters = new Counters();
      const { told, record } = collect();
      const wire = await openWire({
        host: 'localhost',
        port: proxy.port,
        security,
        trust: { ca: ca.caPem, pins: [] },
        protocol: 'smtp',
        counters,
        record,
      });
      if (security === 'starttls') {
        const o = { at: 'smtp.starttls', peer: wire.peer, limit: 2000 };
        const greeting = await takeLine(wire.stream, o);
        wire.stream.write('EHLO me\r\n');
        while (!/^250 /.test(String(await takeLine(wire.stream, o))));
        wire.stream.write('STARTTLS\r\n');
        expect(String(await takeLine(wire.stream, o))).toBe('220 go');
        await wire.startTls();
        wire.stream.unshift(Buffer.concat([greeting, Buffer.from('\r\n')]));
      }
      const connection = new SMTPConnection({
        host: 'localhost',
        port: proxy.port,
        connection: wire.stream as never,
        secure: true,
        secured: true,
        ignoreTLS: true,
        name: 'me',
      } as never);
      const done = (start: (callback: (error?: Error | null) => void) => void) =>
        new Promise<void>((resolve, reject) => start((error) => (error ? reject(error) : resolve())));
      connection.on('error', () => {});
      await done((callback) => connection.connect(callback));
      await done((callback) => connection.login({ credentials: { user: 'alice', pass: 'secret' } } as never, callback));
      await done((callback) => connection.send({ from: 'a@b.example', to: ['c@d.example'] }, message, callback));
      connection.quit();
      await expect.poll(() => told.at(-1)).toMatch(/^\*: closed/);
      await proxy.close();
      expect(server.got.join('\r\n')).toBe(message.replace(/\r\n$/, ''));
      expect(counters).toMatchObject({ bytesOut: proxy.seen.in, connections: 1 });
      // The server's last word, close_notify in one TLS record, may come when our side is closed already.
      expect(proxy.seen.out - counters.bytesIn).toBeGreaterThanOrEqual(0);
      expect(proxy.seen.out - counters.bytesIn).toBeLessThanOrEqual(31);
      expect(counters.commands).toBe(told.filter((line) => /^C: [A-Z]{4}/.test(line)).length);
      const words = told.join('\n');
      expect(words).toContain('C: AUTH PLAIN ***');
      expect(words).toContain('C: … 1,150,014 octets');
      expect(words).not.toMatch(/C: .*(secret|c2VjcmV0)/);
      expect(words).not.toContain(Buffer.from('\0alice\0secret').toString('base64'));
    },
  );

  test('a server that hangs up is told as closed', async () => {
    const server = await serve((socket) => socket.end());
    servers.push(server);
    const wire = await openWire({
      host: 'localhost',
      port: server.port,
      security: 'none',
      trust: { pins: [] },
      protocol: 'smtp',
    });
    const connection = new SMTPConnection({
      host: 'localhost',
      connection: wire.stream as never,
      ignoreTLS: true,
    } as never);
    const error = await new Promise((resolve) => {
      connection.on('error', resolve);
      connection.connect(resolve as never);
    });
    expect(asNetError(error, 'smtp.greeting', 'peer')).toMatchObject({ reason: 'closed' });
    expect(asNetError(error, 'smtp.greeting', 'peer')).toBeInstanceOf(MailError);
  });
});
