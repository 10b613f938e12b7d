/** A day with the mail by keyboard only: nothing is clicked; things are found by their role and name, and the focus is never lost. */
import type { Locator, Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeReal } from '../servers/available.ts';
import { type Launched, launchApp } from '../support/electron.ts';
import { type House, password, startHouse } from '../support/house.ts';

const htmlMail = [
  'From: Ben <ben@hana.test>',
  'To: aiko@hana.test',
  'Subject: With formatting',
  'Date: Sat, 21 Nov 2026 09:12:00 +0900',
  'Message-ID: <html@hana.test>',
  'MIME-Version: 1.0',
  'Content-Type: text/html; charset=utf-8',
  '',
  '<p>Some <b>formatted</b> text.</p>',
  '',
].join('\r\n');

describeReal('a day by keyboard only', () => {
  let house: House;
  let app: Launched;
  let window: Page;
  beforeAll(async () => {
    house = await startHouse();
    house.dovecot.fill('aiko', 'INBOX', 6);
    house.dovecot.fill('aiko', 'INBOX', [htmlMail]);
    house.dovecot.fill('aiko', 'Projects', 0);
    app = await launchApp();
    ({ window } = app);
    window.setDefaultTimeout(10_000);
  });
  afterAll(async () => {
    await app?.close();
    await house?.close();
  });

  const press = (...keys: string[]): Promise<void> =>
    keys.reduce((before, key) => before.then(() => window.keyboard.press(key)), Promise.resolve());
  const list = () => window.getByRole('listbox', { name: 'Messages' });
  const holdsFocus = (what: Locator): Promise<boolean> =>
    what
      .first()
      .evaluate((element) => element === document.activeElement)
      .catch(() => false);

  /** Tab until it has the focus, as a person does who looks where the ring is. */
  async function tabTo(what: Locator, key = 'Tab'): Promise<void> {
    await what.first().waitFor();
    for (let step = 0; step < 80; step += 1) {
      if (await holdsFocus(what)) return;
      await press(key);
    }
    const on = await window.evaluate(() => document.activeElement?.outerHTML.slice(0, 200));
    throw new Error(`Tab does not lead to ${String(what)}; it is on ${on}`);
  }
  /** As the system hands a key to the shell; Playwright's keys reach the page only. */
  const pressReally = (keyCode: string): Promise<void> =>
    app.app.evaluate(({ BrowserWindow }, key) => {
      const contents = BrowserWindow.getAllWindows()[0]?.webContents;
      for (const type of ['keyDown', 'keyUp'] as const) contents?.sendInputEvent({ type, keyCode: key });
    }, keyCode);
  const type = async (what: Locator, text: string): Promise<void> => {
    await tabTo(what);
    await press('Control+a');
    await window.keyboard.type(text);
  };
  const focusIsSomewhere = (): Promise<void> =>
    expect
      .poll(() => window.evaluate(() => document.activeElement !== null && document.activeElement !== document.body))
      .toBe(true);
  const inboxFiles = (): number => house.dovecot.mails('aiko').length;

  test('an account is added', async () => {
    await tabTo(window.getByRole('button', { name: 'Add an account' }));
    await press('Enter');
    const dialog = window.getByRole('dialog', { name: 'Add an account' });
    await type(dialog.getByLabel('Your name'), 'Aiko');
    await type(dialog.getByLabel('Email address'), 'aiko@hana.test');
    await type(dialog.getByLabel('Incoming server'), 'localhost');
    await type(dialog.getByLabel('Port', { exact: true }), String(house.dovecot.imaps));
    await type(dialog.getByLabel('User name', { exact: true }), 'aiko');
    await type(dialog.getByLabel('Password', { exact: true }), password);
    await type(dialog.getByLabel('Outgoing server'), 'localhost');
    const outgoing = dialog.getByRole('radiogroup', { name: 'Outgoing connection security' });
    await tabTo(outgoing.getByRole('radio', { checked: true }));
    await press('ArrowRight');
    await type(dialog.getByLabel('Outgoing port'), String(house.postfix.submission));
    await press('Enter');
    // The test's own authority is not known here: its certificates are trusted one by one.
    for (let asked = 0; asked < 3; asked += 1) {
      const trust = dialog.getByRole('button', { name: /Trust this certificate/ });
      await dialog.waitFor({ state: 'hidden', timeout: 3_000 }).catch(() => {});
      if (!(await dialog.isVisible())) break;
      await tabTo(trust);
      await press('Enter');
      await trust.waitFor({ state: 'hidden' }).catch(() => {});
    }
    await dialog.waitFor({ state: 'hidden', timeout: 20_000 });
    await list().waitFor({ timeout: 20_000 });
    await window.getByRole('option', { name: /With formatting/ }).waitFor();
    await focusIsSomewhere();
  });

  test('messages are chosen, read, and left', async () => {
    await tabTo(list());
    await press('Home');
    const first = window.getByRole('option').first();
    await expect.poll(() => first.getAttribute('aria-selected')).toBe('true');
    await press('ArrowDown', 'Enter');
    await expect.poll(() => holdsFocus(window.getByRole('document', { name: 'Text of the message' }))).toBe(true);
    await press('Escape');
    await expect.poll(() => holdsFocus(list())).toBe(true);
  });

  test('keys work while the focus is in the frame of an HTML mail', async () => {
    await tabTo(list());
    await press('Home');
    await window.getByRole('option', { name: /With formatting/, selected: true }).waitFor();
    await window.locator('iframe').waitFor();
    await press('Enter');
    await expect.poll(() => holdsFocus(window.locator('iframe'))).toBe(true);
    const read = window.getByRole('option', { name: /^(?!unread).*With formatting/ });
    await read.waitFor();
    await pressReally('u');
    await window.getByRole('option', { name: /^unread.*With formatting/ }).waitFor();
    await pressReally('u');
    await read.waitFor();
    await pressReally('Escape');
    await expect.poll(() => holdsFocus(list())).toBe(true);
  });

  test('a message is flagged and several are chosen', async () => {
    await press('s');
    await window.getByRole('option', { name: /flagged/ }).waitFor();
    await press('s', 'Shift+ArrowDown');
    await window.getByText('2 messages chosen').waitFor();
    await press('ArrowDown');
  });

  test('a message is deleted, and the next one is there with the focus', async () => {
    const before = inboxFiles();
    await press('Delete');
    await expect.poll(inboxFiles).toBe(before - 1);
    await expect.poll(() => window.getByRole('option', { selected: true }).count()).toBe(1);
    await expect.poll(() => holdsFocus(list())).toBe(true);
  });

  test('a message is moved to a folder', async () => {
    const before = inboxFiles();
    await tabTo(window.getByRole('button', { name: 'Move to folder' }));
    await press('Enter');
    await window.getByRole('menuitem', { name: 'Projects' }).waitFor();
    await window.keyboard.type('Proj');
    await press('Enter');
    await expect.poll(inboxFiles).toBe(before - 1);
    await expect.poll(() => house.dovecot.mails('aiko', 'Projects').length).toBe(1);
    await focusIsSomewhere();
  });

  test('a reply is written and sent, and the focus comes back', async () => {
    const before = house.dovecot.mails('aiko', 'Sent').length;
    await press('Escape');
    await tabTo(list());
    await press('r');
    const text = window.getByLabel('Text', { exact: true });
    await expect.poll(() => holdsFocus(text)).toBe(true);
    await window.keyboard.type('Thank you.');
    await tabTo(window.getByLabel('To', { exact: true }), 'Shift+Tab');
    await press('Control+a');
    await window.keyboard.type('ben@hana.test');
    await press('Control+Enter');
    await expect.poll(() => house.dovecot.mails('aiko', 'Sent').length, { timeout: 30_000 }).toBe(before + 1);
    await expect.poll(() => holdsFocus(list())).toBe(true);
  });

  test('a new letter is begun, discarded, and nothing is lost but it', async () => {
    await press('c');
    await expect.poll(() => holdsFocus(window.getByLabel('To', { exact: true }))).toBe(true);
    await window.keyboard.type('ben@hana.test');
    await tabTo(window.locator('input[type=file]').or(window.getByRole('button', { name: 'Attach files' })));
    await tabTo(window.getByRole('button', { name: 'Discard' }), 'Shift+Tab');
    await press('Enter');
    await expect.poll(() => holdsFocus(window.getByRole('button', { name: 'Discard it' }))).toBe(true);
    await press('Enter');
    await expect.poll(() => holdsFocus(list())).toBe(true);
  });

  test('a second letter waits until the first is put among the unfinished ones; removing that asks first', async () => {
    await press('c');
    await expect.poll(() => holdsFocus(window.getByLabel('To', { exact: true }))).toBe(true);
    await type(window.getByLabel('Subject', { exact: true }), 'First letter');
    await tabTo(window.getByRole('button', { name: 'Compose' }));
    await press('Enter');
    await tabTo(window.getByRole('button', { name: /begin the other/ }));
    await press('Enter');
    await expect.poll(() => window.getByLabel('Subject', { exact: true }).inputValue()).toBe('');
    await expect.poll(() => holdsFocus(window.getByLabel('To', { exact: true }))).toBe(true);
    await tabTo(window.getByRole('button', { name: 'Discard' }), 'Shift+Tab');
    await press('Enter');
    await tabTo(window.getByRole('button', { name: /Unfinished letters/ }));
    await press('Enter');
    await tabTo(window.getByRole('button', { name: 'Remove the letter “First letter”' }));
    await press('Enter');
    await expect.poll(() => holdsFocus(window.getByRole('button', { name: 'Remove', exact: true }))).toBe(true);
    await press('Enter');
    await window.getByText('No unfinished letters.').waitFor();
    await focusIsSomewhere();
    await tabTo(window.getByRole('button', { name: /^Inbox/ }), 'Shift+Tab');
    await press('Enter');
    await tabTo(list());
  });

  test('mail is found', async () => {
    await press('/');
    await expect.poll(() => holdsFocus(window.getByRole('searchbox'))).toBe(true);
    await window.keyboard.type('number 1');
    await expect.poll(() => window.getByRole('option').count()).toBe(1);
    await press('Enter');
    await expect.poll(() => holdsFocus(list())).toBe(true);
    await press('/', 'Escape', 'Escape');
    await focusIsSomewhere();
  });

  test('the wire opens and closes, and the language is switched', async () => {
    await press('Control+`');
    await window.getByRole('region', { name: 'Wire' }).waitFor();
    await press('Control+`');
    await window.getByRole('region', { name: 'Wire' }).waitFor({ state: 'hidden' });
    await focusIsSomewhere();
    await tabTo(window.getByRole('button', { name: 'Settings' }));
    await press('Enter');
    await tabTo(window.getByRole('button', { name: /Language/ }));
    await press('Enter');
    await window.getByRole('option', { name: '日本語' }).waitFor();
    await press('End', 'Enter');
    await window.getByRole('heading', { name: '設定', level: 1 }).waitFor();
    await focusIsSomewhere();
  });
});
