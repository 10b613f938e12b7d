import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Launched, launchApp } from '../support/electron.ts';
import { violations } from '../support/violations.ts';

/** What the lab's view is in unusual states: other worlds, a broken one, long names, large letters, no mouse. */
const folder = mkdtempSync(path.join(os.tmpdir(), 'tegami-lab-states-'));
const profile = path.join(folder, 'profile');
const worldFile = path.join(profile, 'lab', 'world.json');
let launched: Launched;
let window: Page;
beforeAll(async () => {
  mkdirSync(path.dirname(worldFile), { recursive: true });
  writeFileSync(worldFile, '{ "name": "broken", "hosts": [] }');
  const saved = path.join(folder, 'saved');
  mkdirSync(saved);
  launched = await launchApp({ profile, size: '1280x800', env: { TEGAMI_SAVE_DIR: saved } });
  ({ window } = launched);
  window.setDefaultTimeout(20_000);
});
afterAll(async () => {
  await launched?.close();
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
});

/** TEGAMI_PICTURES=DIR keeps what is seen on the way. */
async function picture(name: string): Promise<void> {
  const to = process.env['TEGAMI_PICTURES'];
  if (to === undefined) return;
  await window.evaluate(() => new Promise((done) => requestAnimationFrame(() => setTimeout(done, 200))));
  const png = await launched.app.evaluate(async ({ BrowserWindow }) =>
    (await BrowserWindow.getAllWindows()[0]?.webContents.capturePage())?.toPNG().toString('base64'),
  );
  writeFileSync(path.join(to, `${name}.png`), Buffer.from(png ?? '', 'base64'));
}
const button = (name: string | RegExp) => window.getByRole('button', { name, exact: typeof name === 'string' });
const choose = async (entry: string) => {
  await button('More').click();
  await window.getByRole('menuitem', { name: entry }).click();
};
const give = (name: string, text: string) =>
  window.locator('input[type=file]').setInputFiles({ name, mimeType: 'application/json', buffer: Buffer.from(text) });
const width = () =>
  window.evaluate(() => [document.documentElement.scrollWidth, document.documentElement.clientWidth] as const);
type Saved = { users: { name: string }[]; domains: { title: { en: string; ja: string } }[] };

test('a world that cannot be used is said; the lab begins with the first one, and the other is kept', async () => {
  await button('Try the built-in lab').click();
  await button('Start the lab').click();
  await expect.poll(() => window.getByRole('alert').textContent()).toContain('The world of this lab cannot be used');
  await picture('broken-world');
  expect(await violations(window)).toEqual([]);
  await button('Begin with the first world').click();
  await expect.poll(() => button(/^mx1\.hana\.test, 127/).isVisible()).toBe(true);
  expect(readFileSync(`${worldFile}.aside`, 'utf8')).toContain('"broken"');
});

test('the world is saved to a file', async () => {
  await choose('Save this world…');
  await window.getByText('This world is saved as “world.json”.').waitFor();
  await picture('saved');
  const { users } = JSON.parse(readFileSync(path.join(folder, 'saved', 'world.json'), 'utf8')) as Saved;
  expect(users).toHaveLength(6);
});

test('a file that is no sound world is refused with its places, accessibly', async () => {
  await give('mine.json', '{"name":"mine","hosts":[{"name":"a b","address":"8.8.8.8"}],"domains":7}');
  const wrong = window.getByRole('list', { name: 'What is wrong in it' });
  await expect.poll(() => wrong.textContent()).toContain('hosts.0.address');
  await picture('refused');
  expect(await violations(window)).toEqual([]);
  await expect.poll(() => button(/^mx1\.hana\.test, 127/).isVisible()).toBe(true);
});

const thai = 'เซิร์ฟเวอร์ไปรษณีย์ของหมู่บ้านริมแม่น้ำที่มีชื่อยาวมาก';
const japanese = '春夏秋冬いつでも手紙を待っている山のふもとの小さな郵便局';
test('long names, in Japanese, in Thai and of 200 characters, break nothing', async () => {
  const world = JSON.parse(readFileSync(path.join(folder, 'saved', 'world.json'), 'utf8')) as Saved;
  const names = ['x'.repeat(200), japanese.repeat(3), thai.repeat(3), 'البريد الإلكتروني '.repeat(10).trim()];
  for (const [n, name] of names.entries()) {
    const [user, domain] = [world.users[n], world.domains[n]];
    if (user !== undefined) user.name = name.slice(0, 200);
    if (domain !== undefined) domain.title = { en: name.slice(0, 190), ja: name.slice(0, 190) };
  }
  await give('long.json', JSON.stringify(world));
  await window.getByText("“long.json” is the lab's world now.").waitFor();
  await button('Close').first().click();
  await button('Write a mail').click();
  await window.getByRole('textbox', { name: 'To' }).fill('chiyo@yuki.test');
  await window.getByRole('textbox', { name: 'Subject' }).fill(`${thai} ${japanese} ${'y'.repeat(200)}`);
  expect(await violations(window)).toEqual([]);
  await button('Hand it over').click();
  await window.getByRole('list', { name: 'The way to chiyo@yuki.test' }).getByText('in the mailbox').waitFor();
  await picture('long-names');
  const [needed, there] = await width();
  expect(needed).toBeLessThanOrEqual(there);
});

