import { expect, test } from 'vitest';
import { csvOf } from '../../../src/compare/report/index.ts';
import { hostile, report } from '../support/report.ts';

/** Reads RFC 4180 as it is written, and nothing that is not. */
function read(csv: string): string[][] {
  const rows: string[][] = [];
  let row: string[] = [];
  let at = 0;
  const field = /(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/y;
  while (at < csv.length) {
    field.lastIndex = at;
    const found = field.exec(csv);
    if (found === null) throw new Error(`no field at ${at}: ${csv.slice(at, at + 40)}`);
    row.push(found[1]?.replaceAll('""', '"') ?? found[2] ?? '');
    if (found[3] === '\r\n') {
      rows.push(row);
      row = [];
    }
    at = field.lastIndex;
  }
  return rows;
}

const table = (lang: 'en' | 'ja') => {
  const [heads = [], ...rows] = read(csvOf(report(lang)).slice(1));
  return { heads, rows: rows.map((row) => Object.fromEntries(heads.map((head, i) => [head, row[i]]))) };
};

test('a CSV has one row for each experiment, step and machine, all of the same length', () => {
  const given = report();
  const { heads, rows } = table('en');
  const wanted = given.experiments.reduce((sum, { steps, machines }) => sum + steps.length * machines.length, 0);
  expect(rows).toHaveLength(wanted);
  expect(new Set(heads).size).toBe(heads.length);
  for (const row of read(csvOf(given).slice(1))) expect(row).toHaveLength(heads.length);
});

test('every number of an outcome stands in its row', () => {
  const row = table('en').rows.find(
    (each) => each['experiment'] === 'thin-line' && each['step'] === '2' && each['machine'] === 'phone-pop3',
  );
  expect(row).toMatchObject({
    do: 'sync',
    protocol: 'pop3',
    mailbox: 'mine',
    kbit_per_second: '64',
    delay_ms: '150',
    acted: 'true',
    state: 'on',
    bytes_in: '13702114',
    bytes_out: '1411',
    line_bytes_in: '13702114',
    line_bytes_out: '1411',
    round_trips: '12',
    connections: '1',
    commands: '9',
    line_ms: '1716640',
    disk_total: '13871000',
    disk_mail: '13691000',
    mails_known: '1',
    mails_new: '1',
    mails_whole: '1',
    mails_on_server: '1',
    attachments_held: '1',
    verbs: 'RETR 4; UIDL 1',
    error: '',
  });
});

test('a CSV begins with the mark by which Excel knows UTF-8, and its texts are in the language of the report', () => {
  expect([...Buffer.from(csvOf(report('ja'))).subarray(0, 3)]).toEqual([0xef, 0xbb, 0xbf]);
  expect(table('ja').rows[0]).toMatchObject({ machine_name: '職場のPC（POP3）' });
  expect(table('en').rows[0]).toMatchObject({ machine_name: 'Office PC over POP3' });
  expect(table('ja').rows.map(({ told }) => told)).toContain('同じ3通のメールが届きます。');
});

test('what a server said is one field, whatever it said, and no formula for a spreadsheet', () => {
  const given = report();
  for (const { outcomes } of given.experiments[1]?.steps ?? [])
    for (const outcome of outcomes) if (outcome.error !== null) outcome.error.said = hostile.formula;
  const said = read(csvOf(given).slice(1)).flat();
  expect(said).toContain(`'${hostile.formula}`);
  expect(said.filter((field) => /^[=+@-]/.test(field))).toEqual([]);
  expect(table('en').rows.map(({ error_said }) => error_said)).toContain(hostile.markup);
});
