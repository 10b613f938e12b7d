/** Debian's Chromium: a browser that knows nothing of us, for pages that are exported. */
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';
import { onTestFinished } from 'vitest';

export interface Opened {
  readonly page: Page;
  /** Addresses that the page asked for, its own left out. */
  readonly requests: readonly string[];
  /** What went wrong in it, a script that was refused too. */
  readonly complaints: readonly string[];
}

/** Opens a file as a person does who got it by mail. Closed with the test. */
export async function openInChromium(file: string, options: BrowserContextOptions = {}): Promise<Opened> {
  // Chromium's own sandbox does not run for root.
  const browser: Browser = await chromium.launch({
    executablePath: '/usr/bin/chromium',
    chromiumSandbox: process.getuid?.() !== 0,
  });
  onTestFinished(() => browser.close());
  const page = await (await browser.newContext(options)).newPage();
  const requests: string[] = [];
  const complaints: string[] = [];
  const address = new URL(`file://${file}`).href;
  page.on('request', (request) => {
    if (request.url() !== address && !request.url().startsWith('data:')) requests.push(request.url());
  });
  page.on('console', (message) => complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(String(error)));
  await page.goto(address);
  return { page, requests, complaints };
}
