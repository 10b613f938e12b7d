/** The lab as people see it: TEGAMI_LAB_PICTURES=DIR npx vitest run --config test/pictures/vitest.config.ts test/pictures/lab.pictures.ts */
import { mkdirSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { test } from 'vitest';
import { launchApp } from '../support/electron.ts';

const folder = process.env['TEGAMI_LAB_PICTURES'] ?? path.join(os.tmpdir(), 'tegami-lab-pictures');

const words = {
  en: {
    try: 'Try the built-in lab',
    start: 'Start the lab',
    write: 'Write a mail',
    to: 'To',
    subject: 'Subject',
    text: 'Text',
    send: 'Hand it over',
    tabs: ['People', 'Queue', 'Spool', 'Zones', 'Lists', 'Faults', 'Hosts', 'Clock'],
    scenes: 'Scenes',
  },
  ja: {
    try: '内蔵のラボを試す',
    start: 'ラボを始める',
    write: 'メールを書く',
    to: '宛先',
    subject: '件名',
    text: '本文',
    send: '送信',
    tabs: ['利用者', 'キュー', 'スプール', 'ゾーン', 'リスト', '障害', '接続先', '時計'],
    scenes: '場面',
  },
} as const;
const letters = {
  en: { to: 'chiyo@yuki.test, tea@sora.test, info@hana.test, nobody@kumo.test', subject: 'The tea on Thursday' },
  ja: { to: 'chiyo@yuki.test, tea@sora.test, info@hana.test, nobody@kumo.test', subject: '木曜日のお茶会について' },
} as const;

const looks = [
  { lang: 'en', theme: 'light', size: '1280x800' },
  { lang: 'ja', theme: 'dark', size: '1280x800' },
  { lang: 'ja', theme: 'light', size: '900x600' },
  { lang: 'en', theme: 'dark', size: '900x600' },
  { lang: 'en', theme: 'dark', size: '640x800' },
] as const;

test.each(looks)(
  'the lab in $lang, $theme, $size',
  async (look) => {
    mkdirSync(folder, { recursive: true });
    const launched = await launchApp(look);
    try {
      const { window } = launched;
      const w = words[look.lang];
      const shot = (name: string) =>
        window.screenshot({
          path: path.join(folder, `${look.lang}-${look.theme}-${look.size.split('x')[0]}-${name}.png`),
        });
      const press = (name: string, page: Page = window) => page.getByRole('button', { name, exact: true }).click();
      await press(w.try);
      await press(w.start);
      await window.getByRole('tab').nth(5).waitFor();
      await press(w.write);
      await window.getByRole('textbox', { name: w.to }).fill(letters[look.lang].to);
      await window.getByRole('textbox', { name: w.subject }).fill(letters[look.lang].subject);
      await window
        .getByRole('textbox', { name: w.text, exact: true })
        .fill('Shall we meet at ten?\n十時でいかがですか。');
      await shot('write');
      await press(w.send);
      await window.getByRole('list').filter({ hasText: 'daichi@niwa.test' }).first().waitFor();
      await new Promise((done) => setTimeout(done, 6000)); // until the envelopes have come home
      await shot('world');
      for (const tab of w.tabs) {
        await window.getByRole('tab', { name: new RegExp(`^${tab}`) }).click();
        await new Promise((done) => setTimeout(done, 400));
        await shot(`tab-${w.tabs.indexOf(tab as never)}`);
      }
      await window.getByRole('radio', { name: w.scenes }).click();
      await window.getByRole('listitem').nth(5).waitFor();
      await shot('scenes');
      await window.getByRole('button', { name: /(Play scene|場面) 3/ }).click();
      await window.getByRole('heading', { level: 3 }).first().waitFor({ timeout: 60_000 });
      for (let step = 1; step <= 3; step++) {
        await new Promise((done) => setTimeout(done, 3000));
        await shot(`scene-${step}`);
        await window.keyboard.press('ArrowRight');
      }
    } finally {
      await launched.close();
    }
  },
  120_000,
);
