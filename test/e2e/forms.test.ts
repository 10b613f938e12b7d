import { mkdtempSync, rmSync } from 'node:fs';
import net from 'node:net';
import os from 'node:os';
import path from 'node:path';
import type { Page } from 'playwright-core';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { askEngine } from '../support/ask.ts';
import { type Launched, launchApp } from '../support/electron.ts';

/** The forms in real Electron, against servers that are not there or say no: what real mail servers do is tried elsewhere. */
let folder: string;
let launched: Launched | null = null;
let server: net.Server | null = null;
beforeEach(() => {
  folder = mkdtempSync(path.join(os.tmpdir(), 'tegami-forms-'));
});
afterEach(async () => {
  await launched?.close();
  launched = null;
  server?.close();
  server = null;
  rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
});

const field = (page: Page, label: string) => page.getByLabel(label, { exact: true });

/** A port on which nothing answers: one that was just free. */
async function closedPort(): Promise<number> {
  const free = net.createServer();
  await new Promise<void>((done) => free.listen(0, '127.0.0.1', done));
  const { port } = free.address() as net.AddressInfo;
  await new Promise((done) => free.close(done));
  return port;
}

/** An IMAP server that lets nobody in. */
async function sternServer(): Promise<number> {
  const stern = net.createServer((socket) => {
    socket.on('error', () => {});
    socket.write('* OK [CAPABILITY IMAP4rev1] stern.test ready\r\n');
    socket.on('data', (chunk) => {
      for (const line of chunk.toString().trim().split('\r\n')) {
        const [tag, verb] = line.split(' ');
        if (/^(LOGOUT|CAPABILITY|NOOP|ID)$/i.test(verb ?? '')) socket.write(`${tag} OK\r\n`);
        else socket.write(`${tag} NO [AUTHENTICATIONFAILED] Not you.\r\n`);
      }
    });
  });
  server = stern;
  await new Promise<void>((done) => stern.listen(0, '127.0.0.1', done));
  return (stern.address() as net.AddressInfo).port;
}

async function fillAccount(page: Page, incoming: number, outgoing: number): Promise<void> {
  await page.getByRole('button', { name: 'Add an account' }).click();
  await field(page, 'Your name').fill('Aiko Tanaka');
  await field(page, 'Email address').fill('aiko@hana.test');
  await page.getByRole('radio', { name: 'IMAP' }).check();
  await field(page, 'Incoming server').fill('127.0.0.1');
  await field(page, 'Port').fill(String(incoming));
  await page
    .getByRole('radiogroup', { name: 'Connection security', exact: true })
    .getByRole('radio', { name: 'None (in clear)' })
    .check();
  await field(page, 'User name').fill('aiko');
  await field(page, 'Password').fill('pass word');
  await field(page, 'Outgoing server').fill('127.0.0.1');
  await field(page, 'Outgoing port').fill(String(outgoing));
  await page
    .getByRole('radiogroup', { name: 'Outgoing connection security' })
    .getByRole('radio', { name: 'None (in clear)' })
    .check();
}

test('a failed test says where it stopped, in whose words, and what helps; nothing typed is lost', async () => {
  const [stern, closed] = [await sternServer(), await closedPort()];
  launched = await launchApp({ profile: path.join(folder, 'p') });
  const page = launched.window;
  await fillAccount(page, stern, closed);
  await page.getByRole('button', { name: 'Test and add' }).click();
  const alerts = page.getByRole('alert');
  await expect.poll(() => alerts.count(), { timeout: 30_000 }).toBe(2);
  const [incoming, outgoing] = await alerts.allInnerTexts();
  expect(incoming).toContain('did not let you in');
  expect(incoming).toContain('Not you.');
  expect(incoming).toContain('Check the user name and the password');
  expect(outgoing).toContain(`Nothing answers at 127.0.0.1, port ${closed}.`);
  expect(await field(page, 'Incoming server').inputValue()).toBe('127.0.0.1');
  expect(await field(page, 'Password').inputValue()).toBe('pass word');
  expect(await page.getByRole('button', { name: 'Try again' }).isVisible()).toBe(true);
  expect(await askEngine(page, 'accounts.list', {})).toMatchObject({ ok: true, value: [] });
});

test('a letter is kept as a draft, goes into the outbox with its files, and waits there for a server that is away', async () => {
  const closed = await closedPort();
  launched = await launchApp({ profile: path.join(folder, 'p') });
  const page = launched.window;
  await fillAccount(page, closed, closed);
  await page.getByRole('button', { name: 'Test and add' }).click();
  await page.getByRole('button', { name: 'Add anyway' }).click();
  await page.getByRole('button', { name: 'Compose' }).first().click();
  await field(page, 'To').fill('ben@kaze.test');
  await field(page, 'Cc').fill('nobody');
  await field(page, 'Subject').fill('会議の件');
  await field(page, 'Text').fill('The plan is attached.');
  await page.getByText(/^Saved as a draft/).waitFor();
  expect((await askEngine(page, 'outbox.list', {})) as object).toMatchObject({ value: [] });

  await page.keyboard.press('Control+Enter');
  await page.getByText('“nobody” is not an email address.').waitFor();
  await field(page, 'Cc').fill('');
  await page.keyboard.press('Control+Enter');
  await page.getByText('The text speaks of an attachment, but there is none.').waitFor();
  const bytes = Buffer.alloc(2_500_000, 'tegami');
  await field(page, 'Attach files').setInputFiles({ name: '議事録.pdf', mimeType: 'application/pdf', buffer: bytes });
  await page.getByRole('button', { name: 'Send', exact: true }).click();
  await page.getByText('In the outbox', { exact: true }).waitFor();
  const listed = (await askEngine(page, 'outbox.list', {})) as { value: { subject: string; size: number }[] };
  expect(listed.value).toHaveLength(1);
  expect(listed.value[0]).toMatchObject({ subject: '会議の件', recipients: [{ address: 'ben@kaze.test' }] });
  expect(listed.value[0]?.size).toBeGreaterThan(bytes.length);
});
