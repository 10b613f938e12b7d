import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeReal } from '../servers/available.ts';
import { imapFlags } from '../servers/observer.ts';
import { type Launched, launchApp } from '../support/electron.ts';
import { type House, password, startHouse } from '../support/house.ts';

const welcomeMail = [
  'From: =?UTF-8?B?55Sw5LitIOaEm+WtkA==?= <tanaka@hana.test>',
  'To: aiko@hana.test',
  'Subject: Plans for the autumn fair',
  'Date: Sat, 21 Nov 2026 09:12:00 +0900',
  'Message-ID: <fair@hana.test>',
  'MIME-Version: 1.0',
  'Content-Type: text/plain; charset=utf-8',
  'Content-Transfer-Encoding: 8bit',
  '',
  'The hall is ours from nine. 会場は九時からです。',
  '',
].join('\r\n');

/** The day in one app: everything in order, as a person would do it. */
describeReal('a real mailbox in the real app', () => {
  let house: House;
  let app: Launched;
  const folder = mkdtempSync(path.join(os.tmpdir(), 'tegami-mail-'));
  const profile = path.join(folder, 'profile');
  const keyring = path.join(folder, 'home');
  const env = { TEGAMI_SAVE_DIR: path.join(folder, 'saved') };

  beforeAll(async () => {
    house = await startHouse();
    house.dovecot.fill('aiko', 'INBOX', 30);
    house.dovecot.fill('aiko', 'INBOX', [welcomeMail]);
    house.dovecot.fill('ben', 'INBOX', 5);
    mkdirSync(env.TEGAMI_SAVE_DIR);
    app = await launchApp({ profile, keyring, env });
    app.window.setDefaultTimeout(20_000);
  });
  afterAll(async () => {
    await app?.close();
    await house?.close();
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  });

  async function addAccount(window: Page, user: string, protocol: 'IMAP' | 'POP3'): Promise<void> {
    const dialog = window.getByRole('dialog', { name: 'Add an account' });
    await dialog.getByLabel('Your name').fill(user === 'aiko' ? '田中 愛子' : 'Ben Ito');
    await dialog.getByLabel('Email address').fill(`${user}@hana.test`);
    await dialog.getByRole('radio', { name: protocol }).check({ force: true });
    await dialog.getByLabel('Incoming server').fill('localhost');
    await dialog
      .getByLabel('Port', { exact: true })
      .fill(String(protocol === 'IMAP' ? house.dovecot.imaps : house.dovecot.pop3s));
    await dialog.getByLabel('User name', { exact: true }).fill(user);
    await dialog.getByLabel('Password', { exact: true }).fill(password);
    await dialog.getByLabel('Outgoing server').fill('localhost');
    await dialog
      .getByRole('radiogroup', { name: 'Outgoing connection security' })
      .getByRole('radio', { name: 'STARTTLS' })
      .check({ force: true });
    await dialog.getByLabel('Outgoing port').fill(String(house.postfix.submission));
    await dialog.locator('input[type=file]').setInputFiles(house.dovecot.caFile);
    await dialog.getByRole('button', { name: 'Test and add' }).click();
    await dialog.waitFor({ state: 'hidden', timeout: 30_000 });
  }

  test('an IMAP account is added through the dialog, and its mail is there', async () => {
    const { window } = app;
    await window.getByRole('button', { name: 'Add an account' }).first().click();
    await addAccount(window, 'aiko', 'IMAP');
    await window.getByText('Plans for the autumn fair').first().waitFor({ timeout: 30_000 });
  });

  test('a message is read, and another client sees \\Seen on the server', async () => {
    const { window } = app;
    await openMail(window, 'Plans for the autumn fair');
    await reads(window, 'The hall is ours from nine. 会場は九時からです。');
    await expect
      .poll(
        async () =>
          (await imapFlags(house.dovecot, 'aiko'))
            .find((each) => each.messageId === '<fair@hana.test>')
            ?.flags.map((flag) => flag.toLowerCase()),
        { timeout: 20_000 },
      )
      .toContain('\\seen');
  });

  test('a POP3 account is added beside it', async () => {
    const { window } = app;
    await window.getByRole('button', { name: 'Settings' }).click();
    await window.getByRole('button', { name: 'Add an account' }).first().click();
    await addAccount(window, 'ben', 'POP3');
    await window.getByRole('button', { name: 'Mail', exact: true }).click();
    await window.getByText('ben@hana.test').first().waitFor({ timeout: 30_000 });
  });

  test('a mail with an attachment is sent through submission and arrives in the other account', async () => {
    const { window } = app;
    const attached = path.join(folder, '報告書.txt');
    writeFileSync(attached, 'figures, 数字\n'.repeat(1000));
    await window.getByRole('button', { name: 'Compose' }).first().click();
    await window.getByLabel('To', { exact: true }).fill('ben@hana.test');
    await window.getByLabel('Subject', { exact: true }).fill('数字の件');
    await window.getByLabel('Text', { exact: true }).fill('The figures are attached.\n');
    await window.locator('input[type=file]').setInputFiles(attached);
    await window.getByText('報告書.txt').first().waitFor();
    await window.keyboard.press('Control+Enter');
    await expect.poll(() => house.dovecot.mails('ben').length, { timeout: 30_000 }).toBe(6);
    await expect.poll(() => house.dovecot.mails('aiko', 'Sent').length, { timeout: 30_000 }).toBe(1);
  });

  test('it is received over POP3 and its attachment is saved', async () => {
    const { window } = app;
    await window.getByRole('button', { name: 'Mail', exact: true }).click();
    await window.getByRole('button', { name: 'Check for mail' }).first().click();
    const folders = window.getByRole('navigation', { name: 'Folders' });
    await folders
      .getByRole('button', { name: /^Inbox/ })
      .last()
      .click();
    await openMail(window, '数字の件');
    await reads(window, 'The figures are attached.');
    await window.getByRole('button', { name: /Save 報告書\.txt/ }).click();
    const saved = path.join(folder, 'saved', '報告書.txt');
    await expect.poll(() => existsSync(saved), { timeout: 20_000 }).toBe(true);
    expect(readFileSync(saved, 'utf8')).toBe('figures, 数字\n'.repeat(1000));
  });

  async function findEverything(): Promise<void> {
    const { window } = app;
    window.setDefaultTimeout(20_000);
    const folders = window.getByRole('navigation', { name: 'Folders' });
    await folders.getByText('aiko@hana.test').first().waitFor();
    await folders
      .getByRole('button', { name: /^Inbox/ })
      .first()
      .click();
    await openMail(window, 'Plans for the autumn fair');
    await reads(window, 'The hall is ours from nine. 会場は九時からです。');
    await folders
      .getByRole('button', { name: /^Inbox/ })
      .last()
      .click();
    await openMail(window, '数字の件');
    await reads(window, 'The figures are attached.');
    await folders.getByRole('button', { name: /^Sent/ }).first().click();
    await window.getByText('数字の件').first().waitFor();
  }

  test('after a restart everything is found, with no server in reach and no password asked', async () => {
    await app.close();
    await house.dovecot.close();
    app = await launchApp({ profile, keyring, env });
    await findEverything();
  });

  test('after the deletion of its IndexedDB folder everything is found again', async () => {
    await app.close();
    const databases = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter(
      (each) => path.basename(each) === 'IndexedDB',
    );
    expect(databases).toHaveLength(1);
    for (const each of databases) rmSync(path.join(folder, each), { recursive: true });
    app = await launchApp({ profile, keyring, env });
    await findEverything();
  });
});

function openMail(window: Page, subject: string): Promise<void> {
  return window
    .getByRole('listbox', { name: 'Messages' })
    .getByRole('option', { name: new RegExp(subject) })
    .first()
    .click();
}

/** The reader shows this text. */
function reads(window: Page, text: string): Promise<void> {
  return window.getByRole('main', { name: 'Message' }).getByText(text).first().waitFor();
}
