import path from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Launched, launchApp } from '../support/electron.ts';

/** TEGAMI_PICTURES=DIR keeps what is seen on the way. */
async function picture(name: string): Promise<void> {
  const folder = process.env['TEGAMI_PICTURES'];
  if (folder !== undefined) await window.screenshot({ path: path.join(folder, `${name}.png`) });
}

/** The first use of somebody who has no account: everything happens in the lab, with two users of it as accounts of this client. */
let launched: Launched;
let window: Page;
beforeAll(async () => {
  launched = await launchApp({ size: '1280x800' });
  ({ window } = launched);
  window.setDefaultTimeout(20_000);
});
afterAll(() => launched?.close());

const button = (name: string | RegExp) => window.getByRole('button', { name, exact: typeof name === 'string' });
const messages = () => window.getByRole('listbox', { name: 'Messages' });
const inbox = (of: string) =>
  window
    .getByRole('navigation', { name: 'Folders' })
    .getByRole('button', { name: /^Inbox/ })
    .nth(of === 'aiko' ? 0 : 1);

test('without an account the welcome leads to the lab, and a user of the lab becomes an account over IMAP', async () => {
  await button('Try the built-in lab').click();
  await button('Start the lab').click();
  await button('Use aiko@hana.test here over IMAP').click();
  await button('Go to the mail').click();
});

test('the demo mail is there', async () => {
  await expect.poll(() => messages().getByRole('option').count()).toBeGreaterThan(5);
  await messages().getByRole('option').first().click();
  await expect
    .poll(() => window.getByRole('main', { name: 'Message' }).getByRole('heading').count())
    .toBeGreaterThan(0);
});

test('another user of the lab is an account over POP3 beside it', async () => {
  await button('Lab').click();
  await button('Use chiyo@yuki.test here over POP3').click();
  await button('Go to the mail').click();
  await expect
    .poll(() => window.getByRole('navigation', { name: 'Folders' }).getByText('chiyo@yuki.test').first().isVisible())
    .toBe(true);
});

test('a mail that is written in the client goes through the lab, and its way is drawn', async () => {
  await inbox('aiko').click();
  await button('Compose').first().click();
  await window.getByLabel('To', { exact: true }).fill('chiyo@yuki.test');
  await window.getByLabel('Subject', { exact: true }).fill('The plum tree 梅の木');
  await window.getByLabel('Text', { exact: true }).fill('It blossoms. 咲きました。\n');
  await window.keyboard.press('Control+Enter');
  await button('Lab').click();
  const mails = window.getByRole('listbox', { name: 'Mails of the lab, newest first' });
  await mails.getByRole('option', { name: /The plum tree 梅の木/ }).click();
  const way = window.getByRole('list', { name: 'The way to chiyo@yuki.test' });
  await expect.poll(() => way.getByText('in the mailbox').isVisible()).toBe(true);
  // Each hop is a postmark with the proof behind it.
  await way.getByRole('button', { name: /^mx1\.hana\.test, accepted/ }).click();
  const said = window.getByRole('log', { name: 'What was said' });
  await expect.poll(() => said.textContent()).toContain('MAIL FROM:<aiko@hana.test>');
  await window.keyboard.press('Escape');
  await way.getByRole('button', { name: /^mx\.minato\.test, accepted/ }).click();
  await expect.poll(() => said.textContent()).toContain('RCPT TO:<chiyo@yuki.test>');
  await window.keyboard.press('Escape');
  await picture('mail-way');
  const map = window.getByRole('group', { name: 'Map of the lab' });
  await expect.poll(() => map.getByRole('button', { name: /^mx\.minato\.test, in the mailbox/ }).count()).toBe(1);
});

test('it is read by the other user over POP3, and the map knows that it was fetched', async () => {
  await button('Mail').click();
  await button('Check for mail').first().click();
  await inbox('chiyo').click();
  await messages()
    .getByRole('option', { name: /The plum tree/ })
    .first()
    .click();
  await window.getByRole('main', { name: 'Message' }).getByText('It blossoms. 咲きました。').first().waitFor();
  await button('Lab').click();
  const way = window.getByRole('list', { name: /^The way to chiyo@yuki\.test/ });
  await expect.poll(() => way.getByText('fetched').isVisible()).toBe(true);
  await picture('mail-fetched');
  await way.getByRole('button', { name: /fetched/ }).click();
  const said = window.getByRole('log', { name: 'What was said' });
  await expect.poll(() => said.textContent()).toMatch(/RETR \d+/);
  await window.keyboard.press('Escape');
});
