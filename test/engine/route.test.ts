import { connect, createServer, type Socket } from 'node:net';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { MailError } from '../../src/base/errors.ts';
import type { Engine } from '../../src/engine/index.ts';
import type { Route } from '../../src/net/index.ts';
import { describeReal } from '../servers/available.ts';
import { engineOn, type House, password, settingsFor, startHouse, temporaryProfile } from '../support/house.ts';
import { letter } from './bench.ts';

/** A way to every server, that knows which of its connections are open, and can let nothing through. */
async function startWay() {
  const open = new Set<Socket>();
  const passed = { in: 0, out: 0, connections: 0 };
  let to = 0;
  let mute = false;
  const server = createServer((client) => {
    const other = connect({ host: '127.0.0.1', port: to });
    open.add(client);
    passed.connections += 1;
    client.on('close', () => {
      open.delete(client);
      other.destroy();
    });
    client
      .on('error', () => {})
      .on('data', (chunk) => {
        passed.out += chunk.length;
        other.write(chunk);
      });
    other.on('error', () => {}).on('end', () => client.end());
    other.on('data', (chunk) => {
      if (mute) return;
      passed.in += chunk.length;
      client.write(chunk);
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  const asked: number[] = [];
  const route: Route = async (there) => {
    asked.push(there.port);
    to = there.port;
    return { host: '127.0.0.1', port };
  };
  return {
    route,
    asked,
    passed,
    open: () => open.size,
    mute(yes: boolean) {
      mute = yes;
    },
    close: () => new Promise((resolve) => server.close(resolve)),
  };
}

describeReal('an engine with a route', () => {
  let house: House;
  const undo: (() => unknown)[] = [];
  beforeAll(async () => {
    house = await startHouse();
    house.dovecot.fill('aiko', 'INBOX', 30);
  });
  afterEach(async () => {
    for (const each of undo.splice(0).reverse()) await each();
  });
  afterAll(() => house?.close());

  async function engineBy(route: Route, protocol: 'imap' | 'pop3'): Promise<{ engine: Engine; account: number }> {
    const profile = temporaryProfile();
    const engine = await engineOn(profile.folder, false, { route });
    undo.push(profile.remove, () => engine.close());
    const settings = settingsFor(house.dovecot, 'aiko', protocol, { postfix: house.postfix });
    return { engine, account: (await engine.handlers['accounts.add']({ settings, password, secret: 'session' })).id };
  }

  test.each(['imap', 'pop3'] as const)(
    '%s: all that is read and sent goes that way, and is counted as it passed',
    async (protocol) => {
      const way = await startWay();
      undo.push(way.close);
      const { engine, account } = await engineBy(way.route, protocol);
      const runner = engine.parts.runners.of(account);
      await runner.syncOnce();
      const [row] = engine.parts.vault.messages.list(engine.parts.vault.folders.byRole(account, 'inbox')?.id ?? 0, 1);
      await engine.handlers['messages.open']({ id: row?.id ?? 0 });
      await engine.handlers['outbox.submit']({ draft: letter(account), draftId: null });
      await engine.parts.outbox.sendDue();
      expect(engine.parts.vault.outbox.list()).toMatchObject([{ state: 'sent' }]);
      const { incoming, outgoing } = settingsFor(house.dovecot, 'aiko', protocol, { postfix: house.postfix });
      expect(new Set(way.asked)).toEqual(new Set([incoming.port, outgoing.port]));

      const { counters: sending } = engine.parts.outbox;
      const { counters: reading } = runner;
      expect(sending).toMatchObject({ connections: 1 });
      expect(reading.connections + sending.connections).toBe(way.passed.connections);
      expect(reading.roundTrips).toBeGreaterThan(5);
      // TCP, greeting, EHLO, STARTTLS, TLS, EHLO, AUTH, the envelope with DATA, the mail, QUIT: RFC 3207, RFC 2920.
      expect(sending.roundTrips).toBe(10);

      // The transcript names the server, and says by what way it was reached.
      const lines = engine.parts.wire.after(0, 10_000);
      for (const { text, peer } of lines.filter((line) => line.text.startsWith('connected to')))
        expect(text).toMatch(new RegExp(`^connected to ${peer} by way of 127\\.0\\.0\\.1:\\d+$`));
      expect(new Set(lines.map(({ peer }) => peer))).toEqual(
        new Set([`localhost:${incoming.port}`, `localhost:${outgoing.port}`]),
      );

      // Where nothing runs by itself, a closed engine leaves no connection behind.
      await engine.close();
      await expect.poll(way.open).toBe(0);
      expect(reading.bytesOut + sending.bytesOut).toBe(way.passed.out);
    },
  );

  test.each(['imap', 'pop3'] as const)(
    '%s: an engine that is closed in the middle of its work leaves no connection behind',
    async (protocol) => {
      const way = await startWay();
      undo.push(way.close);
      const { engine, account } = await engineBy(way.route, protocol);
      const runner = engine.parts.runners.of(account);
      way.mute(true);
      const work = runner.syncOnce().catch((thrown: unknown) => thrown);
      await expect.poll(way.open).toBe(1);
      await engine.close();
      expect(await work).toMatchObject({ reason: 'cancelled' });
      await expect.poll(way.open).toBe(0);
      expect(await runner.syncOnce().catch((thrown: unknown) => thrown)).toMatchObject({ reason: 'cancelled' });
      expect(way.passed.connections).toBe(1);
    },
  );

  test.each(['imap', 'pop3'] as const)(
    '%s: where the route says that there is no way, the account is offline and a mail waits',
    async (protocol) => {
      const offline = new MailError({ kind: 'unreachable', at: 'line', reason: 'no-route', advice: 'retry-later' });
      const { engine, account } = await engineBy(() => Promise.reject(offline), protocol);
      const runner = engine.parts.runners.of(account);
      await expect(runner.syncOnce()).rejects.toMatchObject({ reason: 'no-route' });
      expect(runner.status).toMatchObject({ state: 'offline', error: { reason: 'no-route' } });
      await engine.handlers['outbox.submit']({ draft: letter(account), draftId: null });
      await engine.parts.outbox.sendDue();
      expect(engine.parts.vault.outbox.list()).toMatchObject([{ state: 'queued', error: { reason: 'no-route' } }]);
      expect(runner.counters).toMatchObject({ connections: 0, roundTrips: 0, bytesOut: 0 });
    },
  );
});
