import { expect, test } from 'vitest';
import type { z } from 'zod';
import { asMailError } from '../../../src/base/errors.ts';
import { shipped } from '../../../src/compare/experiments/index.ts';
import { mustMakeNew, mustNotDelete, mustShareOwn } from '../../../src/compare/ground/may-happen.ts';
import { Experiment } from '../../../src/contract/compare/experiment.ts';
import { explain } from '../../../src/contract/words/index.ts';

const experiment = (o: Partial<z.input<typeof Experiment>>): Experiment =>
  Experiment.parse({
    name: 'mine',
    title: 'Mine',
    question: 'What then?',
    machines: [{ id: 'pc', name: { en: 'Office PC', ja: '職場のPC' }, protocol: 'imap' }],
    steps: [{ do: 'sync', on: 'all' }],
    ...o,
  });
const refused = (work: () => void) => {
  try {
    work();
    return null;
  } catch (thrown) {
    const error = asMailError(thrown, 'test');
    return { reason: error.reason, en: explain(error, 'en').what, ja: explain(error, 'ja').what };
  }
};
const pop3 = (keep: z.input<typeof Experiment>['machines'][number]['keep']) =>
  experiment({ machines: [{ id: 'pc', name: { en: 'Office PC', ja: '職場のPC' }, protocol: 'pop3', keep }] });

test('a POP3 machine that deletes from the server is refused beside mail of others, in plain words', () => {
  expect(refused(() => mustNotDelete(pop3({ policy: 'forever' })))).toBeNull();
  expect(refused(() => mustNotDelete(pop3({ policy: 'days', days: 7 })))).toMatchObject({
    reason: 'would-delete-foreign',
  });
  const said = refused(() => mustNotDelete(pop3({ policy: 'delete' })));
  expect(said?.en).toBe(
    'The machine “Office PC” deletes mail from the server over POP3, which cannot tell your mail from that of the experiment.',
  );
  expect(said?.ja).toContain('「職場のPC」');
});

test('an IMAP machine deletes only what it is told to', () => {
  const { machines } = experiment({
    machines: [{ id: 'pc', name: 'PC', protocol: 'imap', keep: { policy: 'delete' } }],
  });
  expect(refused(() => mustNotDelete({ machines }))).toBeNull();
});

test('only a folder that the experiment makes is shared', () => {
  const share = { do: 'share', on: 'pc', folder: 'Project', with: 'hers' } as const;
  const make = { do: 'make-folder', on: 'pc', folder: 'Project' } as const;
  expect(refused(() => mustShareOwn(experiment({ steps: [make, share] }), 'box1'))).toBeNull();
  expect(refused(() => mustShareOwn(experiment({ steps: [share, make] }), 'box1'))).toMatchObject({
    reason: 'folder-not-ours',
    en: 'The folder “Project” of box1 is not one that this experiment makes, so it is left alone.',
  });
});

test('a folder that is there already is not made, also below INBOX and in other letters', () => {
  const { steps } = experiment({ steps: [{ do: 'make-folder', on: 'pc', folder: 'Project' }] });
  const there = (path: string) => refused(() => mustMakeNew({ steps }, [{ path, delimiter: '.' }], 'box1'))?.reason;
  expect(there('Projects')).toBeUndefined();
  expect(there('project')).toBe('folder-not-ours');
  expect(there('INBOX.Project')).toBe('folder-not-ours');
});

test('every experiment that comes with the program may happen in an empty mailbox', () => {
  for (const each of shipped) {
    expect(refused(() => mustShareOwn(each, 'box1'))).toBeNull();
    expect(refused(() => mustMakeNew(each, [{ path: 'INBOX', delimiter: '/' }], 'box1'))).toBeNull();
  }
});
