/** The built app in a real Electron, for end-to-end tests: launched by Playwright, ended with everything that it started. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { _electron, type ElectronApplication, type Page } from 'playwright-core';
import { build } from '../../scripts/lib/build.mjs';
import { flagsFor } from '../../scripts/lib/electron.mjs';
import { root } from '../../scripts/lib/paths.mjs';
import { getRuntime } from '../../scripts/lib/runtime.mjs';
import { appTargets } from '../../scripts/lib/targets.mjs';
import { displayForTests } from './display.ts';

export interface LaunchOptions {
  /** The profile's folder; without it a fresh one that is removed by close(). */
  readonly profile?: string;
  readonly lang?: 'en' | 'ja';
  readonly theme?: 'light' | 'dark';
  /** As `1280x800`. */
  readonly size?: string;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** A folder that stands for the user's home, in which a real gnome-keyring keeps its keys. Without it there is no keychain. */
  readonly keyring?: string;
}

export interface Launched {
  readonly app: ElectronApplication;
  readonly window: Page;
  readonly profile: string;
  /** What the app wrote on stderr and what the page wrote on its console, oldest first. */
  readonly lines: string[];
  /** Quits as a user does, and waits until the process has ended. */
  close(): Promise<void>;
  /** Ends the process as a crash does. */
  kill(): Promise<void>;
}

export async function launchApp(o: LaunchOptions = {}): Promise<Launched> {
  // TEGAMI_AS_BUILT=1 tries dist/ as it is, for work on one part while another does not build.
  if (process.env['TEGAMI_AS_BUILT'] === undefined) await build({ only: appTargets, say: () => {} });
  const runtime = await getRuntime({ quiet: true });
  const temporary = mkdtempSync(path.join(os.tmpdir(), 'tegami-e2e-'));
  const profile = o.profile ?? path.join(temporary, 'profile');
  const app = await launchPatiently({
    executablePath: o.keyring === undefined ? runtime.executable : withKeyring(runtime.executable, temporary),
    args: [
      root,
      ...flagsFor(runtime).filter((flag) => flag !== '--software-rendering'),
      '--software-rendering',
      '--tegami-test',
      `--profile=${profile}`,
      `--lang=${o.lang ?? 'en'}`,
      `--size=${o.size ?? '1280x800'}`,
      ...(o.theme === undefined ? [] : [`--theme=${o.theme}`]),
      ...(o.args ?? []),
    ],
    timeout: LAUNCH_MS,
    // Playwright adds --no-sandbox unless told not to; the sandbox is part of what is tested, where it can run.
    chromiumSandbox: process.getuid?.() !== 0,
    env: {
      ...(process.env as Record<string, string>),
      DISPLAY: await displayForTests(),
      ...(o.keyring === undefined ? {} : { HOME: o.keyring, XDG_DATA_HOME: path.join(o.keyring, 'data') }),
      ...o.env,
    },
  });
  const lines: string[] = [];
  const child = app.process();
  const ended = new Promise<void>((done) => child.once('exit', () => done()));
  child.stderr?.on('data', (chunk: Buffer) => lines.push(...chunk.toString().trimEnd().split('\n')));
  app.on('window', (page) => listenTo(page, lines));
  const window = await app.firstWindow();
  listenTo(window, lines);
  const cleanUp = async (): Promise<void> => {
    await ended;
    rmSync(temporary, { recursive: true, force: true, maxRetries: 5 });
  };
  return {
    app,
    window,
    profile,
    lines,
    async close() {
      await app.close();
      await cleanUp();
    },
    async kill() {
      child.kill('SIGKILL');
      await cleanUp();
    },
  };
}

/** How long one start may take. It takes one to three seconds, also on a busy machine. */
const LAUNCH_MS = 30_000;

/**
 * Now and then (once in about forty starts on a busy machine) Playwright's connection to Chromium 114 hears nothing after it was opened, while
 * the app itself runs well: seen by asking the app over another connection. Such a start is given up by Playwright, and tried again.
 */
async function launchPatiently(options: Parameters<typeof _electron.launch>[0]): Promise<ElectronApplication> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await _electron.launch(options);
    } catch (error) {
      if (attempt >= 3 || !String(error).includes('Timeout')) throw error;
      process.stderr.write(`e2e: start ${attempt} heard nothing from the app in ${LAUNCH_MS} ms; starting again\n`);
    }
  }
}

const heard = new WeakSet<Page>();
function listenTo(page: Page, lines: string[]): void {
  if (heard.has(page)) return;
  heard.add(page);
  page.on('console', (message) => lines.push(`console.${message.type()}: ${message.text()}`));
  page.on('pageerror', (error) => lines.push(`page error: ${String(error)}`));
}

/** A program that starts Electron inside a session of its own with an unlocked keyring. */
function withKeyring(executable: string, folder: string): string {
  const file = path.join(folder, 'electron-with-keyring');
  writeFileSync(
    file,
    `#!/bin/sh
mkdir -p "$XDG_DATA_HOME"
exec dbus-run-session -- sh -c '
  printf test | gnome-keyring-daemon --unlock --components=secrets >/dev/null 2>&1
  exec "$0" "$@" --password-store=gnome-libsecret
' '${executable}' "$@"
`,
    { mode: 0o755 },
  );
  return file;
}
