import { expect, test } from 'vitest';
import { createKeeper, type Kept, rest } from '../../../../renderer/views/compose/keeper.ts';
import { emptyLetter, toDraft } from '../../../../renderer/views/compose/letter.ts';
import { MailError } from '../../../../src/base/errors.ts';
import type { Draft } from '../../../../src/contract/outbox.ts';

const draft = (text: string): Draft => toDraft({ ...emptyLetter(1), text }, []);

/** A clock that is moved by hand, and an engine that answers when it is told to. */
function stage(id: number | null = null) {
  let now = 1000;
  let timers: { at: number; then: () => void }[] = [];
  const saves: { id: number | null; text: string; give: (id: number) => void; refuse: (e: unknown) => void }[] = [];
  const states: Kept[] = [];
  const keeper = createKeeper({
    id,
    save: (of, content) => new Promise((give, refuse) => saves.push({ id: of, text: content.text, give, refuse })),
    clock: {
      now: () => now,
      after(ms, then) {
        const timer = { at: now + ms, then };
        timers.push(timer);
        return () => {
          timers = timers.filter((other) => other !== timer);
        };
      },
    },
    tell: (state) => states.push(state),
  });
  return {
    keeper,
    saves,
    states,
    pass(ms: number) {
      now += ms;
      const due = timers.filter(({ at }) => at <= now);
      timers = timers.filter(({ at }) => at > now);
      for (const { then } of due) then();
    },
    settle: () => new Promise((done) => setImmediate(done)),
  };
}

test('A letter is saved once, a rest after the last change', async () => {
  const s = stage();
  s.keeper.changed(draft('H'));
  s.pass(rest - 1);
  s.keeper.changed(draft('Hello'));
  s.pass(rest - 1);
  expect(s.saves).toEqual([]);
  s.pass(1);
  expect(s.saves.map(({ id, text }) => [id, text])).toEqual([[null, 'Hello']]);
  s.saves[0]?.give(7);
  await s.settle();
  expect(s.states.at(-1)).toEqual({ at: 'saved', when: 1000 + 2 * rest - 1 });
  expect(s.keeper.id).toBe(7);
});

test('Two saves never run at once, so that one letter never becomes two drafts', async () => {
  const s = stage();
  s.keeper.changed(draft('a'));
  s.pass(rest);
  s.keeper.changed(draft('b'));
  s.pass(rest);
  const flushed = s.keeper.flush();
  expect(s.saves).toHaveLength(1);
  s.saves[0]?.give(7);
  await s.settle();
  expect(s.saves.map(({ id, text }) => [id, text])).toEqual([
    [null, 'a'],
    [7, 'b'],
  ]);
  s.saves[1]?.give(7);
  expect(await flushed).toBe(true);
});

test('What could not be saved is said, and tried again with the next flush', async () => {
  const s = stage(3);
  s.keeper.changed(draft('a'));
  const first = s.keeper.flush();
  const full = new MailError({ kind: 'not-stored', at: 'vault.drafts', reason: 'disk-full', advice: 'free-space' });
  s.saves[0]?.refuse(full);
  expect(await first).toBe(false);
  expect(s.states.at(-1)).toEqual({ at: 'failed', error: full.toValue() });
  const second = s.keeper.flush();
  expect(s.saves[1]).toMatchObject({ id: 3, text: 'a' });
  s.saves[1]?.give(3);
  expect(await second).toBe(true);
  expect(s.states.at(-1)?.at).toBe('saved');
});

test('Nothing changed, nothing saved', async () => {
  const s = stage();
  expect(await s.keeper.flush()).toBe(true);
  expect(s.saves).toEqual([]);
});

test('After a stop nothing is saved any more, and the id of a save under way is known', async () => {
  const s = stage();
  s.keeper.changed(draft('a'));
  s.pass(rest);
  s.keeper.changed(draft('b'));
  const stopped = s.keeper.stop();
  s.saves[0]?.give(9);
  expect(await stopped).toBe(9);
  s.keeper.changed(draft('c'));
  s.pass(rest * 2);
  await s.keeper.flush();
  expect(s.saves).toHaveLength(1);
});
