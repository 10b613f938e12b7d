import { describe, expect, test } from 'vitest';
import {
  type ForYou,
  forYou,
  forYouTable,
  inWords,
  Needs,
  type UnitCosts,
  ways,
} from '../../../src/contract/compare/for-you.ts';

/** As they are of the size that experiments measure. */
const costs: UnitCosts = {
  imap: {
    connect: { octets: 3000, roundTrips: 8 },
    ask: { octets: 900, roundTrips: 8 },
    list: { octets: 500, roundTrips: 0.5 },
    open: { octets: 800, roundTrips: 2 },
    textSize: 900,
    disk: 5000,
  },
  pop3: { ask: { octets: 2500, roundTrips: 7 }, fetch: { octets: 450, roundTrips: 0.2 }, disk: 8000 },
};
const result = (needs: Partial<Needs> = {}): ForYou => forYou(Needs.parse(needs), costs);
const oneSmallBox = { machines: 1, quota: 1_000_000_000, mustSurvive: false };

describe('the numbers', () => {
  test('are reckoned as they are told: a month of POP3 is every mail whole on every machine, and every question', () => {
    const { numbers } = result({
      machines: 2,
      mailsPerDay: 10,
      mailSize: 20_000,
      attachmentShare: 0,
      asksPerDay: 24,
      keepDays: 100,
    });
    expect(numbers.pop3.month.octets).toBe(2 * 30 * 24 * 2500 + 2 * 300 * (20_000 + 450));
    expect(numbers.imap.month.octets).toBe(2 * 30 * (3000 + 24 * 900) + 2 * 300 * 500 + 300 * (800 + 19_100));
    expect(numbers.imap.server).toBe(1000 * 20_000);
    expect(numbers.pop3.machine).toBe(1000 * 28_000);
    expect(numbers.imap.copies).toBe(1);
    expect(numbers.pop3.copies).toBe(3);
    expect(numbers.pop3.thinMs).toBe((numbers.pop3.month.octets * 8) / 64 / 2);
  });

  test('attachments that nobody opens cost nothing over IMAP', () => {
    const octets = (o: Partial<Needs>) => result({ attachmentShare: 0.5, attachmentSize: 5_000_000, ...o }).numbers;
    const [none, all] = [octets({ attachmentsOpened: 0 }), octets({ attachmentsOpened: 1 })];
    expect(none.imap.month.octets).toBeLessThan(all.imap.month.octets / 50);
    expect(none.pop3).toEqual(all.pop3);
  });

  test('more machines never cost less', () => {
    for (const way of ways)
      expect(result({ machines: 3 }).numbers[way].month.octets).toBeGreaterThanOrEqual(
        result({ machines: 1 }).numbers[way].month.octets,
      );
  });
});

describe('the recommendation', () => {
  test('is IMAP for several machines, with the reason', () => {
    expect(result({ machines: 3 })).toMatchObject({ choice: 'imap', cautions: [] });
    expect(result({ machines: 3 }).reasons).toContain('several-machines');
  });

  test('is IMAP where mail is shared, even for one machine', () => {
    expect(result({ machines: 1, shared: true })).toMatchObject({ choice: 'imap' });
  });

  test('is IMAP on a thin line, and says so where the server fills', () => {
    expect(result({ ...oneSmallBox, thinLine: true })).toMatchObject({ choice: 'imap', cautions: ['server-fills'] });
  });

  test('is POP3 where one machine has to keep what the server has no room for', () => {
    const small = result(oneSmallBox);
    expect(small).toMatchObject({
      choice: 'pop3',
      fits: false,
      pop3Keeps: { policy: 'delete' },
      cautions: ['only-copy'],
    });
    expect(small.reasons).toEqual(['does-not-fit', 'simple-enough']);
  });

  test('leaves some days on the server where mail must survive', () => {
    const { choice, pop3Keeps, daysUntilFull } = result({ ...oneSmallBox, mustSurvive: true });
    expect(choice).toBe('pop3');
    expect(pop3Keeps).toEqual({ policy: 'days', days: Math.floor((daysUntilFull ?? 0) / 2) });
  });

  test('is POP3 for one machine that gets little, asks seldom and reads all of it: it moves less', () => {
    const little = {
      machines: 1,
      mustSurvive: false,
      attachmentShare: 0,
      mailSize: 1500,
      mailsPerDay: 1,
      asksPerDay: 1,
    };
    const { choice, reasons } = result(little);
    expect({ choice, reasons }).toEqual({ choice: 'pop3', reasons: ['cheaper-whole', 'simple-enough'] });
    expect(result({ ...little, mustSurvive: true }).choice).toBe('imap');
  });

  test('is IMAP with a copy for those who read without a connection, or have more than the server takes', () => {
    expect(result({ readOffline: true })).toMatchObject({ choice: 'imap-copy' });
    expect(result({ machines: 3, quota: 1_000_000_000 })).toMatchObject({
      choice: 'imap-copy',
      cautions: ['copy-is-only-copy'],
    });
  });
});

test('no mail, no quota, one octet: nothing breaks', () => {
  for (const needs of [
    { mailsPerDay: 0 },
    { quota: null },
    { quota: 1 },
    { mailSize: 0, attachmentShare: 0 },
    { machines: 20, keepDays: 36_500 },
  ]) {
    const words = inWords(result(needs));
    const table = forYouTable(result(needs));
    const texts = [words.headline, ...words.reasons, ...words.cautions, ...table.rows.flatMap(({ cells }) => cells)];
    for (const text of texts) expect(`${text.en}${text.ja}`).not.toMatch(/NaN|undefined|Infinity|null/);
  }
});

test('the table has a cell for each way in each row, in both languages, and marks the one that is recommended', () => {
  const { columns, rows } = forYouTable(result());
  expect(columns.map(({ way }) => way)).toEqual(ways);
  expect(columns.filter(({ chosen }) => chosen).map(({ way }) => way)).toEqual(['imap']);
  for (const { label, cells } of rows) {
    expect(cells).toHaveLength(3);
    expect(label.ja).toMatch(/[\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Han}]/u);
  }
});

test('every reason is told with its numbers', () => {
  const { reasons, cautions, headline } = inWords(result({ ...oneSmallBox, mustSurvive: true }));
  expect(headline.en).toMatch(/^POP3, mail stays for \d+ days: this suits you better\.$/);
  expect(reasons[0]?.en).toMatch(
    /^Your mail fills the 1 GB of your provider in \d+ days, and you keep it for 1825 days/,
  );
  expect(reasons[0]?.ja).toContain('1 GBは');
  expect(cautions).toHaveLength(1);
});
