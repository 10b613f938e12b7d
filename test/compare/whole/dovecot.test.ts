/** The same experiments on real servers: Dovecot, with Postfix that delivers into it, give what they give against a lab. */
import { beforeAll, expect, test } from 'vitest';
import { shipped } from '../../../src/compare/experiments/index.ts';
import { type Ground, labGround } from '../../../src/compare/ground/index.ts';
import { runAll } from '../../../src/compare/run/index.ts';
import type { Experiment } from '../../../src/contract/compare/experiment.ts';
import type { ExperimentResult, Report } from '../../../src/contract/compare/result.ts';
import { describeReal } from '../../servers/available.ts';
import { census } from '../support/census.ts';
import { dovecotGround, settings } from '../support/ground.ts';
import { sentencesOf, shownIn } from './alike.ts';
import { answersOf, expectTable } from './table.ts';

const run = (ground: Ground, experiments: readonly Experiment[] = shipped): Promise<Report> =>
  runAll({ experiments, ground, seed: 1, pace: 1000, lang: 'en', version: '0.0.0' });

async function inLab(): Promise<Report> {
  const ground = await labGround();
  try {
    return await run(ground);
  } finally {
    await ground.close();
  }
}

function result({ experiments }: Report, name: string): ExperimentResult {
  const found = experiments.find((each) => each.name === name);
  if (found === undefined) throw new Error(`no ${name}`);
  return found;
}

describeReal('real Dovecot and Postfix', () => {
  let lab: Report;
  let real: Report;
  /** All folders and mails of the four mailboxes when all is over. */
  let left: readonly string[];
  beforeAll(async () => {
    const inDovecot = async () => {
      const { ground, servers, close } = await dovecotGround();
      try {
        const report = await run(ground);
        await ground.close();
        const mailboxes = await Promise.all(servers.accounts.map(({ user }) => census(servers.dovecot, user)));
        left = mailboxes.flatMap((mailbox) => Object.entries(mailbox).flatMap(([path, mails]) => [path, ...mails]));
        return report;
      } finally {
        await close();
      }
    };
    [lab, real] = await Promise.all([inLab(), inDovecot()]);
  }, 300_000);

  test('they are what was measured', () => {
    for (const greeting of [real.ground.imap, real.ground.pop3]) expect(greeting).toMatch(/^Dovecot/);
    expect(real.ground.kind).toBe('server');
  });

  test('all twelve experiments run there, and find what the protocols are known for', () => {
    expectTable(real);
  });

  test('all facts are those of the lab, but for octets and times', () => {
    expect(answersOf(real)).toEqual(answersOf(lab));
  });

  test('the answers are the same sentences in both languages, but for the amounts', () => {
    expect(sentencesOf(real)).toEqual(sentencesOf(lab));
  });

  test.each(shipped.map(({ name }) => name))(
    '%s: after every step each machine shows the same of each mail as in the lab, and the server has the same',
    (name) => {
      expect(shownIn(result(real, name))).toEqual(shownIn(result(lab, name)));
    },
  );

  test('nothing of it is left in the mailboxes', () => {
    const folders = ['Archive', 'Drafts', 'INBOX', 'Junk', 'Sent', 'Trash'];
    expect([...left].sort()).toEqual(folders.flatMap((path) => Array(4).fill(path)));
  });
});

describeReal('Dovecot with its own settings', () => {
  /** Dovecot does not lock the maildrop, marks as read for IMAP what POP3 fetched, and does not compress. */
  const otherwise = ['read-state', 'thin-line', 'same-moment'];
  let report: Report;
  beforeAll(async () => {
    const { ground, close } = await dovecotGround({ extra: settings.itsOwn });
    try {
      report = await run(
        ground,
        shipped.filter(({ name }) => otherwise.includes(name)),
      );
    } finally {
      await close();
    }
  }, 120_000);

  test('two POP3 machines get in at the same moment, and that is what is said', () => {
    const { facts, answer } = result(report, 'same-moment');
    expect(facts).toMatchObject({ lockedOut: { imap: false, pop3: false }, toldAtOnce: { imap: true, pop3: false } });
    expect(answer).toContain('Over POP3 both get in at the same moment.');
  });

  test('mail that POP3 fetched is read on the server, yet new again on the other POP3 machine', () => {
    const { facts } = result(report, 'read-state');
    expect(facts).toMatchObject({
      seenOnServer: { imap: 5, pop3: 6 },
      readStateShared: { imap: true, pop3: false },
      newAgain: { imap: false, pop3: true },
      copies: { imap: 0, pop3: 2 },
      copiesOnServer: { imap: 1, pop3: 1 },
    });
  });

  test('the text of a mail with ten megabytes costs IMAP less than a hundredth of what it costs POP3', () => {
    const { facts } = result(report, 'thin-line');
    expect(facts['compressed']).toEqual({ imap: false, pop3: false });
    expect(facts['textBytes']?.['ratio']).toBeLessThan(0.01);
  });
});
