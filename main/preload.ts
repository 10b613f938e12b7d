/** Runs before the page, in a sandbox: gives it the functions of contract/bridge.ts and hands it the ports of the engine, of the lab and of the comparison. */
import { contextBridge, type IpcRendererEvent, ipcRenderer } from 'electron';
import type { About, Bridge, MenuCommand, ShellMessage } from '../src/contract/bridge.ts';
import { channel } from './channels.ts';

const ABOUT = '--tegami-about=';
const given = process.argv.find((word) => word.startsWith(ABOUT)) ?? `${ABOUT}%7B%7D`;
const about = JSON.parse(decodeURIComponent(given.slice(ABOUT.length))) as About;

const bridge: Bridge = {
  about,
  connect: () => ipcRenderer.send(channel.connect),
  connectLab: () => ipcRenderer.send(channel.connectLab),
  connectCompare: () => ipcRenderer.send(channel.connectCompare),
  ready: () => ipcRenderer.send(channel.ready),
  openExternal: (url) => ipcRenderer.invoke(channel.open, url) as ReturnType<Bridge['openExternal']>,
  saveAttachment: (of) => ipcRenderer.invoke(channel.save, of) as ReturnType<Bridge['saveAttachment']>,
  saveText: (of) => ipcRenderer.invoke(channel.saveText, of) as ReturnType<Bridge['saveText']>,
  savePicture: (of) => ipcRenderer.invoke(channel.savePicture, of) as ReturnType<Bridge['savePicture']>,
  openAttachment: (of) => ipcRenderer.invoke(channel.openPart, of) as ReturnType<Bridge['openAttachment']>,
  onMenu(hear) {
    const listen = (_event: IpcRendererEvent, command: MenuCommand): void => hear(command);
    ipcRenderer.on(channel.menu, listen);
    return () => {
      ipcRenderer.removeListener(channel.menu, listen);
    };
  },
  onFrameKey(hear) {
    const listen = (_event: IpcRendererEvent, key: string): void => hear(key);
    ipcRenderer.on(channel.frameKey, listen);
    return () => {
      ipcRenderer.removeListener(channel.frameKey, listen);
    };
  },
  setLanguage: (language) => ipcRenderer.send(channel.language, language),
  setTheme: (theme) => ipcRenderer.send(channel.theme, theme),
};
contextBridge.exposeInMainWorld('tegami', bridge);

/** A port cannot cross the context bridge; it can be posted to the page's own window. */
const tell = (message: ShellMessage, ports: readonly MessagePort[] = []): void =>
  window.postMessage(message, window.location.origin, [...ports]);
ipcRenderer.on(channel.port, (event) => tell({ tegami: 'port' }, event.ports));
ipcRenderer.on(channel.engineGone, () => tell({ tegami: 'engine-gone' }));
ipcRenderer.on(channel.labPort, (event) => tell({ tegami: 'lab-port' }, event.ports));
ipcRenderer.on(channel.labGone, () => tell({ tegami: 'lab-gone' }));
ipcRenderer.on(channel.comparePort, (event) => tell({ tegami: 'compare-port' }, event.ports));
ipcRenderer.on(channel.compareGone, () => tell({ tegami: 'compare-gone' }));
