/** What happens when: one instance, one window, one engine, a lab and a comparison where they are asked for, and a clean end. */
import path from 'node:path';
import { app, nativeTheme } from 'electron';
import { offerAppScheme, serveAppScheme } from './app-scheme.ts';
import { serveBridge } from './bridge.ts';
import { compareBeside } from './compare.ts';
import { Engine } from './engine.ts';
import { raiseFences } from './fences.ts';
import { Keychain } from './keychain.ts';
import { labBeside } from './lab.ts';
import { log } from './log.ts';
import { serveMailScheme } from './mail-scheme.ts';
import { readOptions } from './options.ts';
import { screenshotWhenReady } from './screenshot.ts';
import { openWindow } from './window.ts';

const options = readOptions(process.argv, process.cwd());
// The window's own store (a mirror of the vault) belongs to one profile: it lies inside a profile that was named.
if (options.profile !== null) app.setPath('userData', path.join(options.profile, 'window'));
if (options.software) app.disableHardwareAcceleration();
if (options.theme !== null) nativeTheme.themeSource = options.theme;

if (!app.requestSingleInstanceLock()) {
  log('warn', 'this profile is open in another window; showing that one');
  app.exit(options.screenshot === null ? 0 : 1);
} else {
  offerAppScheme(); // before ready
  raiseFences();
  void app.whenReady().then(start);
}

function start(): void {
  const profile = options.profile ?? path.join(app.getPath('userData'), 'profile');
  const language = options.language ?? (app.getLocale().startsWith('ja') ? 'ja' : 'en');
  const keychain = new Keychain(path.join(profile, 'keychain.json'));
  const engine = new Engine(profile, keychain);
  engine.start();
  const lab = labBeside(profile);
  const compare = compareBeside(profile);
  serveAppScheme();
  serveMailScheme(engine);

  const window = openWindow({ options, language, secrets: keychain.store });
  const onReady = options.screenshot === null ? () => {} : screenshotWhenReady(window, options.screenshot);
  serveBridge({ window, engine, lab, compare, options, language, onReady });

  app.on('second-instance', () => {
    if (window.isMinimized()) window.restore();
    window.show();
    window.focus();
  });
  app.on('window-all-closed', () => app.quit());
  app.on('will-quit', (event) => {
    const beside = [engine, lab, compare];
    if (beside.every((process) => process.closed)) return;
    event.preventDefault(); // comes again when all of them are closed
    void Promise.allSettled(beside.map((process) => process.close())).then(() => app.quit());
  });
  for (const signal of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(signal, () => app.quit());
}
