import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Change, Cursor } from '../../src/contract/changes.ts';
import type { Vault } from '../../src/vault/index.ts';
import { draft, folder, household, message, openVault, profile } from './support/profile.ts';

/** What a window's database does: rows replace rows, a reset begins anew. */
class Mirror {
  rows = new Map<string, Change['row']>();
  cursor: Cursor = { epoch: '', seq: 0 };
  resets = 0;

  pull(vault: Vault, limit: number): void {
    for (;;) {
      const batch = vault.journal.since(this.cursor, limit);
      if (batch.reset) {
        this.rows.clear();
        this.resets += 1;
      }
      expect(batch.changes.length).toBeLessThanOrEqual(limit);
      this.pullOne(batch.changes);
      this.cursor = batch.cursor;
      if (!batch.more) return;
    }
  }

  pullOne(changes: readonly Change[]): void {
    for (const { kind, id, row } of changes)
      if (row === null) this.rows.delete(`${kind} ${id}`);
      else this.rows.set(`${kind} ${id}`, row);
  }
}

/** Everything as the stores tell it. */
function everything(vault: Vault): Map<string, unknown> {
  const all = new Map<string, unknown>();
  for (const row of vault.accounts.list()) all.set(`account ${row.id}`, row);
  for (const row of vault.folders.list()) {
    all.set(`folder ${row.id}`, row);
    for (const each of vault.messages.rows(vault.messages.ofFolder(row.id))) all.set(`message ${each.id}`, each);
  }
  for (const row of vault.drafts.list()) all.set(`draft ${row.id}`, row);
  for (const row of vault.operations.list()) all.set(`operation ${row.id}`, row);
  return all;
}

const pick = fc.nat(1000);
const flag = fc.constantFrom('seen', 'flagged', 'answered', '$forwarded');
const step = fc.oneof(
  { weight: 5, arbitrary: fc.record({ do: fc.constant('add' as const), to: pick, flags: fc.array(flag) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('flag' as const), which: pick, flags: fc.array(flag) }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('move' as const), which: pick, to: pick }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constant('remove' as const), which: pick }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('folder' as const), name: pick }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('no-folder' as const), which: pick }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('draft' as const), which: pick }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('no-draft' as const), which: pick }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('operation' as const), which: pick }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('done' as const), which: pick }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constant('fails' as const), which: pick }) },
  { weight: 3, arbitrary: fc.record({ do: fc.constant('pull' as const), limit: fc.integer({ min: 1, max: 20 }) }) },
);
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

function takeStep(vault: Vault, account: number, each: Step): void {
  const folders = vault.folders.list().map((row) => row.id);
  const messages = folders.flatMap((id) => vault.messages.ofFolder(id)).sort((a, b) => a - b);
  const one = <T>(of: readonly T[], at: number): T | undefined => of[at % Math.max(1, of.length)];
  vault.write(() => {
    if (each.do === 'add') {
      const inbox = one(folders, each.to);
      if (inbox !== undefined) vault.messages.add(message({ account, inbox }, { flags: each.flags }), 'a step');
    } else if (each.do === 'flag') {
      const id = one(messages, each.which);
      if (id !== undefined) vault.messages.setFlags(id, each.flags, 'a step');
    } else if (each.do === 'move') {
      const [id, to] = [one(messages, each.which), one(folders, each.to)];
      if (id !== undefined && to !== undefined) vault.messages.setFolder(id, to, null, 'a step');
    } else if (each.do === 'remove') {
      const id = one(messages, each.which);
      if (id !== undefined) vault.removeRow(id, 'a step');
    } else if (each.do === 'folder') folder(vault, account, `folder ${each.name % 5}`);
    else if (each.do === 'no-folder') {
      const id = one(folders, each.which);
      if (id !== undefined && folders.length > 1) vault.folders.remove(id);
    } else if (each.do === 'draft') vault.drafts.save(each.which % 4, draft(account, { subject: `${each.which}` }));
    else if (each.do === 'no-draft') vault.drafts.remove(each.which % 6);
    else if (each.do === 'operation') {
      const id = one(messages, each.which);
      if (id !== undefined) vault.operations.add(account, { kind: 'flag', set: ['seen'], unset: [] }, [id]);
    } else if (each.do === 'done') {
      const operation = one(vault.operations.list(), each.which);
      if (operation !== undefined) vault.operations.done(operation.id);
    }
  });
  if (each.do === 'fails')
    expect(() =>
      vault.write(() => {
        const inbox = folders[0] ?? 0;
        vault.messages.add(message({ account, inbox }), 'a step');
        if (messages[0] !== undefined) vault.removeRow(messages[0], 'a step');
        throw new Error('changed its mind');
      }),
    ).toThrow();
}

