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