test('the transcript is accessible, in light and in dark', async () => {
  await window
    .getByRole('button', { name: /^mx\.minato\.test, accepted/ })
    .last()
    .click();
  await window.getByRole('log', { name: 'What was said' }).waitFor();
  for (const theme of ['dark', 'light']) {
    await window.evaluate((value) => {
      document.documentElement.dataset['theme'] = value;
    }, theme);
    expect(await violations(window)).toEqual([]);
  }
  await window.keyboard.press('Escape');
});

test('without a mouse: into the map by Tab, about in it with the arrows, and Enter opens what is there', async () => {
  await window.emulateMedia({ reducedMotion: 'no-preference' });
  await button('Write a mail').focus();
  const here = () => window.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? '');
  for (let n = 0; n < 12 && !(await here()).includes('127.44.'); n++) await window.keyboard.press('Tab');
  expect(await here()).toContain('127.44.');
  const seen = new Set<string>();
  for (const key of ['ArrowUp', 'ArrowLeft', 'ArrowLeft', 'ArrowDown', 'ArrowRight', 'ArrowRight', 'ArrowRight']) {
    await window.keyboard.press(key);
    seen.add(await here());
  }
  expect([...seen].some((name) => name.includes('Open the transcript'))).toBe(true);
  expect(seen.size).toBeGreaterThan(3);
  await picture('keyboard');
  for (let n = 0; n < 12 && !(await here()).includes('Open the transcript'); n++) await window.keyboard.press('Tab');
  await window.keyboard.press('Enter');
  await window.getByRole('log', { name: 'What was said' }).waitFor();
  await window.keyboard.press('Escape');
});

test('every control of the view is reached by Tab, and the focus leaves each again', async () => {
  await window.evaluate(() => (document.activeElement as HTMLElement | null)?.blur());
  const reached = new Set<string>();
  for (let n = 0; n < 90; n++) {
    await window.keyboard.press('Tab');
    reached.add(
      await window.evaluate(() => {
        const at = document.activeElement;
        return `${at?.getAttribute('role') ?? at?.tagName} ${at?.getAttribute('aria-label') ?? at?.textContent ?? ''}`;
      }),
    );
  }
  const all = [...reached].join('\n');
  for (const name of ['More', 'Write a mail', 'ns.minato.test', 'tab ', 'Use chiyo@yuki.test here over POP3'])
    expect(all).toContain(name);
});

test('at 200 % everything is still there and within the window', async () => {
  const zoom = (to: number) =>
    launched.app.evaluate(({ BrowserWindow }, value) => {
      BrowserWindow.getAllWindows()[0]?.webContents.setZoomFactor(value);
    }, to);
  await zoom(2);
  await expect.poll(async () => (await width())[1]).toBeLessThan(700);
  await picture('zoom-world');
  const [needed, there] = await width();
  expect(needed).toBeLessThanOrEqual(there);
  await window.getByRole('tab', { name: 'Zones' }).scrollIntoViewIfNeeded();
  await window.getByRole('tab', { name: 'Zones' }).click();
  await picture('zoom-zones');
  expect(await violations(window)).toEqual([]);
  await choose('Back to the first world…');
  const dialog = window.getByRole('dialog', { name: 'Back to the first world' });
  await dialog.getByRole('button', { name: 'Go back' }).waitFor();
  await picture('zoom-reset');
  expect(await violations(window)).toEqual([]);
  await window.keyboard.press('Escape');
  await zoom(1);
});

test('back to the first world: it asks, and the demo mail is there anew', async () => {
  await choose('Back to the first world…');
  const dialog = window.getByRole('dialog', { name: 'Back to the first world' });
  await dialog.getByRole('radio', { name: /^Begin anew with the demo mail/ }).check({ force: true });
  await picture('reset');
  expect(await violations(window)).toEqual([]);
  await dialog.getByRole('button', { name: 'Go back' }).click();
  await window.getByText('Niwa, no MX at all').waitFor();
  await window.getByRole('tab', { name: 'People' }).click();
  await expect.poll(() => window.getByText('x'.repeat(200)).count()).toBe(0);
});

test('a folder that another process has is said, and can be tried again', async () => {
  await choose('Stop the lab');
  await button('Start the lab').waitFor();
  const lock = path.join(profile, 'lab', 'lab.lock');
  writeFileSync(lock, JSON.stringify({ pid: process.pid, began: null }));
  await button('Start the lab').click();
  await expect
    .poll(() => window.getByRole('alert').textContent())
    .toContain(`A lab already runs in this folder (process ${process.pid})`);
  await picture('locked');
  rmSync(lock);
  await button('Try again').click();
  await expect.poll(() => button(/^mx1\.hana\.test, 127/).isVisible()).toBe(true);
});
