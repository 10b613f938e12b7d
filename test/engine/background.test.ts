import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { type Clock, systemClock } from '../../src/base/ports.ts';
import { connect } from '../../src/contract/connect.ts';
import type { Calls, Signals } from '../../src/contract/table.ts';
import { transportPair } from '../../src/contract/transport.ts';
import { describeReal } from '../servers/available.ts';
import { type Dovecot, startDovecot } from '../servers/dovecot.ts';
import { imapFlags, imapStore } from '../servers/observer.ts';
import { type CuttingProxy, startCuttingProxy } from '../support/cutting-proxy.ts';
import { password, settingsFor } from '../support/house.ts';
import { type Desk, deskFor, must, through } from './bench.ts';

/** Time as it is, but nobody waits longer than a fifth of a second. */
const hasty: Clock = { now: () => Date.now(), after: (ms, then) => systemClock.after(Math.min(ms, 200), then) };
const soon = { timeout: 10_000, interval: 50 };

describeReal('an account in the background', () => {
  let dovecot: Dovecot;
  let polled: Dovecot;
  let proxy: CuttingProxy;
  let desk: Desk;

  beforeAll(async () => {
    const users = Object.fromEntries(['idle', 'lost', 'told', 'ends', 'locked'].map((user) => [user, password]));
    dovecot = await startDovecot({ users });
    polled = await startDovecot({ users, without: ['IDLE'] });
    proxy = await startCuttingProxy(dovecot.imaps);
  });
  afterEach(() => desk?.close());
  afterAll(async () => {
    await proxy?.close();
    await dovecot?.close();
    await polled?.close();
  });

  const state = () => desk.engine.handlers['accounts.statuses']({});
  const upToDate = () =>
    expect.poll(async () => (await state()).map((each) => each.state), soon).toEqual(['up-to-date']);
  const total = (path = 'INBOX') => desk.engine.parts.vault.folders.byPath(desk.account, path)?.total ?? 0;

  test('new mail and the flags of another client show up within seconds by IDLE', async () => {
    dovecot.fill('idle', 'INBOX', 3);
    desk = await deskFor(settingsFor(dovecot, 'idle', 'imap'), true);
    await expect.poll(() => total(), soon).toBe(3);
    await upToDate();
    for (let n = 4; n <= 6; n++) {
      const began = Date.now();
      dovecot.fill('idle', 'INBOX', 1);
      await expect.poll(() => total(), soon).toBe(n);
      expect(Date.now() - began).toBeLessThan(5000);
    }
    await imapStore(dovecot, 'idle', 'INBOX', [1], '+', '\\Flagged');
    await expect.poll(() => desk.rows(desk.at('INBOX')).some((row) => row.flags.includes('flagged')), soon).toBe(true);
  });

  test('new mail shows up by asking again and again where the server has no IDLE', async () => {
    polled.fill('idle', 'INBOX', 1);
    desk = await deskFor(settingsFor(polled, 'idle', 'imap'), true, { pollMs: 500 });
    await expect.poll(() => total(), soon).toBe(1);
    polled.fill('idle', 'INBOX', 1);
    polled.fill('idle', 'Archive', 2);
    await expect.poll(() => [total(), total('Archive')], soon).toEqual([2, 2]);
  });

  test('a connection that is lost is told, and comes back by itself with what waited', async () => {
    dovecot.fill('lost', 'INBOX', 3);
    desk = await deskFor(through(settingsFor(dovecot, 'lost', 'imap'), proxy.port), true, { clock: hasty });
    await expect.poll(() => total(), soon).toBe(3);
    await upToDate();
    await proxy.off();
    await expect.poll(async () => (await state())[0]?.state, soon).toBe('offline');
    expect((await state())[0]).toMatchObject({ error: { reason: 'connection-refused' } });
    const [row] = desk.rows(desk.at('INBOX'));
    await desk.engine.handlers['messages.flag']({ ids: [must(row).id], set: ['seen'], unset: [] });
    dovecot.fill('lost', 'INBOX', 1);
    await proxy.on();
    await expect.poll(() => total(), soon).toBe(4);
    await upToDate();
    expect(desk.engine.parts.vault.operations.list()).toEqual([]);
    expect((await imapFlags(dovecot, 'lost')).filter((each) => each.flags.includes('\\Seen'))).toHaveLength(1);
  });

  test('a window is told of states and of changes by signals, and finds them by asking', async () => {
    dovecot.fill('told', 'INBOX', 300);
    desk = await deskFor(settingsFor(dovecot, 'told', 'imap'));
    const [window, engineSide] = transportPair();
    desk.engine.serve(engineSide);
    const client = connect<Calls, Signals>(window);
    const states: string[] = [];
    const seqs: number[] = [];
    client.on('account.status', (status) => states.push(status.state));
    client.on('changes.ready', ({ seq }) => seqs.push(seq));
    await client.call('sync.now', {});
    await expect.poll(() => states.at(-1), soon).toBe('up-to-date');
    expect(states.slice(0, 2)).toEqual(['connecting', 'syncing']);
    await expect.poll(() => seqs.length, soon).toBeGreaterThan(0);
    let cursor = { epoch: '', seq: 0 };
    const messages = new Set<number>();
    for (let more = true; more; ) {
      const batch = await client.call('changes.since', { after: cursor, limit: 100 });
      for (const change of batch.changes) if (change.kind === 'message' && change.row !== null) messages.add(change.id);
      ({ cursor, more } = batch);
    }
    expect(messages.size).toBe(300);
  });

  test('closing while a sync runs ends in two seconds and leaves nothing open', async () => {
    dovecot.fill('ends', 'INBOX', 3000);
    const count = () => process.getActiveResourcesInfo().filter((name) => /TCP|TLS|FSReq/.test(name)).length;
    const before = count();
    desk = await deskFor(settingsFor(dovecot, 'ends', 'imap'));
    const sync = desk.sync().catch((thrown: unknown) => thrown);
    await expect
      .poll(() => desk.engine.parts.vault.folders.byPath(desk.account, 'INBOX')?.total ?? 0, soon)
      .toBeGreaterThan(49);
    const began = Date.now();
    await desk.engine.close();
    expect(Date.now() - began).toBeLessThan(2000);
    expect(await sync).toMatchObject({ reason: 'cancelled' });
    await expect.poll(count, soon).toBeLessThanOrEqual(before);
    await desk.reopen();
    await desk.sync();
    expect(total()).toBe(3000);
  });
});
