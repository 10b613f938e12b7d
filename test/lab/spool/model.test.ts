import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Mailbox, SpoolChange } from '../../../src/lab/spool/store.ts';
import { AIKO, boxOf, openIn, temporary } from './support/spool.ts';

interface Kept {
  uid: number;
  content: string;
  flags: Set<string>;
}
/** A mailbox as simple as it can be. */
interface Model {
  next: number;
  kept: Kept[];
  gone: number[];
}

const flags = fc.subarray(['\\Seen', '\\Flagged', '\\Deleted', '$Forwarded', 'work']);
const picks = fc.array(fc.nat(30), { maxLength: 5 });
const box = fc.constantFrom<0 | 1>(0, 1);
const step = fc.oneof(
  fc.record({
    do: fc.constant('append' as const),
    box,
    text: fc.string({ unit: fc.constantFrom('a', '\n', '\r\n', '.', 'é'), maxLength: 20 }),
    flags,
  }),
  fc.record({
    do: fc.constant('flags' as const),
    box,
    picks,
    how: fc.constantFrom<'set' | 'add' | 'remove'>('set', 'add', 'remove'),
    flags,
  }),
  fc.record({ do: fc.constant('expunge' as const), box, picks }),
  fc.record({ do: fc.constant('copy' as const), box, picks }),
  fc.record({ do: fc.constant('reopen' as const) }),
);
type Step = typeof step extends fc.Arbitrary<infer T> ? T : never;

const uidsOf = (model: Model, wanted: readonly number[]): number[] =>
  [...new Set(wanted)].sort((a, b) => a - b).filter((uid) => model.kept.some((one) => one.uid === uid));

function apply(models: readonly [Model, Model], given: Step): void {
  if (given.do === 'reopen') return;
  const model = models[given.box];
  if (given.do === 'append')
    model.kept.push({ uid: model.next++, content: given.text.replace(/\r?\n/g, '\r\n'), flags: new Set(given.flags) });
  else if (given.do === 'flags') {
    for (const one of model.kept) {
      if (!given.picks.includes(one.uid)) continue;
      if (given.how === 'set') one.flags = new Set(given.flags);
      for (const flag of given.flags) {
        if (given.how === 'remove') one.flags.delete(flag);
        else one.flags.add(flag);
      }
    }
  } else if (given.do === 'expunge') {
    model.gone.push(...uidsOf(model, given.picks));
    model.kept = model.kept.filter(({ uid }) => !given.picks.includes(uid));
  } else {
    const to = models[given.box === 0 ? 1 : 0];
    for (const uid of uidsOf(model, given.picks)) {
      const one = model.kept.find((kept) => kept.uid === uid);
      if (one !== undefined) to.kept.push({ ...one, uid: to.next++, flags: new Set(one.flags) });
    }
  }
}

async function carryOut(boxes: readonly [Mailbox, Mailbox], given: Exclude<Step, { do: 'reopen' }>): Promise<void> {
  const mailbox = boxes[given.box];
  if (given.do === 'append') await mailbox.append(Buffer.from(given.text), { flags: given.flags });
  else if (given.do === 'flags') await mailbox.setFlags(given.picks, given.how, given.flags);
  else if (given.do === 'expunge') await mailbox.expunge(given.picks, 'lab');
  else await mailbox.copy(given.picks, boxes[given.box === 0 ? 1 : 0]);
}

async function isAs(mailbox: Mailbox, model: Model): Promise<void> {
  const found = await Promise.all(
    mailbox.messages.map(async ({ uid, size, flags: has }) => {
      const content = (await mailbox.read(uid)).toString();
      expect(size).toBe(Buffer.byteLength(content));
      return { uid, content, flags: [...has].sort() };
    }),
  );
  expect(found).toEqual(model.kept.map((one) => ({ ...one, flags: [...one.flags].sort() })));
  expect(mailbox.uidNext).toBe(model.next);
  expect(mailbox.vanishedSince(0)).toEqual([...model.gone].sort((a, b) => a - b));
}

test('a mailbox is what a simple model says, step by step, and the same when it is opened again', {
  timeout: 120_000,
}, async () => {
  const root = temporary();
  let run = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
      const folder = `${root}/${run++}`;
      let { spool } = await openIn(folder);
      const both = async (): Promise<[Mailbox, Mailbox]> => [await boxOf(spool), await boxOf(spool, AIKO, 'Sent')];
      let boxes = await both();
      const models: [Model, Model] = [
        { next: 1, kept: [], gone: [] },
        { next: 1, kept: [], gone: [] },
      ];
      const validity = boxes.map((one) => one.uidValidity);
      for (const given of [...steps, { do: 'reopen' as const }]) {
        apply(models, given);
        if (given.do !== 'reopen') {
          const before = boxes[given.box].messages;
          const count = before.length;
          await carryOut(boxes, given);
          expect(before).toHaveLength(count);
        } else {
          const modseqs = boxes.map((one) => one.highestModseq);
          await spool.close();
          spool = (await openIn(folder)).spool;
          boxes = await both();
          expect(boxes.map((one) => one.highestModseq)).toEqual(modseqs);
        }
        await isAs(boxes[0], models[0]);
        await isAs(boxes[1], models[1]);
      }
      expect(boxes.map((one) => one.uidValidity)).toEqual(validity);
      await spool.close();
    }),
    { numRuns: 60 },
  );
});

test('who listens hears each change once, in order, and can rebuild the mailbox from it', async () => {
  const { spool } = await openIn(temporary());
  const inbox = await boxOf(spool);
  const heard: SpoolChange[] = [];
  inbox.listen((change) => heard.push(change));
  await Promise.all(Array.from({ length: 20 }, (_, n) => spool.deliver(AIKO, Buffer.from(`Subject: ${n}\r\n\r\n`))));
  await Promise.all([
    inbox.setFlags([1, 2, 3], 'add', ['\\Seen']),
    inbox.expunge([2, 19], 'imap'),
    inbox.setFlags([2, 3], 'set', ['\\Flagged']),
  ]);
  const rebuilt = new Map<number, string>();
  for (const change of heard) {
    if (change.kind === 'expunged') rebuilt.delete(change.uid);
    else rebuilt.set(change.message.uid, [...change.message.flags].join(' '));
  }
  expect([...rebuilt]).toEqual(inbox.messages.map((one) => [one.uid, [...one.flags].join(' ')]));
  const modseqs = heard.map((change) => (change.kind === 'expunged' ? change.modseq : change.message.modseq));
  expect(modseqs).toEqual([...modseqs].sort((a, b) => a - b));
});

test('STORE with UNCHANGEDSINCE changes what nobody changed since, and tells the rest', async () => {
  const { spool } = await openIn(temporary());
  const inbox = await boxOf(spool);
  for (const n of [1, 2, 3]) await spool.deliver(AIKO, Buffer.from(`Subject: ${n}\r\n\r\n`));
  const since = inbox.highestModseq;
  await inbox.setFlags([2], 'add', ['\\Seen']);
  const { changed, modified } = await inbox.setFlags([1, 2, 3, 99], 'add', ['\\Flagged'], since);
  expect(changed.map(({ uid }) => uid)).toEqual([1, 3]);
  expect(modified).toEqual([2]);
  const before = inbox.highestModseq;
  await inbox.setFlags([1], 'add', ['\\FLAGGED']);
  expect(inbox.highestModseq).toBe(before);
});
