/**
 * Keys pressed while the focus is in the mail's own frame: nothing runs there and nothing comes out of it, so the shell tells the
 * page. The page takes them only while that frame has the focus.
 */
import type { BrowserWindow } from 'electron';
import { channel } from './channels.ts';

const keys = new Set(['j', 'k', 'r', 'a', 'f', 'c', 's', 'u', '/', '#', 'Delete', 'Backspace', 'Escape', 'F5']);

export function passFrameKeys(window: BrowserWindow): void {
  window.webContents.on('before-input-event', (_event, input) => {
    if (input.type !== 'keyDown' || input.control || input.meta || input.alt || input.isComposing) return;
    if (keys.has(input.key)) window.webContents.send(channel.frameKey, input.key);
  });
}
