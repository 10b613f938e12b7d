import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';
import { startDovecot } from '../test/servers/dovecot.ts';
import { accountArgs } from '../test/support/account-args.ts';
import { builtCli } from '../test/support/cli.ts';
import { type Launched, launchApp } from '../test/support/electron.ts';
import { password, settingsFor } from '../test/support/house.ts';
import { mail } from './mails.ts';
import { pssMb, run, statusMb } from './process.ts';
import type { Report, Row } from './report.ts';

/** The real app while a large inbox arrives by IMAP and the window shows it; then its start with that inbox. */
export async function inWindow(count: number, runs: number): Promise<Report[]> {
  const dovecot = await startDovecot({ users: { aiko: password } });
  const folder = mkdtempSync(join(tmpdir(), 'tegami-bench-'));
  const profile = join(folder, 'profile');
  try {
    dovecot.fill('aiko', 'INBOX', { count, make: (i) => mail(i, 4000) });
    const settings = settingsFor(dovecot, 'aiko', 'imap');
    const added = accountArgs(profile, settings, folder, ['--no-check', '--remember']);
    await run(process.execPath, [builtCli, ...added], { env: { TEGAMI_PASSWORD: password } });

    const arriving = await arrive(profile, count);
    const starts: number[] = [];
    const lists: number[] = [];
    for (let i = 0; i < runs; i++) {
      const { windowMs, listMs } = await start(profile, count);
      starts.push(windowMs);
      lists.push(listMs);
    }
    return [
      { name: 'window', title: `Window open while ${count} messages arrive by IMAP over TLS, once`, rows: arriving },
      {
        name: 'start',
        title: `Start with ${count} messages in the profile, from launch, median of ${runs}`,
        rows: [
          { what: 'window with its first rows', ms: starts },
          { what: 'all messages listed', ms: lists },
        ],
      },
    ];
  } finally {
    await dovecot.close();
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  }
}

async function arrive(profile: string, count: number): Promise<Row[]> {
  const began = performance.now();
  const app = await launchApp({ profile });
  try {
    const { window } = app;
    await watchTasks(window);
    await window.locator('[role=option]').first().waitFor({ timeout: 60_000 });
    const firstMs = performance.now() - began;
    await listed(window, count);
    const allMs = performance.now() - began;
    const whileArriving = await takeTasks(window);
    const began2 = performance.now();
    await scrollThrough(window);
    const scrollMs = performance.now() - began2;
    const whileScrolling = await takeTasks(window);
    return [
      { what: 'from launch to the first rows', ms: [firstMs] },
      { what: 'from launch to all rows', ms: [allMs], more: tasks(whileArriving) },
      { what: 'scrolling from end to end', ms: [scrollMs], more: tasks(whileScrolling) },
      ...(await memory(app)),
    ];
  } finally {
    await app.close();
  }
}

async function start(profile: string, count: number): Promise<{ windowMs: number; listMs: number }> {
  const began = performance.now();
  const app = await launchApp({ profile });
  try {
    await app.window.locator('[role=option]').first().waitFor({ timeout: 60_000 });
    const windowMs = performance.now() - began;
    await listed(app.window, count);
    return { windowMs, listMs: performance.now() - began };
  } finally {
    await app.close();
  }
}

async function listed(window: Page, count: number): Promise<void> {
  await window.locator(`[role=option][aria-setsize="${count}"]`).first().waitFor({ timeout: 300_000 });
}

interface Task {
  /** Ms since the page began. */
  readonly at: number;
  readonly ms: number;
}

/** Long Tasks API: every task of the page's thread over 50 ms, also those before this. */
async function watchTasks(window: Page): Promise<void> {
  await window.evaluate(() => {
    const seen: Task[] = [];
    Object.defineProperty(globalThis, 'longTasks', { value: seen });
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries())
        seen.push({ at: Math.round(entry.startTime), ms: Math.round(entry.duration) });
    }).observe({ type: 'longtask', buffered: true });
  });
}

function takeTasks(window: Page): Promise<Task[]> {
  return window.evaluate(() => (globalThis as unknown as { longTasks: Task[] }).longTasks.splice(0));
}

function tasks(seen: readonly Task[]): Record<string, number | string> {
  const longest = seen.reduce((a, b) => (b.ms > a.ms ? b : a), { at: 0, ms: 0 });
  return {
    'longest task': `${longest.ms} ms (${longest.at} ms after the page began)`,
    'over 50 ms': seen.length,
    'over 100 ms': seen.filter(({ ms }) => ms > 100).length,
  };
}

/** As fast as it paints: two screens with each frame. */
async function scrollThrough(window: Page): Promise<void> {
  await window.evaluate(async () => {
    const list = document.querySelector('[role=listbox]');
    if (list === null) throw new Error('no list');
    const scroller = [...ancestors(list)].find((each) => each.scrollHeight > each.clientHeight + 1);
    if (scroller === undefined) throw new Error('nothing to scroll');
    while (scroller.scrollTop + scroller.clientHeight < scroller.scrollHeight - 1) {
      scroller.scrollTop += scroller.clientHeight * 2;
      await new Promise((painted) => requestAnimationFrame(painted));
    }
    function* ancestors(from: Element): Generator<Element> {
      for (let at: Element | null = from; at !== null; at = at.parentElement) yield at;
    }
  });
}

async function memory({ app }: Launched): Promise<Row[]> {
  const processes = await app.evaluate(({ app: electron }) =>
    electron.getAppMetrics().map(({ pid, type, name }) => ({ pid, what: name ?? type })),
  );
  return processes
    .filter(({ what }) => what === 'Tegami engine' || what === 'Tab')
    .map(({ pid, what }) => ({
      what: what === 'Tab' ? 'memory of the window' : 'memory of the engine',
      peakMb: statusMb(pid, 'VmHWM'),
      more: { 'now MB': Math.round(statusMb(pid, 'VmRSS') ?? 0), 'its share (PSS) MB': Math.round(pssMb(pid) ?? 0) },
    }));
}
