/** The comparison in the real app: two experiments are run, stepped through, told in Japanese, and exported to where anybody can read them. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Report } from '../../src/contract/compare/result.ts';
import { openInChromium } from '../support/chromium.ts';
import { type Launched, launchApp } from '../support/electron.ts';

import { violations } from '../support/violations.ts';

let launched: Launched;
let window: Page;
let saved: string;

beforeAll(async () => {
  saved = mkdtempSync(path.join(tmpdir(), 'tegami-saved-'));
  launched = await launchApp({ size: '1280x800', env: { TEGAMI_SAVE_DIR: saved } });
  ({ window } = launched);
});
afterAll(async () => {
  await launched?.close();
  rmSync(saved, { recursive: true, force: true });
});

/** TEGAMI_PICTURES=DIR keeps what is seen on the way. */
async function picture(name: string): Promise<void> {
  const folder = process.env['TEGAMI_PICTURES'];
  if (folder !== undefined) await window.screenshot({ path: path.join(folder, `compare-${name}.png`) });
}
const button = (name: string | RegExp) => window.getByRole('button', { name, exact: typeof name === 'string' });
const processes = () =>
  launched.app.evaluate(({ app }) =>
    app
      .getAppMetrics()
      .filter(({ name, serviceName }) => [name, serviceName].includes('Tegami compare'))
      .map(({ pid }) => pid),
  );

test('the comparison’s process is not there before it is asked for, and then the experiments are', async () => {
  await expect.poll(() => button('Compare POP3 and IMAP').isVisible()).toBe(true);
  expect(await processes()).toEqual([]);
  await button('Compare POP3 and IMAP').click();
  await expect.poll(() => button(/Is mail that I read at the office new again at home\?/).isVisible()).toBe(true);
  expect(await processes()).toHaveLength(1);
  await picture('start');
});

const run = async (question: RegExp, answer: RegExp): Promise<void> => {
  await button(question).click();
  await button('Run').click();
  await expect.poll(() => window.getByText(answer).first().isVisible(), { timeout: 60_000 }).toBe(true);
};

test('two experiments are run, and their answers are there', async () => {
  await run(
    /Is mail that I read at the office new again at home\?/,
    /Over POP3, yes: of 4 mails read on one machine, 4 came/,
  );
  await picture('answer');
  await run(/I sent a mail from the office/, /Over POP3, no: what was sent lies on the machine that sent it/);
});

const cell = (machine: string, state: RegExp) =>
  window.getByRole('button', { name: new RegExp(` on ${machine}: .*${state.source}.*Show the proof$`) });

test('its steps are gone through, back and forth, and the mails are where they were then', async () => {
  await button(/Is mail that I read at the office new again at home\?/).click();
  await expect.poll(() => window.getByText('6 of 6').isVisible()).toBe(true);
  for (let n = 0; n < 4; n++) await button('Step back').click();
  await expect.poll(() => window.getByText('2 of 6').isVisible()).toBe(true);
  await expect.poll(() => cell('Home PC over POP3', /not here/).count()).toBe(6);
  await button('Next step').click();
  await expect.poll(() => cell('Office PC over IMAP', /\bread\b/).count()).toBe(4);
  await button('Next step').click();
  await expect.poll(() => cell('Home PC over POP3', /\bnew\b/).count()).toBe(6);
  await expect.poll(() => cell('Home PC over IMAP', /\bnew\b/).count()).toBe(2);
  await picture('step');
});

test('a cell opens what was said that proves it', async () => {
  await cell('Home PC over POP3', /\bnew\b/)
    .first()
    .click();
  await expect
    .poll(() =>
      window
        .getByText(/^POP3 RETR \d \(UIDL /)
        .first()
        .isVisible(),
    )
    .toBe(true);
  await expect.poll(() => window.getByText('RETR 1').first().isVisible()).toBe(true);
  await picture('proof');
  await window.keyboard.press('Escape');
});

test.each(['light', 'dark'] as const)('the result is accessible in %s', async (theme) => {
  await window.evaluate((value) => {
    document.documentElement.dataset['theme'] = value;
  }, theme);
  expect(await violations(window)).toEqual([]);
  await picture(theme);
});

test('what is asked and answered is told in Japanese', async () => {
  await window.evaluate(() => {
    document.documentElement.dataset['theme'] = 'light';
  });
  await button('Settings').click();
  await button(/Language/).click();
  await window.getByRole('option', { name: '日本語' }).click();
  await button('比較').click();
  await expect
    .poll(() =>
      window.getByRole('heading', { name: '職場で読んだメールは、自宅でまた「新着」になりますか。' }).isVisible(),
    )
    .toBe(true);
  await expect
    .poll(() =>
      window
        .getByText(/4通のうち4通が/)
        .first()
        .isVisible(),
    )
    .toBe(true);
  expect(await violations(window)).toEqual([]);
  await picture('ja');
});

/** Exports all results, and gives the file once it is there: under its name there is the whole or nothing. */
async function exported(entry: RegExp, ending: string): Promise<string> {
  await button('すべての結果を書き出す').click();
  await window.getByRole('menuitem', { name: entry }).click();
  const found = () => readdirSync(saved).find((name) => name.endsWith(ending) && !name.startsWith('.'));
  await expect.poll(found, { timeout: 30_000 }).toBeDefined();
  return path.join(saved, found() ?? '');
}

test('both results are exported as one page that opens in Chromium, with their numbers, asking for nothing else', async () => {
  const file = await exported(/HTML/, '.html');
  const report = JSON.parse(readFileSync(await exported(/JSON/, '.json'), 'utf8')) as Report;
  expect(report.experiments.map(({ name }) => name).sort()).toEqual(['read-state', 'sent']);
  const { page, requests, complaints } = await openInChromium(file, { locale: 'ja-JP' });
  const shown = (await page.locator('body').textContent()) ?? '';
  for (const { question, answer, steps } of report.experiments) {
    expect(shown).toContain(question);
    expect(shown).toContain(answer);
    const numbers = steps.flatMap(({ outcomes }) =>
      outcomes
        .filter(({ acted }) => acted)
        .flatMap(({ traffic, disk }) => [traffic.bytesIn, traffic.bytesOut, disk.total]),
    );
    expect(numbers.length).toBeGreaterThan(6);
    for (const number of numbers) expect(shown).toContain(number.toLocaleString('en-US'));
  }
  expect(await page.getByRole('img').count()).toBeGreaterThan(4);
  expect(requests).toEqual([]);
  expect(complaints).toEqual([]);
});

test('they are exported as a table and as a picture too', async () => {
  const rows = readFileSync(await exported(/CSV/, '.csv'), 'utf8').split('\r\n');
  expect(rows.length).toBeGreaterThan(2 * 4 * 4);
  const picture = readFileSync(await exported(/PNG/, '.png'));
  expect(picture.subarray(1, 4).toString('latin1')).toBe('PNG');
  // Its height, in the header of every PNG: the whole page, not what a window shows.
  expect(picture.readUInt32BE(20)).toBeGreaterThan(1000);
});

test('its process may end: the mail does not notice, and an experiment can be run again', async () => {
  const [before] = await processes();
  if (before === undefined) throw new Error('the comparison runs in a process');
  process.kill(before, 'SIGKILL');
  await expect.poll(async () => (await processes()).filter((pid) => pid !== before).length).toBe(1);
  await button(/職場から送ったメール/).click();
  await button('実行').click();
  await expect
    .poll(
      () =>
        window
          .getByText(/POP3では/)
          .first()
          .isVisible(),
      { timeout: 60_000 },
    )
    .toBe(true);
});
