import { expect, test } from 'vitest';
import { createLink } from '../../../renderer/link/link.ts';
import { transportPair } from '../../../src/contract/transport.ts';
import { createFakeEngine } from '../support/fake-engine.ts';

function plug(link: ReturnType<typeof createLink>, engine = createFakeEngine()) {
  const [ours, theirs] = transportPair();
  engine.serve(theirs);
  link.attach(ours);
  return engine;
}

test('a call before the engine is there waits for it', async () => {
  const link = createLink();
  const accounts = link.call('accounts.list', {});
  plug(link);
  expect(await accounts).toEqual([]);
});

test('a call under way while the engine goes away is refused as cancelled, a later one waits for the next engine', async () => {
  const link = createLink();
  link.attach({ send: () => {}, listen: () => () => {} }); // never answers
  const owed = link.call('accounts.list', {});
  link.detach();
  await expect(owed).rejects.toMatchObject({ reason: 'cancelled' });
  const later = link.call('accounts.list', {});
  plug(link);
  expect(await later).toEqual([]);
});

test('listeners stay when the engine is replaced, and each new one is told of', async () => {
  const link = createLink();
  const heard: number[] = [];
  let ups = 0;
  link.on('account.status', ({ account }) => heard.push(account));
  link.onUp(() => {
    ups += 1;
  });
  plug(link).status({ account: 1, state: 'idle', at: 0 });
  await Promise.resolve();
  plug(link).status({ account: 2, state: 'idle', at: 0 });
  await Promise.resolve();
  expect(heard).toEqual([1, 2]);
  expect(ups).toBe(2);
});