test('any changes, pulled in batches of any size at any moment, leave a mirror with exactly what the vault has', async () => {
  let steps = 0;
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { minLength: 20, maxLength: 60, size: 'max' }),
      fc.integer({ min: 1, max: 7 }),
      async (list, limit) => {
        const vault = await openVault(profile());
        const { account } = household(vault);
        const mirror = new Mirror();
        for (const each of list) {
          takeStep(vault, account, each);
          if (each.do === 'pull') mirror.pull(vault, each.limit);
          steps += 1;
          // Counts never drift, and never lag a commit.
          for (const row of vault.folders.list()) {
            const rows = vault.messages.rows(vault.messages.ofFolder(row.id));
            const unread = rows.filter((each) => !each.flags.includes('seen')).length;
            expect({ total: row.total, unread: row.unread }).toEqual({ total: rows.length, unread });
          }
        }
        mirror.pull(vault, limit);
        expect(mirror.rows).toEqual(everything(vault));
        expect(mirror.resets).toBe(1);
        // One that missed everything, and one of another life, come to the same.
        const late = new Mirror();
        late.pull(vault, limit);
        expect(late.rows).toEqual(mirror.rows);
        const other = new Mirror();
        other.cursor = { epoch: 'another life', seq: 3 };
        other.rows.set('message 999', null);
        other.pull(vault, limit);
        expect(other.rows).toEqual(mirror.rows);
        await vault.close();
      },
    ),
    { numRuns: 25 },
  );
  process.stdout.write(`journal: ${steps} random changes, every mirror exact\n`);
}, 120_000);

test('changes that come between two batches of one pull are not missed', async () => {
  const vault = await openVault(profile());
  const of = household(vault);
  const ids = Array.from({ length: 20 }, () => vault.write(() => vault.messages.add(message(of), 'a test')));
  const mirror = new Mirror();
  for (let n = 0; ; n += 1) {
    const batch = vault.journal.since(mirror.cursor, 3);
    mirror.pullOne(batch.changes);
    mirror.cursor = batch.cursor;
    if (n < 5) vault.write(() => vault.removeRow(ids[n] ?? 0, 'a test'));
    if (n < 5) vault.write(() => vault.messages.setFlags(ids[19 - n] ?? 0, ['seen'], 'a test'));
    if (!batch.more) break;
  }
  mirror.pull(vault, 3);
  expect(mirror.rows).toEqual(everything(vault));
});

test('a cursor beyond the head, of another epoch, or of nothing is answered with a reset from the beginning', async () => {
  const vault = await openVault(profile());
  const of = household(vault);
  const id = vault.write(() => vault.messages.add(message(of), 'a test'));
  vault.write(() => vault.removeRow(id, 'a test'));
  const { epoch } = vault.journal;
  const head = vault.journal.head();
  for (const cursor of [
    { epoch, seq: head + 1 },
    { epoch: 'other', seq: 1 },
    { epoch: '', seq: 0 },
  ]) {
    const batch = vault.journal.since(cursor, 100);
    expect(batch).toMatchObject({ reset: true, more: false, cursor: { epoch } });
    expect(batch.changes.every((change) => change.row !== null)).toBe(true); // no news of what it never had
  }
  expect(vault.journal.since({ epoch, seq: head }, 100)).toEqual({
    reset: false,
    changes: [],
    cursor: { epoch, seq: head },
    more: false,
  });
  const gone = vault.journal.since({ epoch, seq: head - 2 }, 100).changes;
  expect(gone).toContainEqual({ kind: 'message', id, row: null });
});

test('the epoch outlives a restart, and a change after it is one change', async () => {
  const root = profile();
  const first = await openVault(root);
  const of = household(first);
  const mirror = new Mirror();
  mirror.pull(first, 100);
  await first.close();
  const second = await openVault(root);
  second.write(() => second.messages.add(message(of), 'a test'));
  mirror.pull(second, 100);
  expect(mirror.resets).toBe(1);
  expect(mirror.rows).toEqual(everything(second));
});

test('the journal is as long as the vault has had things, however often they change', async () => {
  const vault = await openVault(profile());
  const of = household(vault);
  const id = vault.write(() => vault.messages.add(message(of), 'a test'));
  for (let n = 0; n < 500; n += 1)
    vault.write(() => vault.messages.setFlags(id, n % 2 === 0 ? ['seen'] : [], 'a test'));
  expect(vault.db.get('SELECT count(*) AS n FROM journal')).toMatchObject({ n: 3 });
});

test('listeners hear of each commit that changed something, once, and none of them can undo or break it', async () => {
  const vault = await openVault(profile());
  const heard: number[] = [];
  vault.onChange(() => {
    throw new Error('a listener’s own trouble');
  });
  vault.onChange((seq) => heard.push(seq));
  const of = household(vault);
  vault.write(() => {});
  expect(() =>
    vault.write(() => {
      vault.messages.add(message(of), 'a test');
      throw new Error('no');
    }),
  ).toThrow();
  expect(heard).toEqual([vault.journal.head()]);
  vault.onChange(
    () =>
      void (
        vault.messages.ofFolder(of.inbox).length === 1 &&
        vault.write(() => vault.messages.add(message(of), 'from a listener'))
      ),
  );
  vault.write(() => vault.messages.add(message(of), 'a test'));
  expect(vault.folders.get(of.inbox)).toMatchObject({ total: 2, unread: 2 }); // a write from a listener is a transaction of its own
});

test('every way in which a message can go leaves its reason in the ledger', async () => {
  const vault = await openVault(profile());
  const of = household(vault);
  const other = folder(vault, of.account, 'Other');
  const [byHand, byFolder, byAccount] = [of.inbox, other, of.inbox].map((inbox) =>
    vault.write(() => vault.messages.add(message({ ...of, inbox }), 'a test')),
  );
  await vault.removeMessages([byHand ?? 0], 'deleted here, by hand');
  vault.write(() => vault.folders.remove(other));
  vault.write(() => vault.accounts.remove(of.account));
  for (const id of [byHand, byFolder, byAccount])
    expect(vault.ledger.of(id ?? 0)).toMatchObject([
      { what: 'added', cause: 'a test' },
      { what: 'removed', cause: expect.stringMatching(/./) },
    ]);
});
