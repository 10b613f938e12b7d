import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { MailError } from '../../src/base/errors.ts';
import { describeDovecot } from '../servers/available.ts';
import { type Dovecot, startDovecot } from '../servers/dovecot.ts';
import { type CuttingProxy, startCuttingProxy } from '../support/cutting-proxy.ts';
import { greeting, silent, startHostile } from '../support/hostile.ts';
import { signIn, summariesOf, tempFolder } from './support/session.ts';

describeDovecot('an IMAP connection that is lost', () => {
  let dovecot: Dovecot;
  let proxy: CuttingProxy;
  const through = (o: Parameters<typeof signIn>[2] = {}) =>
    signIn(dovecot, 'anna', { server: { host: 'localhost', port: proxy.port, security: 'none' }, ...o });
  beforeAll(async () => {
    dovecot = await startDovecot({ users: { anna: 'secret' } });
    dovecot.fill('anna', 'INBOX', 40, { size: 5000 });
    proxy = await startCuttingProxy(dovecot.imap);
  });
  afterAll(async () => {
    await proxy?.close();
    await dovecot?.close();
  });

  test('wherever it is cut, nothing is taken for whole that is not, and the reason is told', async () => {
    const whole = await through();
    await whole.session.select('INBOX');
    const before = proxy.down;
    await summariesOf(whole.session);
    const file = join(tempFolder(), 'mail');
    await whole.session.raw(1, file);
    const mail = readFileSync(file);
    const length = proxy.down - before;
    await whole.session.close();
    for (let i = 0; i < 30; i++) {
      const { session, untilEnd } = await through();
      await session.select('INBOX');
      proxy.cutAfter('down', Math.floor((length * (i + 0.5)) / 30));
      const steps = (async () => {
        expect(await summariesOf(session)).toHaveLength(40);
        await session.raw(1, file);
        expect(readFileSync(file)).toEqual(mail);
        await session.poll();
      })();
      const outcome = await steps.catch((thrown: unknown) => thrown);
      if (outcome instanceof Error && !(outcome instanceof MailError)) throw outcome;
      expect(outcome).toMatchObject({ kind: 'unreachable', reason: expect.stringMatching(/^(closed|reset)$/) });
      expect(await untilEnd()).toMatchObject({ kind: 'unreachable' });
      await expect(session.uids()).rejects.toMatchObject({ at: 'imap.search', kind: 'unreachable' });
    }
    proxy.cutAfter('down', null);
  });

  test('while signing in: the step at which it was is told', async () => {
    for (const after of [0, 1, 40, 200, 260, 500]) {
      proxy.cutAfter('down', Math.max(1, after));
      const outcome = await through().catch((thrown: unknown) => thrown);
      expect(outcome).toBeInstanceOf(MailError);
      expect((outcome as MailError).reason).toMatch(/^(closed|reset|not-this-protocol)$/);
      expect((outcome as MailError).at).toMatch(/^imap\.(greeting|auth|setup)$/);
    }
    proxy.cutAfter('down', null);
  });

  test('a dead line is noticed while nothing is said, because IDLE is begun again', async () => {
    const { session, untilEnd } = await through({ limits: { idleRestartMs: 50, silenceMs: 200 } });
    await session.idle('INBOX');
    proxy.stall(true);
    expect(await untilEnd()).toMatchObject({ reason: 'silent', kind: 'unreachable' });
    proxy.stall(false);
  });

  test('a server that stops answering is given up, also in the middle of a listing', async () => {
    const { session } = await through({ limits: { silenceMs: 200 } });
    await session.select('INBOX');
    const taken: number[] = [];
    const outcome = session.summaries(await session.uids(), ({ uid }) => {
      taken.push(uid);
      if (taken.length === 1) proxy.stall(true);
    });
    const next = session.uids();
    next.catch(() => {});
    await outcome.catch(() => {});
    await expect(next).rejects.toMatchObject({ reason: 'silent' });
    proxy.stall(false);
  });

  test('a long pause of ours is not taken for silence of the server', async () => {
    const { session } = await through({ limits: { silenceMs: 300 } });
    await session.select('INBOX');
    await session.summaries([1, 2], () => {
      const until = Date.now() + 400; // a slow disk
      while (Date.now() < until);
    });
    await new Promise((resolve) => setTimeout(resolve, 450)); // the pause is what is tested
    expect(await session.uids()).toHaveLength(40);
  });
});

test('a silent server is given up within the deadline, with and without TLS', async () => {
  const server = await silent();
  const at = { host: 'localhost', port: server.port };
  const o = { user: 'a', password: 'b', trust: { pins: [] }, limits: { connectMs: 600 } };
  const { openImap } = await import('../../src/imap/index.ts');
  await expect(openImap({ ...o, server: { ...at, security: 'none' } })).rejects.toMatchObject({
    at: 'imap.greeting',
    reason: 'silent',
  });
  await expect(openImap({ ...o, server: { ...at, security: 'implicit' } })).rejects.toMatchObject({
    at: 'tls.handshake',
  });
  await server.close();
});

test('whoever gives up before or while connecting is answered at once', async () => {
  const { openImap } = await import('../../src/imap/index.ts');
  const server = await greeting('* OK [CAPABILITY IMAP4rev1] hi\r\n');
  const base = {
    server: { host: 'localhost', port: server.port, security: 'none' as const },
    user: 'a',
    password: 'b',
    trust: { pins: [] },
  };
  await expect(openImap({ ...base, signal: AbortSignal.abort() })).rejects.toMatchObject({ reason: 'cancelled' });
  const ending = new AbortController();
  const opening = openImap({ ...base, signal: ending.signal });
  const outcome = opening.catch((thrown: unknown) => thrown);
  await server.untilHeard(/LOGIN/);
  ending.abort();
  expect(await outcome).toMatchObject({ at: 'imap.auth', reason: 'cancelled' });
  await server.close();
});

test('a large message that leaves slowly is not taken for silence of the server', async () => {
  const { openImap } = await import('../../src/imap/index.ts');
  const size = 24 << 20;
  const server = await startHostile(async (t) => {
    t.say('* OK [CAPABILITY IMAP4rev1] hi\r\n');
    for (let line = await t.line(); line !== null; line = await t.line()) {
      const [tag] = line.split(' ');
      if (/ LIST /.test(line)) t.say('* LIST (\\Noselect) "/" ""\r\n');
      if (/ APPEND /.test(line)) break;
      t.say(`${tag} OK [CAPABILITY IMAP4rev1] done\r\n`);
    }
    const { socket } = t;
    t.say('+ go\r\n');
    socket.removeAllListeners('data').on('data', () => {
      if (socket.bytesRead >= size) return void socket.write('3 OK done\r\n');
      socket.pause();
      setTimeout(() => socket.resume(), 4); // a slow line is what is tested
    });
  });
  const file = join(tempFolder(), 'large');
  writeFileSync(file, Buffer.alloc(size, 'x'));
  const session = await openImap({
    server: { host: 'localhost', port: server.port, security: 'none' },
    user: 'a',
    password: 'b',
    trust: { pins: [] },
    limits: { silenceMs: 500 },
  });
  const began = Date.now();
  await session.append('Sent', file, [], Date.now());
  expect(Date.now() - began).toBeGreaterThan(500);
  await server.close();
});
