import path from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Launched, launchApp } from '../support/electron.ts';
import { violations } from '../support/violations.ts';

let launched: Launched;
let window: Page;
beforeAll(async () => {
  launched = await launchApp({ size: '1280x800' });
  ({ window } = launched);
});
afterAll(() => launched?.close());

/** TEGAMI_PICTURES=DIR keeps what is seen on the way. */
async function picture(name: string): Promise<void> {
  const folder = process.env['TEGAMI_PICTURES'];
  if (folder !== undefined) await window.screenshot({ path: path.join(folder, `${name}.png`) });
}
const button = (name: string | RegExp) => window.getByRole('button', { name, exact: typeof name === 'string' });
const labProcesses = () =>
  launched.app.evaluate(({ app }) =>
    app
      .getAppMetrics()
      .filter(({ name, serviceName }) => [name, serviceName].includes('Tegami lab'))
      .map(({ pid }) => pid),
  );

test('the welcome offers the lab, whose process is not there before it is asked for', async () => {
  await expect.poll(() => button('Try the built-in lab').isVisible()).toBe(true);
  await picture('welcome');
  expect(await labProcesses()).toEqual([]);
  await button('Try the built-in lab').click();
  await expect
    .poll(() => window.getByRole('heading', { name: 'Mail domains on your own machine' }).isVisible())
    .toBe(true);
  await picture('off');
});

test('the lab starts and draws its hosts', async () => {
  await button('Start the lab').click();
  await expect.poll(() => button(/^mx1\.hana\.test, 127/).isVisible()).toBe(true);
  await expect.poll(() => button(/^ns\.minato\.test, 127/).isVisible()).toBe(true);
  await picture('on');
});

test('a mail that is handed over is followed into the other user’s mailbox, each hop with its transcript', async () => {
  await button('Write a mail').click();
  await window.getByRole('textbox', { name: 'To' }).fill('chiyo@yuki.test, ben@hana.test');
  await window.getByRole('textbox', { name: 'Subject' }).fill('The tea on Thursday');
  await window.getByRole('textbox', { name: 'Text' }).fill('Shall we meet at ten?');
  await picture('write');
  await button('Hand it over').click();
  const way = window.getByRole('list', { name: 'The way to chiyo@yuki.test' });
  await expect.poll(() => way.getByText('in the mailbox').isVisible()).toBe(true);
  await expect.poll(() => way.getByText('TLS 1.3').isVisible()).toBe(true);
  await picture('journey');
  await way.getByRole('button', { name: /mx\.minato\.test, accepted/ }).click();
  const said = window.getByRole('log', { name: 'What was said' });
  await expect.poll(() => said.textContent()).toContain('RCPT TO:<chiyo@yuki.test>');
  await picture('transcript');
  await window.keyboard.press('Escape');
  await expect.poll(() => said.isVisible()).toBe(false);
});

test.each(['light', 'dark'] as const)('every tab of the lab, and its scenes, are accessible in %s', async (theme) => {
  await window.evaluate((value) => {
    document.documentElement.dataset['theme'] = value;
  }, theme);
  for (const tab of await window.getByRole('tab').all()) {
    await tab.click();
    expect(await violations(window)).toEqual([]);
  }
  await window.getByRole('radio', { name: 'Scenes' }).click();
  await window.getByRole('listitem').nth(5).waitFor();
  expect(await violations(window)).toEqual([]);
  await window.getByRole('radio', { name: 'World' }).click();
  await window.evaluate(() => {
    document.documentElement.dataset['theme'] = 'light';
  });
});

test('what is wrong with an alias is said at its field, and what is right is taken over', async () => {
  await window.getByRole('tab', { name: 'Aliases' }).click();
  await button('Add an alias').click();
  const form = window.getByRole('form', { name: 'Add an alias' });
  await form.getByRole('textbox', { name: 'Alias' }).fill('tea');
  await form.getByRole('textbox', { name: 'Goes on to' }).fill('aiko@hana.test');
  await form.getByRole('button', { name: 'Take it over' }).click();
  await expect.poll(() => form.getByRole('textbox', { name: 'Alias' }).getAttribute('aria-invalid')).toBe('true');
  await picture('alias-wrong');
  await form.getByRole('textbox', { name: 'Alias' }).fill('tea@hana.test');
  await form.getByRole('button', { name: 'Take it over' }).click();
  await expect.poll(() => button('Change tea@hana.test').isVisible()).toBe(true);
});

test('a user of the lab becomes an account with one click, and the mail is in it', async () => {
  await window.getByRole('tab', { name: 'People' }).click();
  await button('Use chiyo@yuki.test here over IMAP').click();
  await button('Go to the mail').click();
  await picture('account-first');
  await expect
    .poll(() => window.getByText('The tea on Thursday').filter({ visible: true }).first().isVisible())
    .toBe(true);
  await picture('account');
});

test('the lab’s process may end: the mail does not notice, and the lab can be started again', async () => {
  await button('Lab').click();
  const [pid] = await labProcesses();
  expect(pid).toBeGreaterThan(0);
  process.kill(pid ?? 0, 'SIGKILL');
  await expect
    .poll(() => window.getByText('The lab’s process ended by itself.'.replace('’', "'")).isVisible())
    .toBe(true);
  await picture('gone');
  await button('Mail').click();
  await expect
    .poll(() => window.getByText('The tea on Thursday').filter({ visible: true }).first().isVisible())
    .toBe(true);
  await button('Lab').click();
  await button('Start it again').click();
  await expect.poll(() => button(/^mx1\.hana\.test, 127/).isVisible()).toBe(true);
});
