/** The exported page, read as a document. How it looks and behaves in a browser is in browser.test.ts. */
import { createHash } from 'node:crypto';
import { JSDOM } from 'jsdom';
import { expect, test } from 'vitest';
import { htmlOf } from '../../../src/compare/report/index.ts';
import { Needs } from '../../../src/contract/compare/for-you.ts';
import type { Report } from '../../../src/contract/compare/result.ts';
import { hostile, report } from '../support/report.ts';

const read = (given: Report = report(), lang: 'en' | 'ja' = 'en', needs: Needs | null = null) => {
  const html = htmlOf(given, lang, needs);
  return { html, document: new JSDOM(html).window.document };
};
const spoken = (element: Element | null): string => element?.textContent?.replace(/\s+/g, ' ').trim() ?? '';

test('the page runs nothing, asks for nothing, and its policy lets nothing in but its own style sheet', () => {
  const { document } = read();
  expect(document.querySelectorAll('script, link, iframe, object, embed, img, form, base')).toHaveLength(0);
  const policy = document.querySelector('meta[http-equiv="Content-Security-Policy"]')?.getAttribute('content');
  const style = document.querySelector('style')?.textContent ?? '';
  const hash = createHash('sha256').update(style).digest('base64');
  expect(policy).toBe(`default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'`);
  expect(style).not.toMatch(/url\(|@import/);
  for (const element of document.querySelectorAll('*'))
    for (const { name, value } of element.attributes) {
      expect(name, element.outerHTML.slice(0, 200)).not.toMatch(/^on|^style$/);
      if (name === 'href' || name === 'src' || name === 'xlink:href') expect(value).toMatch(/^#/);
    }
});

test('what a mail, a server or a file says is text, wherever it stands', () => {
  const given = report();
  const [first] = given.experiments;
  if (first === undefined) throw new Error('no experiment');
  first.answer = hostile.markup;
  first.question = hostile.attribute;
  first.machines[0] = { ...(first.machines[0] ?? given.experiments[0]?.machines[0]), name: hostile.markup } as never;
  first.facts[hostile.markup] = { [hostile.attribute]: hostile.markup };
  for (const { outcomes } of first.steps) for (const outcome of outcomes) outcome.verbs[hostile.markup] = 1;
  const { document, html } = read(given);
  expect(document.querySelectorAll('script, img')).toHaveLength(0);
  expect(html).not.toContain('<script');
  expect(html).not.toContain('onmouseover="');
  expect(document.body.textContent).toContain(hostile.markup);
  for (const element of document.querySelectorAll('*'))
    expect([...element.attributes].filter(({ name }) => name.startsWith('on'))).toEqual([]);
});

test('letters that command a terminal or turn the writing do not reach the page', () => {
  const given = report();
  const mail = given.experiments[0]?.mails[0];
  if (mail === undefined) throw new Error('no mail');
  mail.subject = 'a\u202egnp.exe\u0000\u001b[31m\ud800';
  const { html } = read(given);
  expect(html).toContain('agnp.exe\ufffd\ufffd[31m\ufffd');
  expect(html).not.toMatch(/[\u0000\u001b\u202e]/);
});

test('each experiment has its question, its answer, its steps and all that was measured, to the octet', () => {
  for (const lang of ['en', 'ja'] as const) {
    const given = report(lang);
    const { document } = read(given, lang);
    expect(document.documentElement.lang).toBe(lang);
    for (const { name, question, answer, steps, machines } of given.experiments) {
      const article = document.getElementById(name);
      expect(spoken(article?.querySelector('h2') ?? null)).toBe(question);
      expect(spoken(article?.querySelector('.answer') ?? null)).toBe(answer);
      expect(article?.querySelectorAll('.steps > li')).toHaveLength(steps.length);
      expect(article?.querySelectorAll('.frame')).toHaveLength(steps.length);
      expect(article?.querySelectorAll('.charts figure[role="img"][aria-label] svg')).toHaveLength(4);
      const said = spoken(article);
      for (const machine of machines) {
        const outcomes = steps.flatMap((step) => step.outcomes.filter((each) => each.machine === machine.id));
        const sum = outcomes.reduce((all, { traffic }) => all + traffic.bytesIn, 0);
        expect(said).toContain(sum.toLocaleString('en-GB'));
        expect(said).toContain((outcomes.at(-1)?.disk.total ?? 0).toLocaleString('en-GB'));
      }
    }
  }
});

test('after each step, the matrix says of every mail who has it, how much of it, and whether it is read or new', () => {
  const { document } = read();
  const frames = [...document.querySelectorAll('#read-state .frame')];
  const rows = (n: number) =>
    [...(frames[n]?.querySelectorAll('.matrix tbody tr') ?? [])].map((row) => [...row.children].map(spoken));
  expect(rows(0)).toEqual([]);
  expect(rows(2)[0]).toEqual([
    '会議の件m1 · 2.31 kB',
    'newwhole',
    '–',
    'Inboxunread',
    'newlist only',
    '–',
    'Inboxunread',
  ]);
  expect(rows(4)[0]).toEqual([
    '会議の件m1 · 2.31 kB',
    'readwhole',
    'newwhole',
    'Inboxunread',
    'readtext',
    'readlist only',
    'Inboxread',
  ]);
  expect(rows(4)).toHaveLength(3);
});

test('every label leads to its button, no name is given twice, and every reference leads somewhere', () => {
  const { document } = read();
  const ids = [...document.querySelectorAll('[id]')].map(({ id }) => id);
  expect(new Set(ids).size).toBe(ids.length);
  for (const label of document.querySelectorAll('label')) {
    const input = document.getElementById(label.htmlFor);
    expect(input?.getAttribute('type')).toBe('radio');
  }
  for (const link of document.querySelectorAll('a[href]')) expect(ids).toContain(link.getAttribute('href')?.slice(1));
  const checked = [...document.querySelectorAll('input[checked]')];
  expect(checked).toHaveLength(report().experiments.length);
});

test('transcripts, the server, the ledger and what was refused are there', () => {
  const { document } = read();
  const frame = document.querySelectorAll('#read-state .frame')[2];
  const details = [...(frame?.querySelectorAll('details') ?? [])].map(spoken);
  expect(details.find((each) => each.startsWith('What was said: Office PC over POP3'))).toContain('C: RETR 1');
  expect(details.find((each) => each.startsWith('Ledger'))).toContain('added');
  expect(details.find((each) => each.startsWith('What is on the server'))).toContain('INBOX: 3 mails');
  const refused = document.querySelector('#thin-line .refusal');
  expect(spoken(refused)).toContain('The disk is full');
  expect(document.querySelectorAll('#thin-line .steps .refused')).toHaveLength(1);
});

test('settings, versions and what was not run stand at the end', () => {
  const { document } = read();
  const said = spoken(document.querySelector('.settings'));
  for (const part of ['Tegami 0.1.0', '20.20.0', 'linux x64', '+OK hana POP3 ready', '1,000 times', 'Not run: share'])
    expect(said).toContain(part);
});

test('mails that are alike on all machines are one row where there are many', () => {
  const given = report();
  const [first] = given.experiments;
  if (first === undefined) throw new Error('no experiment');
  const names = Array.from({ length: 40 }, (_, i) => `n${i + 1}`);
  first.mails = names.map((mail) => ({ ...(first.mails[0] as (typeof first.mails)[number]), mail, subject: mail }));
  for (const step of first.steps)
    for (const outcome of step.outcomes) {
      const [cell] = outcome.cells;
      outcome.cells = cell === undefined ? [] : names.map((mail) => ({ ...cell, mail, read: mail === 'n40' }));
    }
  const { document } = read(given);
  const last = [...document.querySelectorAll('#read-state .frame')].at(-1);
  const heads = [...(last?.querySelectorAll('.matrix tbody th') ?? [])].map(spoken);
  expect(heads).toEqual(['n1and 38 more that are alike', 'n40n40 · 2.31 kB']);
});

test('the page says which protocol suits a person, where their numbers are given', () => {
  expect(read().document.getElementById('for-you')).toBeNull();
  const asked = read(report(), 'en', Needs.parse({ machines: 7 })).document.getElementById('for-you');
  expect(spoken(asked)).toContain('POP3 or IMAP for you?');
  expect(spoken(asked)).toContain('Machines7');
});

test('all answers stand at a glance, by what the facts say', () => {
  const { document } = read();
  const rows = [...document.querySelectorAll('.glance tbody tr')].map((row) => [...row.children].map(spoken));
  expect(rows).toEqual([
    ['1', report().experiments[0]?.question, 'POP3yes new again', 'IMAPno not new again'],
    [
      '2',
      report().experiments[1]?.question,
      'POP313.7 MB until the text is read',
      'IMAP12.5 kB until the text is read',
    ],
  ]);
});

test('an experiment whose facts say nothing is told by the first sentence of its answer', () => {
  const given = report();
  for (const each of given.experiments) each.facts = {};
  const rows = [...read(given).document.querySelectorAll('.glance tbody tr')].map((row) =>
    spoken(row.lastElementChild),
  );
  expect(rows[0]).toBe('Over POP3 yes: 3 of 3 mails are new again at home, 2 of them were read at the office.');
});

test('the same report gives the same page, octet by octet', () => {
  expect(htmlOf(report(), 'en')).toBe(htmlOf(report(), 'en'));
});
