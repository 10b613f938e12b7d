/** Experiments that could be run, of every kind of step, drawn at random: fast-check draws wishes, and a story makes sound steps of them. */
import fc from 'fast-check';
import { Experiment } from '../../../../src/contract/compare/experiment.ts';
import type { StepInput } from '../../../../src/contract/compare/step.ts';

const kinds = [
  'deliver',
  'sync',
  'together',
  'listen',
  'rest',
  'open',
  'fetch',
  'mark',
  'make-folder',
  'move',
  'delete',
  'search',
  'send',
  'share',
  'offline',
  'online',
  'wait',
  'lose',
  'replace',
  'fill-disk',
  'free-disk',
] as const satisfies readonly StepInput['do'][];

const flags = ['seen', 'flagged', 'answered', 'draft', 'my-label', 'a b', '\\Deleted', 'ü'] as const;
const places = ['INBOX', 'inbox', 'Trash', 'trash', 'Sent', 'Work', 'Work/春', 'a.b', '../x', 'no such'] as const;
const subjects = [
  undefined,
  '',
  '<script>alert(1)</script>',
  '=1+1',
  'a\u202eb',
  '会議',
  'two\r\nBcc: x@y.test',
] as const;

const wish = fc.record({
  kind: fc.constantFrom(...kinds, 'deliver' as const, 'sync' as const, 'sync' as const),
  who: fc.nat(31),
  mails: fc.array(fc.nat(40), { minLength: 1, maxLength: 4 }),
  place: fc.constantFrom(...places),
  flag: fc.constantFrom(...flags),
  subject: fc.constantFrom(...subjects),
  yes: fc.boolean(),
  n: fc.nat(9),
});
type Wish = typeof wish extends fc.Arbitrary<infer W> ? W : never;

const machine = fc.record({
  protocol: fc.constantFrom('imap' as const, 'pop3' as const),
  mailbox: fc.constantFrom('mine', 'mine', 'yours'),
  keep: fc.constantFrom(
    { policy: 'forever' as const },
    { policy: 'delete' as const },
    { policy: 'days' as const, days: 1 },
  ),
  fetch: fc.constantFrom('list' as const, 'text' as const, 'everything' as const),
  link: fc.constantFrom({ kbitPerSecond: null, delayMs: 0 }, { kbitPerSecond: 64, delayMs: 150 }),
  storage: fc.constantFrom(null, null, null, 1, 400_000, 700_000),
});

/** Each step is one that the check takes, whatever comes of it. */
export const experiments: fc.Arbitrary<Experiment> = fc
  .record({
    machines: fc.array(machine, { minLength: 1, maxLength: 4 }),
    wishes: fc.array(wish, { minLength: 1, maxLength: 12 }),
  })
  .map(({ machines, wishes }) => {
    const named = machines.map((each, i) => ({ ...each, id: `m${i}`, name: `Machine ${i}` }));
    const story = new Story(named);
    const steps = wishes.flatMap((each) => story.step(each) ?? []);
    return Experiment.parse({
      name: 'random',
      title: 'Random',
      question: 'What happens?',
      machines: named,
      steps: steps.length === 0 ? [{ do: 'sync', on: 'all' }] : steps,
    });
  });

class Story {
  readonly #machines: readonly { id: string; mailbox: string }[];
  readonly #lost = new Set<string>();
  readonly #mails: string[] = [];
  #n = 0;

  constructor(machines: readonly { id: string; mailbox: string }[]) {
    this.#machines = machines;
  }

  step({ kind, who, mails, place, flag, subject, yes, n }: Wish): StepInput | null {
    this.#n += 1;
    const alive = this.#machines.map(({ id }) => id).filter((id) => !this.#lost.has(id));
    const on = alive.filter((_, i) => (who >> i) % 2 === 1);
    const some = on.length > 0 ? on : alive.slice(0, 1);
    const mailboxes = [...new Set(this.#machines.map(({ mailbox }) => mailbox))];
    const mailbox = mailboxes[n % mailboxes.length] ?? 'mine';
    const topic = subject === undefined ? {} : { subject };
    if (kind === 'deliver') {
      const as = `d${this.#n}x`;
      const count = 1 + (n % 3);
      this.#mails.push(...(count === 1 ? [as] : Array.from({ length: count }, (_, i) => `${as}${i + 1}`)));
      return {
        ...{ do: kind, as, count, ...topic, attachment: yes ? 30_000 * n : 0, shape: yes ? 'html' : 'plain' },
        ...(n > 6 ? { to: mailbox } : {}),
        ...(n === 5 ? { word: 'needle', from: '"Ann, <b>" <ann@a.test>', addressed: 'list@b.test' } : {}),
      };
    }
    if (kind === 'wait') return { do: kind, days: n, minutes: n };
    if (kind === 'replace') {
      const id = [...this.#lost][0] ?? some[0];
      if (id === undefined) return null;
      this.#lost.delete(id);
      return { do: kind, on: id };
    }
    if (some.length === 0) return null;
    if (kind === 'lose') {
      const [id = ''] = some;
      this.#lost.add(id);
      return { do: kind, on: id };
    }
    if (kind === 'together') return alive.length < 2 ? null : { do: kind, on: alive.slice(0, 2) };
    if (kind === 'make-folder') return { do: kind, on: some, folder: place };
    if (kind === 'search')
      return { do: kind, on: some, where: yes ? 'server' : 'here', [n % 2 ? 'text' : 'from']: subject || 'needle' };
    if (kind === 'share') return { do: kind, on: some, folder: place, with: mailbox, may: yes ? 'read' : 'write' };
    if (kind === 'fill-disk') return { do: kind, on: some, leave: n * 1000 };
    if (kind === 'send') {
      const as = `s${this.#n}x`;
      const sender = some.slice(0, 1);
      this.#mails.push(as);
      return { do: kind, on: sender, as, ...topic, ...(yes ? { to: mailbox } : {}) };
    }
    if ('open fetch mark move delete'.split(' ').includes(kind)) {
      if (this.#mails.length === 0) return null;
      const named = [...new Set(mails.map((each) => this.#mails[each % this.#mails.length] ?? ''))];
      if (kind === 'mark') return { do: kind, on: some, mails: named, [yes ? 'set' : 'unset']: [flag] };
      if (kind === 'move') return { do: kind, on: some, mails: named, to: place };
      if (kind === 'delete') return { do: kind, on: some, mails: named, forGood: yes };
      return { do: kind as 'open' | 'fetch', on: some, mails: named };
    }
    return { do: kind as 'sync' | 'listen' | 'rest' | 'offline' | 'online' | 'free-disk', on: some };
  }
}
