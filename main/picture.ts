/** A page as a picture, whole from top to bottom: drawn in a window that nobody sees, without scripts and without any way out. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { BrowserWindow, type NativeImage, session, type WebContents } from 'electron';
import { MailError } from '../src/base/errors.ts';

const WIDTH = 1100;
/** Higher pictures are cut there: more than any program shows. */
const HIGHEST = 16_000;
/** A page that is not drawn by then is not going to be. */
const PATIENCE_MS = 20_000;

/** @returns a PNG file's octets */
export async function pictureOf(html: string): Promise<Buffer> {
  const folder = await mkdtemp(path.join(tmpdir(), 'tegami-picture-'));
  const page = path.join(folder, 'page.html');
  const address = pathToFileURL(page).href;
  const apart = session.fromPartition(`picture-${path.basename(folder)}`);
  apart.webRequest.onBeforeRequest(({ url }, answer) =>
    answer({ cancel: url !== address && !url.startsWith('data:') }),
  );
  const window = new BrowserWindow({
    show: false,
    width: WIDTH,
    height: 800,
    webPreferences: {
      session: apart,
      sandbox: true,
      contextIsolation: true,
      nodeIntegration: false,
      javascript: false,
      offscreen: true,
    },
  });
  try {
    await writeFile(page, html);
    await window.loadURL(address);
    return await whole(window);
  } finally {
    window.destroy();
    await rm(folder, { recursive: true, force: true });
  }
}

/** A window that is not drawn on any screen has no size of one either: it is made as high as the page. */
async function whole(window: BrowserWindow): Promise<Buffer> {
  const { webContents } = window;
  const { debugger: tools } = webContents;
  tools.attach('1.3');
  const { cssContentSize } = (await tools.sendCommand('Page.getLayoutMetrics')) as {
    cssContentSize: { height: number };
  };
  tools.detach();
  const height = Math.min(Math.ceil(cssContentSize.height), HIGHEST);
  const picture = drawn(webContents, height);
  window.setContentSize(WIDTH, height);
  webContents.invalidate();
  return (await picture).toPNG();
}

/** The first frame that has this height. */
function drawn(webContents: WebContents, height: number): Promise<NativeImage> {
  return new Promise((done, failed) => {
    const late = setTimeout(() => failed(notDrawn()), PATIENCE_MS);
    webContents.on('paint', (_event, _changed, image) => {
      if (image.getSize().height < height) return;
      clearTimeout(late);
      done(image);
    });
  });
}

const notDrawn = (): MailError =>
  new MailError({ kind: 'not-stored', at: 'app.picture', reason: 'unexpected', advice: 'report' });
