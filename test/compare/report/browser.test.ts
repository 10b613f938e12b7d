/** The exported page in a browser that knows nothing of us: light and dark, wide and narrow, by keyboard, on paper. */
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { htmlOf } from '../../../src/compare/report/index.ts';
import { Needs } from '../../../src/contract/compare/for-you.ts';
import { openInChromium } from '../../support/chromium.ts';
import { violations } from '../../support/violations.ts';
import { report } from '../support/report.ts';

vi.setConfig({ testTimeout: 120_000 });

const there = existsSync('/usr/bin/chromium') || Boolean(process.env['CI']);
const describeInChromium = there
  ? describe
  : (title: string, body: () => void) => describe.skip(`${title} (skipped: there is no /usr/bin/chromium)`, body);

const folder = mkdtempSync(path.join(tmpdir(), 'tegami-report-'));
const file = (lang: 'en' | 'ja'): string => path.join(folder, `${lang}.html`);
beforeAll(() => {
  for (const lang of ['en', 'ja'] as const) writeFileSync(file(lang), htmlOf(report(lang), lang, Needs.parse({})));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describeInChromium('the exported page', () => {
  for (const colorScheme of ['light', 'dark'] as const)
    for (const lang of ['en', 'ja'] as const)
      test(`asks for nothing, is refused nothing, and axe finds nothing serious: ${lang}, ${colorScheme}`, async () => {
        const { page, requests, complaints } = await openInChromium(file(lang), { colorScheme });
        await page.evaluate(() => {
          for (const each of document.querySelectorAll('details')) each.open = true;
        });
        expect(await violations(page)).toEqual([]);
        expect({ requests, complaints }).toEqual({ requests: [], complaints: [] });
      });

  for (const width of [1280, 768, 390, 320])
    test(`nothing is wider than a window of ${width} points, in either language`, async () => {
      for (const lang of ['en', 'ja'] as const) {
        const { page } = await openInChromium(file(lang), { viewport: { width, height: 800 } });
        expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(width);
      }
    });

  test('steps are chosen by mouse and by keyboard, without a script', async () => {
    const { page } = await openInChromium(file('en'), { javaScriptEnabled: false });
    const board = page.locator('#read-state .board');
    const shown = board.locator('.frame:visible > h4');
    expect(await shown.allTextContents()).toEqual(['After step 4']);
    await board.locator('label', { hasText: 'The same three mails come.' }).click();
    expect(await shown.allTextContents()).toEqual(['After step 1']);
    await page.keyboard.press('ArrowDown');
    expect(await shown.allTextContents()).toEqual(['After step 2']);
    await page.keyboard.press('ArrowUp');
    await page.keyboard.press('ArrowUp');
    expect(await shown.allTextContents()).toEqual(['Before the first step']);
    expect(await page.locator('#thin-line .frame:visible > h4').allTextContents()).toEqual(['After step 4']);
  });

  test('charts turn dark with the page', async () => {
    const colours = async (colorScheme: 'light' | 'dark') => {
      const { page } = await openInChromium(file('en'), { colorScheme });
      return page.evaluate(() => ({
        paper: getComputedStyle(document.body).backgroundColor,
        bars: [...new Set([...document.querySelectorAll('.charts path')].map((bar) => getComputedStyle(bar).fill))],
      }));
    };
    expect(await colours('light')).toEqual({
      paper: 'rgb(251, 250, 247)',
      bars: ['rgb(84, 91, 107)', 'rgb(22, 74, 132)'],
    });
    expect(await colours('dark')).toEqual({
      paper: 'rgb(18, 21, 28)',
      bars: ['rgb(169, 174, 187)', 'rgb(143, 179, 240)'],
    });
  });

  test('on paper it is dark on light, whatever the window is, and each experiment begins on a page of its own', async () => {
    const { page } = await openInChromium(file('en'), { colorScheme: 'dark' });
    await page.emulateMedia({ media: 'print', colorScheme: 'dark' });
    expect(await page.evaluate(() => getComputedStyle(document.body).color)).toBe('rgb(29, 35, 48)');
    expect(await page.locator('.frame:visible').count()).toBe(report().experiments.length);
    // A4 with its margins, at 96 points an inch.
    await page.setViewportSize({ width: 688, height: 1000 });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(688);
    const pdf = (await page.pdf()).toString('latin1');
    expect(pdf.match(/\/Type ?\/Page\b/g)?.length ?? 0).toBeGreaterThan(report().experiments.length);
  });
});
