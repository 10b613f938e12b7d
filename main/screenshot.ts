/** `--screenshot=FILE`: writes what the window shows once the page says that it stands, and quits. */
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { app, type BrowserWindow } from 'electron';
import { log } from './log.ts';

/** A page that has not said so by then is not going to. */
const PATIENCE_MS = 20_000;

/** @returns to be called when the page is ready */
export function screenshotWhenReady(window: BrowserWindow, file: string): () => void {
  const end = (code: number): void => {
    clearTimeout(timer);
    app.once('quit', () => app.exit(code));
    app.quit();
  };
  const timer = setTimeout(() => {
    log('error', `the page did not become ready in ${PATIENCE_MS / 1000} s; the picture shows what is there`);
    capture(window, file).finally(() => end(1));
  }, PATIENCE_MS);
  let taken = false;
  return () => {
    if (taken) return;
    taken = true;
    capture(window, file).then(
      () => end(0),
      (error: unknown) => {
        log('error', 'no picture', { error: String(error) });
        end(1);
      },
    );
  };
}

/** Two frames after it is ready: a frame that was asked for before may still be drawn without its fonts. */
async function capture(window: BrowserWindow, file: string): Promise<void> {
  await window.webContents.executeJavaScript(
    'document.fonts.ready.then(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(() => done(true)))))',
  );
  const image = await window.webContents.capturePage();
  if (image.isEmpty()) throw new Error('the window gave an empty picture');
  mkdirSync(path.dirname(file), { recursive: true });
  writeFileSync(file, image.toPNG());
}
