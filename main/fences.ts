/** What no page may do, whatever is loaded into it. Electron's security checklist, items 5, 12 to 17. */
import { app, session, shell, type WebContents } from 'electron';
import { log } from './log.ts';
import { isOurs, START } from './origin.ts';
import { checkedOutside } from './outside.ts';

export function raiseFences(): void {
  app.on('web-contents-created', (_event, contents) => fenceIn(contents));
  void app.whenReady().then(() => {
    const { defaultSession } = session;
    defaultSession.setPermissionRequestHandler((_contents, permission, answer) => {
      log('info', `permission refused: ${permission}`);
      answer(false);
    });
    defaultSession.setPermissionCheckHandler(() => false);
    defaultSession.setDevicePermissionHandler(() => false);
    defaultSession.on('will-download', (event) => event.preventDefault());
    // Nothing leaves by the window: mail is fetched by the engine, and the window loads only our two schemes.
    defaultSession.webRequest.onBeforeRequest((details, answer) => answer({ cancel: !mayLoad(details.url) }));
  });
}

function fenceIn(contents: WebContents): void {
  contents.setWindowOpenHandler(({ url }) => {
    // A link in a mail asks for a window, because that is all that its frame lets it do: it opens outside or not at all.
    const outside = checkedOutside(url);
    if (outside !== null) void shell.openExternal(outside);
    else log('info', 'a page asked for a window; refused', { scheme: schemeOf(url) });
    return { action: 'deny' };
  });
  contents.on('will-navigate', (event, url) => {
    if (url !== START) event.preventDefault();
  });
  contents.on('will-frame-navigate', (event) => {
    if (!event.isMainFrame && !mayFrame(event.url)) event.preventDefault();
  });
  contents.on('will-redirect', (event) => event.preventDefault());
  contents.on('will-attach-webview', (event) => event.preventDefault());
  contents.on('select-bluetooth-device', (event) => event.preventDefault());
}

/** Inside a page, only what the page itself wrote may be framed. */
function mayFrame(url: string): boolean {
  return url === 'about:srcdoc' || url === 'about:blank' || url.startsWith(`blob:app://tegami/`);
}

function mayLoad(url: string): boolean {
  const scheme = schemeOf(url);
  if (scheme === 'app:') return isOurs(url);
  if (scheme === 'mail:' || scheme === 'blob:' || scheme === 'data:') return true;
  if (scheme === 'devtools:' || scheme === 'chrome-extension:') return !app.isPackaged;
  const dev = process.env['TEGAMI_DEV_SERVER'];
  return !app.isPackaged && dev !== undefined && new URL(url).host === new URL(dev).host;
}

function schemeOf(url: string): string {
  try {
    return new URL(url).protocol;
  } catch {
    return 'unreadable';
  }
}
