/**
 * What the desktop shell gives a window beside the engine: `window.tegami`. Types only; main/preload.ts is the one implementation.
 * The engine itself is reached by a MessagePort, which arrives as a message event of the window (see `connect`).
 */
import type { ErrorValue } from './error.ts';

export type Theme = 'system' | 'light' | 'dark';
export type Language = 'en' | 'ja';

export interface About {
  readonly version: string;
  readonly runtime: {
    /** As `45.4.1`. */
    readonly electron: string;
    readonly chromium: string;
    /** True on an old runtime that is for trying and testing only; the window says so. */
    readonly standIn: boolean;
  };
  /** The language to begin with, as a BCP 47 tag: `--lang`, else the system's. */
  readonly locale: string;
  /** Given by `--lang` or `--theme`: goes before what the window remembers. Null where not given. */
  readonly forced: { readonly language: Language | null; readonly theme: Theme | null };
  readonly platform: 'linux' | 'darwin' | 'win32';
  /** Whether the system's keychain can hold passwords here. */
  readonly secrets: 'keychain' | 'session';
}

export type MenuCommand = 'compose' | 'add-account' | 'sync' | 'find' | 'settings' | 'wire';

export type SaveResult =
  | { readonly state: 'saved'; readonly name: string }
  | { readonly state: 'cancelled' }
  | { readonly state: 'failed'; readonly error: ErrorValue };

export type OpenResult =
  | { readonly state: 'opened' }
  /** `kind`: a file of this kind could run something. `no-program`: the system has nothing that opens it. */
  | { readonly state: 'refused'; readonly why: 'kind' | 'no-program' }
  | { readonly state: 'failed'; readonly error: ErrorValue };

/** `event.data` of the message events of the window that come from the shell. Check `event.source === window`. */
export type ShellMessage =
  /** `event.ports[0]` leads to the engine: serve.ts is at the other end. A later one replaces an earlier one. */
  | { readonly tegami: 'port' }
  /** The engine's process ended; calls under way will not be answered. A new port follows when it is back. */
  | { readonly tegami: 'engine-gone' }
  /** `event.ports[0]` leads to the lab (contract/lab/table.ts), after `connectLab`. A later one replaces an earlier one. */
  | { readonly tegami: 'lab-port' }
  /** The lab's process ended. A new port follows when it is back; the lab is off then. */
  | { readonly tegami: 'lab-gone' }
  /** `event.ports[0]` leads to the comparison (contract/compare/table.ts), after `connectCompare`. A later one replaces an earlier one. */
  | { readonly tegami: 'compare-port' }
  /** The comparison's process ended, and a run with it. A new port follows when it is back. */
  | { readonly tegami: 'compare-gone' };

export interface Bridge {
  readonly about: About;
  /** Asks for a port; listen for the message event first. */
  connect(): void;
  /** Asks for a port to the lab, whose process is started for it; it opens no socket until it is told to. */
  connectLab(): void;
  /** Asks for a port to the comparison, whose process is started for it; it opens no socket until something is run or recorded. */
  connectCompare(): void;
  /** The first meaningful picture stands: fonts are loaded, data is shown. Screenshots wait for it. */
  ready(): void;
  /** Opens http, https and mailto addresses in the system's programs. False: refused. */
  openExternal(url: string): Promise<boolean>;
  /** Asks where to, and writes the decoded part there, fetched first where needed. */
  saveAttachment(of: { message: number; part: string }): Promise<SaveResult>;
  /** Asks where to, and writes a text there that the page shows anyway (a certificate, a transcript, a report); at most 32 MiB. */
  saveText(of: { name: string; text: string }): Promise<SaveResult>;
  /** Asks where to, and writes a PNG there: the document (self-contained, at most 32 MiB) as it looks from its top to its foot, with no script run. */
  savePicture(of: { name: string; html: string }): Promise<SaveResult>;
  /** Opens a copy of the decoded part, fetched first where needed, in the system's program for it; only kinds that run nothing. */
  openAttachment(of: { message: number; part: string }): Promise<OpenResult>;
  /** A menu item was chosen. The returned function stops listening. */
  onMenu(hear: (command: MenuCommand) => void): () => void;
  /** A key that means something in the mail view was pressed, perhaps in the mail's own frame, out of which no event comes. */
  onFrameKey(hear: (key: string) => void): () => void;
  /** Tells the shell what the user chose, for its menus and for prefers-color-scheme. */
  setLanguage(language: Language): void;
  setTheme(theme: Theme): void;
}
