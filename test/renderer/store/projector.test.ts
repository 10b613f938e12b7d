import Dexie, { liveQuery } from 'dexie';
import { IDBFactory, IDBKeyRange } from 'fake-indexeddb';
import { expect, test } from 'vitest';
import { createLink } from '../../../renderer/link/link.ts';
import { readCursor } from '../../../renderer/store/apply.ts';
import { openMirror } from '../../../renderer/store/mirror.ts';
import { messageIds } from '../../../renderer/store/queries/messages.ts';
import { startStore } from '../../../renderer/store/store.ts';
import { transportPair } from '../../../src/contract/transport.ts';
import { createFakeEngine } from '../support/fake-engine.ts';
import { messageRow } from '../support/rows.ts';

// liveQuery does nothing where there is no IndexedDB at all, as on a server.
Dexie.dependencies.indexedDB = new IDBFactory();
Dexie.dependencies.IDBKeyRange = IDBKeyRange;

function setUp(factory = new IDBFactory()) {
  const link = createLink();
  const engine = createFakeEngine();
  const plug = () => {
    const [ours, theirs] = transportPair();
    engine.serve(theirs);
    link.attach(ours);
  };
  const start = () =>
    startStore(link, {
      mirror: openMirror('mirror', { indexedDB: factory, IDBKeyRange }),
      ports: { alone: (work) => work(), breathe: async () => {}, later: () => {} },
    });
  return { link, engine, plug, start };
}

test('what the vault has is in the mirror, in batches, newest first', async () => {
  const { engine, plug, start } = setUp();
  for (let n = 1; n <= 450; n++) engine.put('message', messageRow(n, { folder: 7, date: n * 1000 }));
  plug();
  const store = start();
  await store.projector.caughtUp();
  const ids = await messageIds(store.mirror, 7);
  expect(ids).toHaveLength(450);
  expect(ids.slice(0, 3)).toEqual([450, 449, 448]);
  expect(engine.asked('changes.since')).toBeGreaterThanOrEqual(3);
});

test('a nudge brings what changed and what went', async () => {
  const { engine, plug, start } = setUp();
  engine.put('message', messageRow(1, { folder: 7 }));
  engine.put('message', messageRow(2, { folder: 7 }));
  plug();
  const store = start();
  await store.projector.caughtUp();
  engine.put('message', messageRow(1, { folder: 7, flags: ['seen', 'flagged'] }));
  engine.remove('message', 2);
  await store.projector.caughtUp();
  expect(await messageIds(store.mirror, 7)).toEqual([1]);
  expect(await messageIds(store.mirror, 7, 'unread')).toEqual([]);
  expect(await messageIds(store.mirror, 7, 'flagged')).toEqual([1]);
});

test('a vault of another epoch clears the mirror and fills it again', async () => {
  const { engine, plug, start } = setUp();
  engine.put('message', messageRow(1, { folder: 7 }));
  plug();
  const store = start();
  await store.projector.caughtUp();
  engine.rebirth();
  engine.put('message', messageRow(5, { folder: 7 }));
  await store.projector.caughtUp();
  expect(await messageIds(store.mirror, 7)).toEqual([5]);
  expect((await readCursor(store.mirror)).epoch).toBe(engine.epoch());
});

test('a deleted database is filled again at the next start', async () => {
  const factory = new IDBFactory();
  const { engine, plug, start } = setUp(factory);
  engine.put('message', messageRow(1, { folder: 7 }));
  plug();
  const first = start();
  await first.projector.caughtUp();
  first.close();
  await new Promise((resolve) => {
    factory.deleteDatabase('mirror').onsuccess = resolve;
  });
  const second = start();
  await second.projector.caughtUp();
  expect(await messageIds(second.mirror, 7)).toEqual([1]);
});

test('a database that is deleted under the running window is filled again', async () => {
  const factory = new IDBFactory();
  const { engine, plug, start } = setUp(factory);
  engine.put('message', messageRow(1, { folder: 7 }));
  plug();
  const store = start();
  await store.projector.caughtUp();
  await new Promise((resolve) => {
    factory.deleteDatabase('mirror').onsuccess = resolve;
  });
  await store.projector.caughtUp();
  expect(await messageIds(store.mirror, 7)).toEqual([1]);
});

test('a new engine process is pulled from without being asked', async () => {
  const { engine, link, plug, start } = setUp();
  engine.put('message', messageRow(1, { folder: 7 }));
  plug();
  const store = start();
  await store.projector.caughtUp();
  link.detach();
  engine.put('message', messageRow(2, { folder: 7 }));
  const caughtUp = store.projector.caughtUp();
  plug();
  await caughtUp;
  expect(await messageIds(store.mirror, 7)).toHaveLength(2);
});

test('messages of one date keep one order', async () => {
  const { engine, plug, start } = setUp();
  for (const id of [3, 1, 2]) engine.put('message', messageRow(id, { folder: 7, date: 5000 }));
  plug();
  const store = start();
  await store.projector.caughtUp();
  expect(await messageIds(store.mirror, 7)).toEqual([3, 2, 1]);
});

test('a list that is looked at hears of what comes, goes, moves away and is read', async () => {
  const { engine, plug, start } = setUp();
  for (const id of [1, 2, 3]) engine.put('message', messageRow(id, { folder: 7, date: id }));
  plug();
  const store = start();
  await store.projector.caughtUp();
  const seen = { all: [] as number[], unread: [] as number[] };
  const watch = (filter: 'all' | 'unread') =>
    liveQuery(() => messageIds(store.mirror, 7, filter)).subscribe((ids) => {
      seen[filter] = ids;
    });
  const watches = [watch('all'), watch('unread')];
  const becomes = (all: number[], unread: number[]) => expect.poll(() => seen).toEqual({ all, unread });
  await becomes([3, 2, 1], [3, 2, 1]);
  engine.put('message', messageRow(4, { folder: 7, date: 4 }));
  await becomes([4, 3, 2, 1], [4, 3, 2, 1]);
  engine.remove('message', 2);
  await becomes([4, 3, 1], [4, 3, 1]);
  engine.put('message', messageRow(3, { folder: 8, date: 3 }));
  await becomes([4, 1], [4, 1]);
  engine.put('message', messageRow(1, { folder: 7, date: 1, flags: ['seen'] }));
  await becomes([4, 1], [4]);
  engine.rebirth();
  engine.put('message', messageRow(9, { folder: 7, date: 9 }));
  await becomes([9], [9]);
  for (const each of watches) each.unsubscribe();
});
