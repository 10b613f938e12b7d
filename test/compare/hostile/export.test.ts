/** Every word in a report that a mail, a server or a person may choose is one that means harm: to a page, to a spreadsheet, to a reader's eye. */
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, describe, expect, test } from 'vitest';
import { chartsOf, csvOf, htmlOf } from '../../../src/compare/report/index.ts';
import type { Report } from '../../../src/contract/compare/result.ts';
import { openInChromium } from '../../support/chromium.ts';
import { report } from '../support/report.ts';

const evil: readonly string[] = [
  '</td></table><script>alert(1)</script><img src="http://evil.test/a" onerror="alert(2)">',
  '" onmouseover="alert(3)" style="position:fixed;inset:0;background:url(http://evil.test/b)',
  "' onfocus='alert(4)' autofocus tabindex='0",
  ']]></svg><svg onload=alert(5)><foreignObject><iframe src=http://evil.test/c></iframe></foreignObject>',
  '--><!-- </style><style>*{display:none}@import "http://evil.test/d"</style><base href="http://evil.test/">',
  '<meta http-equiv="refresh" content="0;url=http://evil.test/e"><link rel=stylesheet href=http://evil.test/f>',
  'javascript:alert(6)',
  '{{constructor.constructor("alert(7)")()}} ${alert(8)}',
  'exe.\u202egnp.\u2066photo\u2069 \u200f',
  'two\r\nlines\tand\u2028more\u0000\u001b[31m\u0007',
  'a\ud800b\udfff',
  `=cmd|' /C calc'!A0`,
  '@SUM(1+1)*cmd|"/c calc"!A0',
  '-2+3+cmd|" /C calc"!D2',
  '+1\n=1+1',
  '\t=1+1',
  '\r=1+1',
  '\n=1+1',
  '＝1+1',
  'x'.repeat(1_900),
  '漢'.repeat(900),
  `Z${'\u0301'.repeat(200)}`,
  '',
];

/** Fields of free text. `name` is one of a machine, and of a server; that of an experiment is no free text. */
const free = new Set(
  'title question answer note subject from messageId folder path what cause text peer said imap pop3 en ja platform tegami word addressed'.split(
    ' ',
  ),
);

/** The same report in other words. */
function inWords(value: unknown, next: () => string, key = '', of: object = {}): unknown {
  if (Array.isArray(value)) return value.map((each) => inWords(each, next, key === 'flags' ? 'text' : key, of));
  if (typeof value === 'object' && value !== null)
    return Object.fromEntries(Object.entries(value).map(([name, each]) => [name, inWords(each, next, name, value)]));
  const isName = key === 'name' && ('protocol' in of || 'kind' in of);
  return typeof value === 'string' && (free.has(key) || isName) ? next() : value;
}

function worded(lang: 'en' | 'ja', words: readonly string[], first: number): Report {
  let at = first;
  return inWords(report(lang), () => words[at++ % words.length] ?? '') as Report;
}

const folder = mkdtempSync(path.join(tmpdir(), 'tegami-evil-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const describeInChromium =
  existsSync('/usr/bin/chromium') || process.env['CI']
    ? describe
    : (title: string, body: () => void) => describe.skip(`${title} (skipped: there is no /usr/bin/chromium)`, body);

describeInChromium('a page of hostile words', () => {
  for (const lang of ['en', 'ja'] as const)
    test(`runs nothing, asks for nothing, and has the same elements as one of tame words: ${lang}`, {
      timeout: 120_000,
    }, async () => {
      const look = async (given: Report) => {
        const file = path.join(folder, 'page.html');
        writeFileSync(file, htmlOf(given, lang));
        const { page, requests, complaints } = await openInChromium(file, { viewport: { width: 390, height: 800 } });
        let dialogs = 0;
        page.on('dialog', (dialog) => {
          dialogs += 1;
          void dialog.dismiss();
        });
        const seen = await page.evaluate(() => {
          for (const each of document.querySelectorAll('details')) each.open = true;
          for (const each of document.querySelectorAll('*'))
            for (const kind of ['mouseover', 'focus', 'load', 'error']) each.dispatchEvent(new Event(kind));
          const all = [...document.querySelectorAll('*')];
          return {
            elements: all
              .filter((each) => each.closest('svg') === null && each.closest('.second') === null)
              .map((each) => each.tagName),
            attributes: [...new Set(all.flatMap((each) => each.getAttributeNames()))].sort(),
            width: document.documentElement.scrollWidth,
            hidden: getComputedStyle(document.body).display,
            text: document.body.textContent ?? '',
          };
        });
        expect({ requests, complaints, dialogs }).toEqual({ requests: [], complaints: [], dialogs: 0 });
        expect({ url: page.url() }).toEqual({ url: new URL(`file://${file}`).href });
        return seen;
      };
      const tame = await look(worded(lang, ['tame'], 0));
      for (const first of [0, 5, 11]) {
        const seen = await look(worded(lang, evil, first));
        expect(seen.attributes.filter((name) => !tame.attributes.includes(name))).toEqual([]);
        expect(new Set(seen.elements)).toEqual(new Set(tame.elements));
        expect(seen.width).toBe(390);
        expect(seen.hidden).not.toBe('none');
        expect(seen.text).toContain('alert(1)');
        expect(seen.text).not.toMatch(/[\u202a-\u202e\u2066-\u2069\u0000\u001b]/);
      }
    });

  test('a chart of hostile names is a picture, and nothing else', async () => {
    for (const theme of ['light', 'dark'] as const)
      for (let first = 0; first < evil.length; first += 3) {
        const [result] = worded('en', evil, first).experiments;
        if (result === undefined) throw new Error('none');
        for (const { svg } of chartsOf(result, 'en', theme)) {
          expect(svg).not.toMatch(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\u202a-\u202e\ufffe\uffff]|[\ud800-\udfff]/u);

          const tags = svg.replaceAll(/>[^<]*</g, '><');
          expect(tags).not.toMatch(/<(script|img|iframe|foreignObject|style|base|meta)|\son\w+=|href=/i);
        }
      }
  });
});

test('no field of a CSV is a formula, whatever it holds, and every row has as many fields as the head', () => {
  for (const lang of ['en', 'ja'] as const)
    for (let first = 0; first < evil.length; first++) {
      const [head = [], ...rows] = fields(csvOf(worded(lang, evil, first)).slice(1));
      expect(rows.length).toBeGreaterThan(0);
      for (const row of rows) {
        expect(row).toHaveLength(head.length);
        for (const field of row)
          if (!/^-?[\d.]+$/.test(field)) expect(field).not.toMatch(/^[\s\u0000]*[=+\-@＝＋－＠]/);
      }
    }
});

/** RFC 4180. */
function fields(csv: string): string[][] {
  const found = [...csv.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/g)];
  expect(found.map(([whole]) => whole).join('')).toBe(csv);
  const rows: string[][] = [[]];
  for (const [, quoted, plain, end] of found) {
    rows.at(-1)?.push(quoted?.replaceAll('""', '"') ?? plain ?? '');
    if (end === '\r\n') rows.push([]);
  }
  return rows.slice(0, -1);
}
