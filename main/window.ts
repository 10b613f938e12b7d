/** The one window: what it is allowed, and where it stood last time. */
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { app, BrowserWindow, nativeTheme, type Rectangle, screen } from 'electron';
import type { About, Language } from '../src/contract/bridge.ts';
import { log } from './log.ts';
import type { Options } from './options.ts';
import { START } from './origin.ts';

/** Ground of the window before the page is drawn: the token "paper" of both themes. */
const PAPER = { light: '#FBFAF7', dark: '#12151C' };

export function openWindow(o: { options: Options; language: Language; secrets: About['secrets'] }): BrowserWindow {
  const place = o.options.size ?? lastPlace() ?? { width: 1280, height: 800 };
  const window = new BrowserWindow({
    ...place,
    minWidth: 480,
    minHeight: 400,
    show: false,
    title: titleFor(o.options.standIn, o.language),
    autoHideMenuBar: true,
    backgroundColor: nativeTheme.shouldUseDarkColors ? PAPER.dark : PAPER.light,
    icon: path.join(app.getAppPath(), 'assets', 'icon.png'),
    webPreferences: {
      preload: path.join(app.getAppPath(), 'dist', 'main', 'preload.cjs'),
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webSecurity: true,
      allowRunningInsecureContent: false,
      experimentalFeatures: false,
      webviewTag: false,
      navigateOnDragDrop: false,
      // Electron fetches its dictionaries from a third party.
      spellcheck: false,
      additionalArguments: [`--tegami-about=${encodeURIComponent(JSON.stringify(aboutThis(o)))}`],
    },
  });
  // The page's own title would hide what this one may have to say.
  window.on('page-title-updated', (event) => event.preventDefault());
  window.once('ready-to-show', () => window.show());
  if (o.options.size === null) window.on('close', () => rememberPlace(window));
  window.webContents.on('render-process-gone', (_event, details) => {
    log('error', 'the window’s process ended', { reason: details.reason });
    if (details.reason !== 'clean-exit' && !window.isDestroyed()) window.webContents.reload();
  });
  void window
    .loadURL(START)
    .catch((error: unknown) => log('error', 'the page cannot be loaded', { error: String(error) }));
  return window;
}

function titleFor(standIn: boolean, language: Language): string {
  if (!standIn) return 'Tegami';
  return language === 'ja'
    ? 'Tegami（試用とテスト専用の古いランタイム）'
    : 'Tegami (on an old runtime, for trying and testing only)';
}

function aboutThis(o: { options: Options; secrets: About['secrets'] }): About {
  const platform = process.platform;
  return {
    version: app.getVersion(),
    runtime: {
      electron: process.versions.electron ?? '',
      chromium: process.versions['chrome'] ?? '',
      standIn: o.options.standIn,
    },
    locale: o.options.language ?? app.getPreferredSystemLanguages().find((tag) => /^[a-z]{2,3}\b/i.test(tag)) ?? 'en',
    forced: { language: o.options.language, theme: o.options.theme },
    platform: platform === 'darwin' || platform === 'win32' ? platform : 'linux',
    secrets: o.secrets,
  };
}

const placeFile = (): string => path.join(app.getPath('userData'), 'window.json');

/** Where the window stood, if it was written soundly and a screen is still there. */
function lastPlace(): Rectangle | null {
  try {
    const place: unknown = JSON.parse(readFileSync(placeFile(), 'utf8'));
    if (!isRectangle(place)) return null;
    const { workArea } = screen.getDisplayMatching(place);
    const visible = place.x < workArea.x + workArea.width - 80 && place.y < workArea.y + workArea.height - 40;
    return visible && place.x + place.width > workArea.x + 80 && place.y >= workArea.y - 10 ? place : null;
  } catch {
    return null;
  }
}

function rememberPlace(window: BrowserWindow): void {
  try {
    mkdirSync(app.getPath('userData'), { recursive: true });
    writeFileSync(placeFile(), JSON.stringify(window.getNormalBounds()));
  } catch (error) {
    log('warn', 'the window’s place cannot be remembered', { error: String(error) });
  }
}

function isRectangle(value: unknown): value is Rectangle {
  if (typeof value !== 'object' || value === null) return false;
  const { x, y, width, height } = value as Record<string, unknown>;
  return [x, y, width, height].every((n) => Number.isInteger(n)) && Number(width) >= 480 && Number(height) >= 400;
}
