/** What Compare's view is in unusual states, through axe-core in the real window: nothing run, run, proved, recorded, small, large letters, no mouse. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Launched, launchApp } from '../support/electron.ts';
import { violations } from '../support/violations.ts';

const folder = mkdtempSync(path.join(os.tmpdir(), 'tegami-compare-states-'));
let launched: Launched;
let window: Page;
beforeAll(async () => {
  launched = await launchApp({ size: '1280x800', env: { TEGAMI_SAVE_DIR: folder } });
  ({ window } = launched);
  window.setDefaultTimeout(30_000);
  await button('Try the built-in lab').click();
  await button('Compare').click();
  await button('Run all').waitFor();
});
afterAll(async () => {
  await launched?.close();
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
});

const button = (name: string | RegExp) => window.getByRole('button', { name, exact: typeof name === 'string' }).first();
const clean = async (): Promise<void> => {
  for (const theme of ['dark', 'light']) {
    await window.evaluate((value) => {
      document.documentElement.dataset['theme'] = value;
    }, theme);
    expect(await violations(window)).toEqual([]);
  }
};
const here = () => window.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? '');

test('before anything is run', clean);

test('JSON that cannot be run', async () => {
  await button('Open JSON…').click();
  await window.getByRole('textbox', { name: 'Or paste its text' }).fill('{ "name": "a b", "machines": 7 }');
  await button('Check and keep').click();
  await expect
    .poll(() => window.getByRole('list', { name: 'What is wrong in it' }).textContent())
    .toContain('machines');
  await clean();
  await button('Cancel').click();
});

test('a result, its charts as drawings and as tables, and the proof of a cell', async () => {
  await button('Run').click();
  await window.getByRole('region', { name: 'The answer' }).waitFor({ timeout: 100_000 });
  await window.getByRole('region', { name: 'At a glance' }).waitFor();
  await clean();
  await button('Show as table').click();
  await button(/on Home PC over POP3: whole, unread/).click();
  await window.getByRole('region', { name: 'The proof' }).getByText(/RETR/).first().waitFor();
  await clean();
  await window.keyboard.press('Escape');
});

test('without a mouse: the grid is one stop, the arrows go about in it, Enter opens the proof; outside of it they go through the steps', async () => {
  await window.getByRole('grid').locator('[data-at="0:0"]').focus();
  expect(await window.getByRole('grid').locator('[tabindex="0"]').count()).toBe(1);
  expect(await here()).toMatch(/what was said in this step$/);
  await window.keyboard.press('ArrowDown');
  await window.keyboard.press('ArrowRight');
  expect(await here()).toMatch(/ on Home PC over POP3: /);
  await window.keyboard.press('Enter');
  await window.getByRole('log', { name: 'What was said' }).waitFor();
  await window.keyboard.press('Escape');
  await expect.poll(here).toMatch(/ on Home PC over POP3: /);
  await button('Play the steps').focus();
  await window.keyboard.press('ArrowLeft');
  await window.getByText('5 of 6').waitFor();
  await window.keyboard.press('ArrowRight');
  await window.getByText('6 of 6').waitFor();
});

test('recording, and the page for oneself', async () => {
  await button('Record a new experiment').click();
  await window.getByRole('textbox', { name: 'What do you want to know?' }).fill('Does it stay?');
  await clean();
  await button('Begin').click();
  await button('Mail arrives').click();
  await clean();
  await button('Do it').click();
  await window.getByText('A mail arrives on the server.').waitFor();
  await button('Save as JSON…').click();
  await window.getByText('Saved as “does-it-stay.json”.').waitFor();
  expect(JSON.parse(readFileSync(path.join(folder, 'does-it-stay.json'), 'utf8'))).toMatchObject({
    steps: [{ do: 'deliver', count: 1 }],
  });
  await button('End').click();
  await button('POP3 or IMAP for you?').click();
  await window.getByRole('form', { name: 'Your mail' }).waitFor();
  await clean();
});

test.each([
  ['900x600', 1],
  ['1280x800', 2],
] as const)('at %s and %d times as large, the page itself does not scroll sideways', async (size, zoom) => {
  const [width = 0, height = 0] = size.split('x').map(Number);
  await launched.app.evaluate(
    ({ BrowserWindow }, [w, h, factor]) => {
      const [only] = BrowserWindow.getAllWindows();
      only?.setContentSize(w ?? 0, h ?? 0);
      only?.webContents.setZoomFactor(factor ?? 1);
    },
    [width, height, zoom],
  );
  await expect.poll(() => window.evaluate(() => innerWidth)).toBe(width / zoom);
  const back = button('All experiments');
  await back.waitFor();
  await back.click();
  await button(/^Is mail that I read at the office/).click();
  await window.getByRole('grid').waitFor();
  const [needed, there] = await window.evaluate(
    () => [document.documentElement.scrollWidth, document.documentElement.clientWidth] as const,
  );
  expect(needed).toBeLessThanOrEqual(there);
  await clean();
});
