import { describe, expect, test } from 'vitest';
import { answerOf } from '../../../src/compare/answers/index.ts';
import { shipped } from '../../../src/compare/experiments/index.ts';
import { type Evidence, factsOf } from '../../../src/compare/facts/index.ts';
import type { Facts } from '../../../src/contract/compare/result.ts';
import { eachOf, experimentOf, handmade, refusal, shippedOne } from '../facts/handmade.ts';

const told = (name: string, facts: Facts, lang: 'en' | 'ja' = 'en'): string =>
  answerOf(name, facts, handmade(shippedOne(name), {}), lang);
const own = (evidence: Evidence, lang: 'en' | 'ja' = 'en'): string =>
  answerOf('own', factsOf(evidence), evidence, lang);

describe('an answer says how it came out, also where it came out otherwise', () => {
  test('read state', () => {
    const facts = (imap: number, pop3: number): Facts => ({
      newAgainMails: { imap, pop3 },
      readBefore: { imap: 4, pop3: 4 },
    });
    expect(told('read-state', facts(0, 4))).toBe(
      'Over POP3, yes: of 4 mails read on one machine, 4 came to the other one as new. Over IMAP, no: of 4 mails read on one machine, none came to the other one as new.',
    );
    expect(told('read-state', facts(3, 0))).toBe(
      'Over POP3, no: of 4 mails read on one machine, none came to the other one as new. Over IMAP, yes: of 4 mails read on one machine, 3 came to the other one as new.',
    );
    expect(told('read-state', facts(0, 4), 'ja')).toContain('POP3では新着に戻ります。あるマシンで読んだ4通のうち4通が');
  });

  test('a big attachment', () => {
    const facts = (imap: number | null): Facts => ({
      textBytes: { imap, pop3: 1_000_000, ratio: imap === null ? null : imap / 1_000_000 },
      textLineMs: { imap: imap === null ? null : 1500, pop3: 125_000 },
      mailBytes: { imap: 990_000, pop3: 990_000 },
    });
    expect(told('thin-line', facts(5000))).toContain('IMAP needs 0.50 % of what POP3 needs');
    expect(told('thin-line', facts(5000))).toContain('costs 1 MB and 2 min 5 s of this line');
    expect(told('thin-line', facts(1_100_000))).toContain('IMAP saved nothing here: it needed 110 %');
    expect(told('thin-line', facts(null))).toContain('Over IMAP the text never arrived.');
  });

  test('the loss of a machine', () => {
    const facts: Facts = {
      survives: { imap: 5, 'pop3-keep': 2, 'pop3-delete': 0, of: 5 },
      wasOnServer: { imap: 5, 'pop3-keep': 2, 'pop3-delete': 0 },
      readSurvives: { imap: 3, 'pop3-keep': 0, 'pop3-delete': 0, of: 3 },
    };
    const answer = told('loss', facts);
    expect(answer).toContain(
      'Over POP3 that leaves mail on the server, the server had 2 of the 5 mails; 2 of the 5 are left',
    );
    expect(answer).toContain('none of the 5 are left after the loss.');
    expect(answer).toContain(
      'Over IMAP, the server had all 5 mails; all 5 are left after the loss (marked as read: 3 of 3)',
    );
  });

  test('searching', () => {
    const facts = (refused: string | null, imap: boolean): Facts => ({
      serverSearch: { imap, pop3: false },
      serverSearchRefused: { imap: null, pop3: refused },
      foundByFrom: { imap: imap ? 3 : 1, pop3: 0, of: 3 },
    });
    expect(told('search', facts('pop3-no-search', true))).toMatch(
      /^Over POP3, no: POP3 has no command.* Over IMAP, yes: .*by sender 3 of 3/,
    );
    expect(told('search', facts('pop3-no-search', false))).toContain('Over IMAP, not all of it');
    expect(told('search', facts('closed', true))).toContain('Over POP3, no: the search failed (closed).');
  });

  test('deleted, left for some days, sent', () => {
    expect(told('delete', { stillThere: { imap: 1, pop3: 0 }, deletedMails: { imap: 2, pop3: 2 } })).toMatch(
      /^Over POP3, no: .* Over IMAP, yes: of 2 mails deleted on one machine, the other one still shows 1 where it was\.$/,
    );
    const days = (missed: number): Facts => ({
      neverReached: { imap: 0, pop3: missed },
      delivered: { imap: 5, pop3: 5 },
      leftServer: { imap: 0, pop3: missed },
      takenBy: { imap: null, pop3: 'office-pop3' },
    });
    expect(told('leave-days', days(2))).toContain(
      '“Office PC over POP3, leaves mail for 7 days” had taken them off the server',
    );
    expect(told('leave-days', days(0))).toMatch(/^Over POP3, yes: all 5 reached every machine\./);
    expect(told('sent', { sentSeen: { imap: false, pop3: true }, sentOnServer: { imap: true, pop3: true } })).toBe(
      'Over POP3, yes: the other machine shows what was sent, for a copy of it lies on the server. Over IMAP, no: the server has a copy, but the other machine does not see it.',
    );
    expect(told('sent', { sentRefused: { imap: 'not-found', pop3: null } })).toContain('so this stays open');
  });

  test('at the same moment, shared, full, away', () => {
    expect(
      told('same-moment', { lockedOut: { imap: false, pop3: false }, toldAtOnce: { imap: false, pop3: false } }),
    ).toBe(
      'Over POP3 both get in at the same moment. Over IMAP both get in at the same moment. The POP3 machine is not told of a new mail. The IMAP machine is not told of a new mail.',
    );
    expect(
      told('share', {
        shared: { imap: false, pop3: false },
        shareRefused: { imap: 'acl-missing', pop3: 'pop3-no-sharing' },
      }),
    ).toContain('Over IMAP, not on this server');
    expect(told('full-disk', { lostMail: { imap: 0, pop3: 2 } })).toBe(
      'Over POP3 2 mails are lost: no machine and no server has them. Over IMAP no mail is lost.',
    );
    expect(told('offline', { carriedLater: { imap: false, pop3: false } })).toContain(
      'over IMAP never shows on the other machine',
    );
  });
});

