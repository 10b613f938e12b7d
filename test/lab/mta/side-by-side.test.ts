/** Next hops of one mail at the same time: the silent one waits alone, and what is known is written down in order. */
import { expect, test } from 'vitest';
import { sideBySide } from '../../../src/lab/mta/relay/side-by-side.ts';
import { events, labWith, worldWith } from '../support/lab.ts';
import { scripted, usual } from './support/scripted.ts';

function gate(): { readonly open: () => void; readonly opened: Promise<void> } {
  let open = (): void => {};
  const opened = new Promise<void>((resolve) => {
    open = resolve;
  });
  return { open: () => open(), opened };
}

test('results stand in the order of the jobs; each note has the newest state, and none begins before the one before has ended', async () => {
  const gates = [gate(), gate(), gate(), gate()];
  const notes: (number | null)[][] = [];
  let noting = 0;
  let running = 0;
  let most = 0;
  const all = sideBySide(
    gates.map(({ opened }, i) => async () => {
      most = Math.max(most, ++running);
      await opened;
      running--;
      return i;
    }),
    2,
    async (known) => {
      expect(++noting).toBe(1);
      notes.push([...known]);
      await new Promise((done) => setImmediate(done));
      noting--;
    },
  );
  gates[1]?.open();
  await expect.poll(() => notes).toEqual([[null, 1, null, null]]);
  for (const { open } of gates) open();
  expect(await all).toEqual([0, 1, 2, 3]);
  expect(most).toBe(2);
  expect(notes.length).toBeLessThanOrEqual(3);
});

test('where the disk refuses a note nothing new begins, and what is under way is still noted', async () => {
  const slow = gate();
  const notes: (string | null)[][] = [];
  let begun = 0;
  const all = sideBySide(
    [
      async () => 'quick',
      async () => {
        await slow.opened;
        return 'slow';
      },
      async () => {
        begun++;
        return 'never';
      },
    ],
    2,
    async (known) => {
      notes.push([...known]);
      throw new Error('the disk is full');
    },
  );
  const failure = expect(all).rejects.toThrow('the disk is full');
  await expect.poll(() => notes.length).toBe(1);
  slow.open();
  await failure;
  expect(begun).toBe(0);
  expect(notes.at(-1)).toEqual(['quick', 'slow', null]);
});

test('a next hop that says nothing holds up no other: they have the mail, and it is written down', async () => {
  const silent = await scripted(() => '');
  const [first, second] = [await scripted(usual(['PIPELINING'])), await scripted(usual(['PIPELINING']))];
  const lab = await labWith({
    world: worldWith((world) => {
      const hops = { 'silent.test': silent, 'first.test': first, 'second.test': second };
      for (const [domain, { port }] of Object.entries(hops))
        world.transports.push({
          host: 'mx1.hana.test',
          domain,
          via: { kind: 'fixed', address: '127.0.0.1', port },
        });
    }),
  });
  await lab.send({
    from: 'aiko@hana.test',
    to: ['x@silent.test', 'x@first.test', 'x@second.test'],
    subject: 'x',
    text: 'x',
  });
  await expect
    .poll(async () => (await lab.queue()).flatMap(({ recipients }) => recipients.map(({ state }) => state)))
    .toEqual(['waiting', 'delivered', 'delivered']);
  expect(events(lab, 'attempt')).toHaveLength(3);
});
