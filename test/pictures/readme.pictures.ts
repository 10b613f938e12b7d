/** The pictures of README.md, out of the running app. Run by `npm run pictures`, not by `npm test`. */
import { mkdirSync } from 'node:fs';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, test } from 'vitest';
import { root } from '../../scripts/lib/paths.mjs';
import { type Dovecot, startDovecot } from '../servers/dovecot.ts';
import { askEngine } from '../support/ask.ts';
import { type Launched, launchApp } from '../support/electron.ts';
import { letters } from './letters.ts';

const folder = path.join(root, 'assets', 'pictures');
let dovecot: Dovecot;
beforeAll(async () => {
  mkdirSync(folder, { recursive: true });
  dovecot = await startDovecot({ users: { aiko: 'secret' } });
  for (const [name, mails] of Object.entries(letters(Date.now()))) dovecot.fill('aiko', name, mails);
});
afterAll(() => dovecot?.close());

test('welcome', async () => {
  for (const lang of ['en', 'ja'] as const) {
    const app = await launchApp({ lang, theme: 'light' });
    await settled(app.window);
    await app.window.screenshot({ path: path.join(folder, `welcome-${lang}.png`) });
    await app.close();
  }
});

test('inbox', async () => {
  for (const [name, lang, theme] of [
    ['inbox', 'en', 'light'],
    ['inbox-ja-dark', 'ja', 'dark'],
  ] as const) {
    const app = await launchApp({ lang, theme });
    await addAccount(app);
    const rows = app.window.getByText('Friday: lunch by the river?');
    await rows.first().waitFor();
    await rows.first().click();
    await app.window.getByText('Until Friday,').first().waitFor();
    await settled(app.window);
    await app.window.screenshot({ path: path.join(folder, `${name}.png`) });
    await app.close();
  }
});

const inTheLab = {
  en: {
    way: ['Try the built-in lab', 'Start the lab', 'Write a mail', 'Hand it over'],
    fields: ['To', 'Subject', 'Text'],
    mail: ['chiyo@yuki.test, tea@sora.test', 'The tea on Thursday', 'Shall we meet at ten?'],
    arrived: /^niwa\.test, in the mailbox/,
  },
  ja: {
    way: ['内蔵のラボを試す', 'ラボを始める', 'メールを書く', '送信'],
    fields: ['宛先', '件名', '本文'],
    mail: ['chiyo@yuki.test, tea@sora.test', '木曜日のお茶会について', '十時でいかがですか。'],
    arrived: /^niwa\.test、配達済み/,
  },
} as const;

test('lab', async () => {
  for (const [name, lang, theme] of [
    ['lab', 'en', 'light'],
    ['lab-ja-dark', 'ja', 'dark'],
  ] as const) {
    const app = await launchApp({ lang, theme });
    const { window } = app;
    const { way, fields, mail, arrived } = inTheLab[lang];
    const press = (button: string) => window.getByRole('button', { name: button, exact: true }).click();
    for (const button of way.slice(0, 3)) await press(button);
    for (const [n, field] of fields.entries())
      await window.getByRole('textbox', { name: field, exact: true }).fill(mail[n] ?? '');
    await press(way[3]);
    await window.getByRole('group').getByRole('button', { name: arrived }).waitFor({ timeout: 30_000 });
    await window.waitForFunction(() => document.getAnimations().length === 0);
    await settled(window);
    await window.screenshot({ path: path.join(folder, `${name}.png`) });
    await app.close();
  }
});

const compared = {
  en: {
    way: 'Compare POP3 and IMAP',
    question: /^Is mail that I read at the office new/,
    run: 'Run',
    back: 'Step back',
    end: '6 of 6',
  },
  ja: { way: 'POP3とIMAPを比べる', question: /^職場で読んだメールは/, run: '実行', back: '前のステップ', end: '6 / 6' },
} as const;

test('compare', async () => {
  for (const [name, lang, theme] of [
    ['compare', 'en', 'light'],
    ['compare-ja-dark', 'ja', 'dark'],
  ] as const) {
    const app = await launchApp({ lang, theme });
    const { window } = app;
    const { way, question, run, back, end } = compared[lang];
    const button = (text: string | RegExp) =>
      window.getByRole('button', { name: text, exact: typeof text === 'string' });
    await button(way).click();
    await button(question).click();
    await button(run).click();
    await window.getByText(end, { exact: true }).first().waitFor({ timeout: 60_000 });
    await button(back).click();
    await button(back).click();
    await window.waitForFunction(() => document.getAnimations().length === 0);
    await settled(window);
    await window.screenshot({ path: path.join(folder, `${name}.png`) });
    await app.close();
  }
});

async function addAccount({ window }: Launched): Promise<void> {
  const server = { host: dovecot.host, port: dovecot.imaps, security: 'implicit' };
  const settings = {
    name: 'Aiko Tanaka',
    email: 'aiko@hana.test',
    protocol: 'imap',
    incoming: { ...server, user: 'aiko' },
    outgoing: { ...server, user: 'aiko' },
    trust: { ca: dovecot.caPem, pins: [] },
  };
  const added = await askEngine(window, 'accounts.add', { settings, password: 'secret', secret: 'session' });
  if (!added.ok) throw new Error(JSON.stringify(added.error));
  await askEngine(window, 'sync.now', {});
}

/** Fonts are there, nothing loads, and two frames have passed. */
async function settled(window: Page): Promise<void> {
  await window.waitForLoadState('networkidle');
  await window.evaluate(async () => {
    await document.fonts.ready;
    await new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)));
  });
}
