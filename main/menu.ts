/** The application's menu, in English and Japanese. Standard roles keep the system's own behaviour and keys. */
import { app, type BrowserWindow, Menu, type MenuItemConstructorOptions } from 'electron';
import type { Language, MenuCommand } from '../src/contract/bridge.ts';
import { channel } from './channels.ts';

const WORDS = {
  en: {
    file: 'File',
    compose: 'New message',
    addAccount: 'Add account…',
    sync: 'Get new mail',
    quit: 'Quit Tegami',
    edit: 'Edit',
    undo: 'Undo',
    redo: 'Redo',
    cut: 'Cut',
    copy: 'Copy',
    paste: 'Paste',
    selectAll: 'Select all',
    find: 'Find',
    view: 'View',
    wire: 'Wire',
    zoomIn: 'Zoom in',
    zoomOut: 'Zoom out',
    zoomReset: 'Actual size',
    fullScreen: 'Full screen',
    tools: 'Developer tools',
    settings: 'Settings',
  },
  ja: {
    file: 'ファイル',
    compose: '新しいメール',
    addAccount: 'アカウントを追加…',
    sync: '新着メールを受信',
    quit: 'Tegami を終了',
    edit: '編集',
    undo: '元に戻す',
    redo: 'やり直す',
    cut: '切り取り',
    copy: 'コピー',
    paste: '貼り付け',
    selectAll: 'すべて選択',
    find: '検索',
    view: '表示',
    wire: '通信の記録',
    zoomIn: '拡大',
    zoomOut: '縮小',
    zoomReset: '実際のサイズ',
    fullScreen: '全画面表示',
    tools: '開発者ツール',
    settings: '設定',
  },
} as const satisfies Record<Language, Record<string, string>>;

export function setMenu(window: BrowserWindow, language: Language): void {
  const template = menuTemplate({ language, tools: !app.isPackaged, choose: (command) => tell(window, command) });
  Menu.setApplicationMenu(Menu.buildFromTemplate(template));
}

function tell(window: BrowserWindow, command: MenuCommand): void {
  if (!window.isDestroyed()) window.webContents.send(channel.menu, command);
}

export function menuTemplate(o: {
  language: Language;
  tools: boolean;
  choose: (command: MenuCommand) => void;
}): MenuItemConstructorOptions[] {
  const words = WORDS[o.language];
  const command = (label: string, name: MenuCommand, accelerator?: string): MenuItemConstructorOptions => ({
    label,
    click: () => o.choose(name),
    ...(accelerator === undefined ? {} : { accelerator }),
  });
  const line: MenuItemConstructorOptions = { type: 'separator' };
  return [
    {
      label: words.file,
      submenu: [
        command(words.compose, 'compose', 'CommandOrControl+N'),
        command(words.sync, 'sync', 'CommandOrControl+Shift+R'),
        line,
        command(words.addAccount, 'add-account'),
        command(words.settings, 'settings', 'CommandOrControl+,'),
        line,
        { role: 'quit', label: words.quit },
      ],
    },
    {
      label: words.edit,
      submenu: [
        { role: 'undo', label: words.undo },
        { role: 'redo', label: words.redo },
        line,
        { role: 'cut', label: words.cut },
        { role: 'copy', label: words.copy },
        { role: 'paste', label: words.paste },
        { role: 'selectAll', label: words.selectAll },
        line,
        command(words.find, 'find', 'CommandOrControl+F'),
      ],
    },
    {
      label: words.view,
      submenu: [
        command(words.wire, 'wire', 'CommandOrControl+`'),
        line,
        { role: 'zoomIn', label: words.zoomIn },
        { role: 'zoomOut', label: words.zoomOut },
        { role: 'resetZoom', label: words.zoomReset },
        { role: 'togglefullscreen', label: words.fullScreen },
        ...(o.tools ? [line, { role: 'toggleDevTools', label: words.tools } as const] : []),
      ],
    },
  ];
}