describe('an experiment that somebody wrote', () => {
  const machines = [
    { id: 'a', name: 'A', protocol: 'pop3' },
    { id: 'b', name: 'B', protocol: 'pop3' },
  ];
  const steps = [
    { do: 'deliver', count: 2 },
    { do: 'sync', on: 'a' },
    { do: 'open', on: 'a', mails: 'm1' },
    { do: 'sync', on: 'b' },
  ];
  const evidence = handmade(experimentOf({ machines, steps }), {
    1: { server: { mine: { INBOX: ['m1', 'm2'] } } },
    2: { cells: { a: eachOf(['m1', 'm2'], 'whole fresh') }, bytes: { a: 4000 } },
    3: { cells: { a: { m1: 'whole read' } } },
    4: { cells: { b: eachOf(['m1', 'm2'], 'whole fresh') }, errors: { a: refusal('mailbox-locked') } },
  });

  test('is answered by every fact that it gave ground for, what differs, what failed, and what it cost', () => {
    const answer = own(evidence);
    expect(answer).toContain('Over POP3, yes: of 1 mail read on one machine, 1 came to the other one as new.');
    expect(answer).toContain('a whole copy of a mail lies on 2 machines');
    expect(answer).toContain('In the end the machines that read the same mailbox agree about every mail.');
    expect(answer).toMatch(/One thing could not be done \(.*mailbox/);
    expect(answer).toContain('A POP3 machine moved 2 kB in');
    expect(answer).not.toContain('IMAP');
  });

  test('differences are counted by what they are about', () => {
    const last = evidence.steps.at(-1);
    const differences = (['read', 'read', 'holds'] as const).map((about, i) => ({
      mail: `m${i}`,
      mailbox: 'mine',
      about,
      values: { a: true, b: false },
    }));
    const steps = evidence.steps.map((step) => (step === last ? { ...step, differences } : step));
    expect(own({ ...evidence, steps })).toContain(
      'Mails: 2 read on one and unread on another, 1 held in different parts.',
    );
    expect(own({ ...evidence, steps }, 'ja')).toContain('一方で既読、他方で未読：2通');
  });

  test('has an answer even where nothing happened', () => {
    const idle = handmade(experimentOf({ machines, steps: [{ do: 'sync', on: 'all' }] }), {});
    expect(own(idle)).not.toBe('');
    expect(own(idle, 'ja')).not.toBe('');
  });
});

test('whatever the facts are, no sentence shows a hole, and Japanese is Japanese', () => {
  const values = [null, true, false, 0, 1, 3, 'closed'];
  for (const { name } of shipped)
    for (const imap of values)
      for (const pop3 of values) {
        const facts: Facts = new Proxy({}, { get: () => ({ imap, pop3, of: 3, ratio: 0.5, 'pop3-keep': pop3 }) });
        for (const lang of ['en', 'ja'] as const) {
          const answer = told(name, facts, lang);
          expect(answer).not.toMatch(/undefined|null|NaN|\[object|\s{2}|。。|\.\./);
          if (lang === 'ja') expect(answer).not.toMatch(/\b(the|Over|mail|machine)\b/);
        }
      }
});
