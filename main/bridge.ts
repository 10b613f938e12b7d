/** Answers the few things that a page may ask of the shell. Types: src/contract/bridge.ts. */
import { type BrowserWindow, type IpcMainEvent, type IpcMainInvokeEvent, ipcMain, nativeTheme, shell } from 'electron';
import type { Language, OpenResult, SaveResult, Theme } from '../src/contract/bridge.ts';
import { channel } from './channels.ts';
import type { Engine } from './engine.ts';
import { passFrameKeys } from './frame-keys.ts';
import { log } from './log.ts';
import { setMenu } from './menu.ts';
import { openAttachment } from './open.ts';
import type { Options } from './options.ts';
import { isOurs } from './origin.ts';
import { checkedOutside } from './outside.ts';
import { saveAttachment, savePicture, saveText } from './save.ts';
import type { Side } from './side.ts';

export function serveBridge(o: {
  window: BrowserWindow;
  engine: Engine;
  lab: Side;
  compare: Side;
  options: Options;
  language: Language;
  onReady: () => void;
}): void {
  const { window, engine, lab, compare, options } = o;

  /** Only the top frame of our window, and only while it shows our page. */
  const mayAsk = (event: IpcMainEvent | IpcMainInvokeEvent): boolean => {
    const frame = event.senderFrame;
    const ours = event.sender === window.webContents && frame === window.webContents.mainFrame && isOurs(frame?.url);
    if (!ours) log('warn', 'a message from a page that is not ours was refused');
    return ours;
  };
  const hear = (name: string, then: (value: unknown) => void): void => {
    ipcMain.on(name, (event, value: unknown) => mayAsk(event) && then(value));
  };
  const answer = <T>(name: string, refused: T, then: (value: unknown) => Promise<T>): void => {
    ipcMain.handle(name, (event, value: unknown) => (mayAsk(event) ? then(value) : refused));
  };

  hear(channel.connect, () => engine.attach(window));
  hear(channel.connectLab, () => lab.attach(window));
  hear(channel.connectCompare, () => compare.attach(window));
  hear(channel.ready, o.onReady);
  answer(channel.open, false, (url) => openOutside(url));
  answer<SaveResult>(channel.save, { state: 'cancelled' }, (of) => saveAttachment(window, engine, of, options.test));
  answer<SaveResult>(channel.saveText, { state: 'cancelled' }, (of) => saveText(window, of, options.test));
  answer<SaveResult>(channel.savePicture, { state: 'cancelled' }, (of) => savePicture(window, of, options.test));
  answer<OpenResult>(channel.openPart, { state: 'refused', why: 'kind' }, (of) => openAttachment(engine, of));
  hear(channel.language, (language) => {
    if (isLanguage(language)) setMenu(window, language);
  });
  hear(channel.theme, (theme) => {
    if (isTheme(theme)) nativeTheme.themeSource = theme;
  });
  passFrameKeys(window);
  setMenu(window, o.language);
}

const isLanguage = (value: unknown): value is Language => value === 'en' || value === 'ja';
const isTheme = (value: unknown): value is Theme => value === 'system' || value === 'light' || value === 'dark';

/** Opens an address in the system's programs, if it is one that cannot start anything else. */
async function openOutside(url: unknown): Promise<boolean> {
  const checked = checkedOutside(url);
  if (checked === null) return false;
  await shell.openExternal(checked);
  return true;
}
