/** Compare as people see it: TEGAMI_COMPARE_PICTURES=DIR npx vitest run --config test/pictures/vitest.config.ts test/pictures/compare.pictures.ts */
import { mkdirSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { test } from 'vitest';
import { launchApp } from '../support/electron.ts';

const folder = process.env['TEGAMI_COMPARE_PICTURES'] ?? path.join(os.tmpdir(), 'tegami-compare-pictures');

const words = {
  en: {
    way: ['Try the built-in lab', 'Compare'],
    runAll: 'Run all',
    run: 'Run',
    answer: 'The answer',
    stop: 'Stop',
    steps: 'Steps',
    question: /^Is mail that I read at the office new again at home\?/,
    thin: /^What does a 10 MB attachment cost/,
    loss: /^Where is my mail/,
    charts: 'At a glance',
    asTable: 'Show as table',
    forYou: 'POP3 or IMAP for you?',
    record: 'Record a new experiment',
    ask: 'What do you want to know?',
    begin: 'Begin',
    arrives: 'Mail arrives',
    doIt: 'Do it',
    fetch: 'Fetch mail',
  },
  ja: {
    way: ['内蔵のラボを試す', '比較'],
    runAll: 'すべて実行',
    run: '実行',
    answer: '答え',
    stop: '止める',
    steps: 'ステップ',
    question: /^職場で読んだメールは、自宅でまた/,
    thin: /^本文だけ読みたいとき/,
    loss: /^メールはどこにありますか/,
    charts: 'ひと目で比べる',
    asTable: '表で見る',
    forYou: 'POP3 と IMAP、どちらが合う？',
    record: '新しい実験を記録する',
    ask: '知りたいこと',
    begin: '始める',
    arrives: 'メールが届く',
    doIt: '実行',
    fetch: 'メールを取得',
  },
} as const;

const looks = [
  { lang: 'en', theme: 'light', size: '1280x800', zoom: 1 },
  { lang: 'ja', theme: 'dark', size: '1280x800', zoom: 1 },
  { lang: 'en', theme: 'dark', size: '900x600', zoom: 1 },
  { lang: 'ja', theme: 'light', size: '1280x800', zoom: 2 },
] as const;

test.each(looks)(
  'Compare in $lang, $theme, $size at $zoom',
  async (look) => {
    mkdirSync(folder, { recursive: true });
    const launched = await launchApp(look);
    try {
      const { window, app } = launched;
      window.setDefaultTimeout(30_000);
      const w = words[look.lang];
      // The window as it stands, zoom and all.
      const shot = async (name: string) => {
        await window.evaluate(() => new Promise((done) => requestAnimationFrame(() => setTimeout(done, 250))));
        const png = await app.evaluate(async ({ BrowserWindow }) =>
          (await BrowserWindow.getAllWindows()[0]?.webContents.capturePage())?.toPNG().toString('base64'),
        );
        const file = `${look.lang}-${look.theme}-${look.size.split('x')[0]}-${look.zoom}-${name}.png`;
        writeFileSync(path.join(folder, file), Buffer.from(png ?? '', 'base64'));
      };
      const press = (name: string | RegExp) =>
        window
          .getByRole('button', { name, exact: typeof name === 'string' })
          .first()
          .click();
      const go = async (name: string | RegExp) => {
        const back = window.getByRole('button', { name: look.lang === 'en' ? 'All experiments' : '実験の一覧' });
        if (await back.isVisible()) await back.click();
        await press(name);
      };
      for (const button of w.way) await press(button);
      await app.evaluate(({ BrowserWindow }, zoom) => {
        BrowserWindow.getAllWindows()[0]?.webContents.setZoomFactor(zoom);
      }, look.zoom);
      await window.getByRole('button', { name: w.runAll }).waitFor();
      await shot('none');
      await go(w.question);
      await shot('plan');
      const back = window.getByRole('button', { name: look.lang === 'en' ? 'All experiments' : '実験の一覧' });
      if (await back.isVisible()) await back.click();
      await press(w.runAll);
      await window.waitForTimeout(4000);
      await shot('running');
      await window.getByRole('button', { name: w.runAll }).waitFor({ timeout: 240_000 });
      await shot('ran');
      await go(w.question);
      const steps = window.getByRole('region', { name: w.steps });
      await shot('answer');
      await steps
        .getByRole('button')
        .nth(3 + 2)
        .click();
      await shot('step-2');
      await window.getByRole('grid').locator('td button').first().click();
      await shot('proof');
      await window.keyboard.press('Escape');
      await window.getByRole('region', { name: w.charts }).scrollIntoViewIfNeeded();
      await shot('charts');
      await press(w.asTable);
      await shot('charts-table');
      await go(w.thin);
      await shot('thin');
      await window.getByRole('region', { name: w.charts }).scrollIntoViewIfNeeded();
      await shot('thin-charts');
      await go(w.loss);
      await shot('loss');
      await go(w.forYou);
      await shot('for-you');
      await go(w.record);
      await window
        .getByRole('textbox', { name: w.ask })
        .fill(look.lang === 'en' ? 'Does my phone see it?' : 'スマートフォンでも見えますか。');
      await shot('record');
      await press(w.begin);
      await press(w.arrives);
      await shot('record-step');
      await window.getByRole('form').getByRole('button', { name: w.doIt, exact: true }).click();
      await press(w.fetch);
      await window.getByRole('form').getByRole('button', { name: w.doIt, exact: true }).click();
      await window.getByRole('grid').locator('td button').first().waitFor();
      await window.waitForTimeout(1500);
      await shot('record-live');
    } finally {
      await launched.close();
    }
  },
  400_000,
);
