/** Every view through axe-core (https://github.com/dequelabs/axe-core) in the real window, in both colours. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeReal } from '../servers/available.ts';
import { askEngine } from '../support/ask.ts';
import { type Launched, launchApp } from '../support/electron.ts';
import { type House, password, settingsFor, startHouse } from '../support/house.ts';
import { violations } from '../support/violations.ts';

const letter = [
  'From: =?UTF-8?B?55Sw5LitIOaEm+WtkA==?= <tanaka@hana.test>',
  'To: aiko@hana.test, ben@hana.test',
  'Subject: Plans for the autumn fair',
  'Date: Sat, 21 Nov 2026 09:12:00 +0900',
  'Message-ID: <fair@hana.test>',
  'MIME-Version: 1.0',
  'Content-Type: multipart/mixed; boundary=b',
  '',
  '--b',
  'Content-Type: text/html; charset=utf-8',
  '',
  '<h1>Plans</h1><p><img src="https://hana.test/a.png">The hall is ours. <a href="https://hana.test/">Here</a></p>',
  '--b',
  'Content-Type: application/pdf; name="plan.pdf"',
  'Content-Disposition: attachment; filename="plan.pdf"',
  'Content-Transfer-Encoding: base64',
  '',
  'cGxhbg==',
  '--b--',
  '',
].join('\r\n');

for (const theme of ['light', 'dark'] as const)
  describeReal(`no serious or critical violation in ${theme}`, () => {
    let house: House;
    let app: Launched;
    beforeAll(async () => {
      house = await startHouse();
      house.dovecot.fill('aiko', 'INBOX', 30, { flags: 'S' });
      house.dovecot.fill('aiko', 'INBOX', 3);
      house.dovecot.fill('aiko', 'INBOX', [letter]);
      house.dovecot.fill('aiko', 'INBOX', 1, { flags: 'SFRT' });
      app = await launchApp({ theme });
      app.window.setDefaultTimeout(15_000);
    });
    afterAll(async () => {
      await app?.close();
      await house?.close();
    });

    const clean = async (): Promise<void> => expect(await violations(app.window)).toEqual([]);

    test('the welcome', async () => {
      await app.window.getByRole('button', { name: 'Add an account' }).first().waitFor();
      await clean();
    });

    test('adding an account, and what a failed test says', async () => {
      const { window } = app;
      await window.getByRole('button', { name: 'Add an account' }).first().click();
      const dialog = window.getByRole('dialog', { name: 'Add an account' });
      await dialog.waitFor();
      await clean();
      await dialog.getByLabel('Email address').fill('aiko@hana.test');
      await dialog.getByLabel('Your name').fill('Aiko');
      await dialog.getByLabel('Incoming server').fill('localhost');
      await dialog.getByLabel('Port', { exact: true }).fill(String(house.dovecot.imaps));
      await dialog.getByLabel('User name', { exact: true }).fill('aiko');
      await dialog.getByLabel('Password', { exact: true }).fill('wrong');
      await dialog.getByLabel('Outgoing server').fill('localhost');
      await dialog.getByRole('button', { name: 'Test and add' }).click();
      await dialog.getByRole('alert').first().waitFor();
      await clean();
      await window.keyboard.press('Escape');
      await dialog.waitFor({ state: 'hidden' });
    });

    test('the list, a message, its reasons, several messages', async () => {
      const { window } = app;
      const settings = settingsFor(house.dovecot, 'aiko', 'imap', { postfix: house.postfix });
      expect((await askEngine(window, 'accounts.add', { settings, password, secret: 'session' })).ok).toBe(true);
      await window.getByText('Plans for the autumn fair').first().waitFor();
      await clean();
      await window.getByText('Plans for the autumn fair').first().click();
      await window.locator('iframe').waitFor();
      await clean();
      await window.getByRole('button', { name: 'More' }).click();
      await window.getByRole('menuitem').first().waitFor();
      await clean();
      await window.getByRole('menuitem').first().press('Enter');
      await window.getByRole('region', { name: 'Why is it here?' }).getByRole('listitem').first().waitFor();
      await clean();
      await window.getByRole('listbox', { name: 'Messages' }).press('Control+a');
      await clean();
    });

    test('finding, and nothing found', async () => {
      const { window } = app;
      await window.keyboard.press('/');
      await window.keyboard.type('nothing like this');
      await window.getByText('Nothing found for').waitFor();
      await clean();
      await window.keyboard.press('Escape');
    });

    test('writing, unfinished letters, the outbox', async () => {
      const { window } = app;
      await window.getByRole('button', { name: 'Compose' }).first().click();
      await window.getByLabel('To', { exact: true }).fill('not an address');
      await window.keyboard.press('Control+Enter');
      await window.getByText('is not an email address').or(window.locator('[aria-invalid=true]')).first().waitFor();
      await clean();
      const folders = window.getByRole('navigation', { name: 'Folders' });
      await folders.getByRole('button', { name: 'Unfinished letters' }).click();
      await clean();
      await folders.getByRole('button', { name: 'Outbox' }).click();
      await clean();
    });

    test('the wire and the settings', async () => {
      const { window } = app;
      await window.keyboard.press('Control+`');
      await window.getByRole('log').getByText('C:').first().waitFor();
      await clean();
      await window.getByRole('button', { name: 'Settings' }).click();
      await clean();
    });
  });
