/** A page as a picture, whole from top to bottom: drawn in a window that nobody sees, without scripts and without any way out. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { BrowserWindow, session } from 'electron';

const WIDTH = 1100;
/** Higher pictures are cut there: more than any program shows. */
const HIGHEST = 16_000;

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

async function whole({ webContents }: BrowserWindow): Promise<Buffer> {
  const { debugger: tools } = webContents;
  tools.attach('1.3');
  const { cssContentSize } = (await tools.sendCommand('Page.getLayoutMetrics')) as {
    cssContentSize: { height: number };
  };
  const clip = { x: 0, y: 0, width: WIDTH, height: Math.min(Math.ceil(cssContentSize.height), HIGHEST), scale: 1 };
  const { data } = (await tools.sendCommand('Page.captureScreenshot', {
    format: 'png',
    captureBeyondViewport: true,
    clip,
  })) as { data: string };
  return Buffer.from(data, 'base64');
}
