import { describe, expect, test } from 'vitest';
import { checkExperiment, shipped, withMachines } from '../../../src/compare/experiments/index.ts';
import { Machine } from '../../../src/contract/compare/machine.ts';
import { shippedOne } from '../facts/handmade.ts';

const machine = (id: string, protocol: 'imap' | 'pop3'): Machine => Machine.parse({ id, name: id, protocol });
const on = (name: string, machines: Machine[]): unknown[] =>
  withMachines(shippedOne(name), machines).steps.flatMap((step) => ('on' in step ? [step.on] : []));

test('machines that are called as ours only take their place', () => {
  const { machines } = shippedOne('read-state');
  const slow = machines.map((each) => ({ ...each, link: { kbitPerSecond: 64, delayMs: 300 } }));
  expect(withMachines(shippedOne('read-state'), slow)).toEqual({ ...shippedOne('read-state'), machines: slow });
});

describe('machines with names of their own take over the parts', () => {
  test('in their order, protocol by protocol, and each part keeps its mailbox', () => {
    const given = [
      machine('tower', 'imap'),
      machine('attic', 'pop3'),
      machine('sofa', 'imap'),
      machine('shed', 'pop3'),
    ];
    expect(on('read-state', given)[0]).toEqual(['attic', 'tower']);
    expect(withMachines(shippedOne('read-state'), given).machines.map(({ id, mailbox }) => [id, mailbox])).toEqual([
      ['tower', 'imap'],
      ['attic', 'pop3'],
      ['sofa', 'imap'],
      ['shed', 'pop3'],
    ]);
  });

  test('also where every step is for all of them', () => {
    const { machines } = withMachines(shippedOne('full-disk'), [machine('tower', 'imap'), machine('attic', 'pop3')]);
    expect(machines.map(({ id, mailbox }) => [id, mailbox])).toEqual([
      ['tower', 'imap'],
      ['attic', 'pop3'],
    ]);
  });

  test('what nobody is left to do is left out', () => {
    const given = [machine('tower', 'imap'), machine('attic', 'pop3')];
    expect(withMachines(shippedOne('same-moment'), given).steps.some((step) => step.do === 'together')).toBe(false);
    expect(on('read-state', given)).toEqual([
      ['attic', 'tower'],
      ['attic', 'tower'],
      ['attic', 'tower'],
    ]);
  });

  test('more machines than parts share the last one', () => {
    const given = ['a', 'b', 'c'].map((id) => machine(id, 'imap'));
    expect(on('read-state', given)).toEqual(['a', 'a', ['b', 'c'], ['b', 'c'], 'a']);
  });
});

const lists: [string, Machine[]][] = [
  ['one of each', [machine('tower', 'imap'), machine('attic', 'pop3')]],
  ['three over IMAP', ['a', 'b', 'c'].map((id) => machine(id, 'imap'))],
  ['two over POP3', ['a', 'b'].map((id) => machine(id, 'pop3'))],
];
test.each(lists)('each of our experiments can be run with %s, or it is said what it lacks', (_, given) => {
  for (const experiment of shipped) {
    const { problems } = checkExperiment(withMachines(experiment, given));
    const lacks = problems.map(({ path }) => path.replace(/\d+/, 'N'));
    expect(
      lacks.filter((path) => !/^steps\.N\.(mails|as|with|to)/.test(path)),
      experiment.name,
    ).toEqual([]);
  }
});
