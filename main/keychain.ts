/**
 * Passwords in the system's keychain: encrypted by Electron's safeStorage with a key that the keychain holds, and kept as text in
 * the profile. Without a keychain nothing is ever written here; the engine then keeps passwords for the session only.
 */
import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, writeSync } from 'node:fs';
import path from 'node:path';
import { safeStorage } from 'electron';
import { MailError } from '../src/base/errors.ts';

export class Keychain {
  readonly store: 'keychain' | 'session';
  readonly #file: string;

  /** @param file where the encrypted passwords lie. Only after the app is ready. */
  constructor(file: string) {
    this.#file = file;
    this.store = isTrueKeychain() ? 'keychain' : 'session';
  }

  /** Null where none is kept, or where it was encrypted by a keychain that is no longer the same. */
  get(account: number): string | null {
    const kept = this.#read()[account];
    if (kept === undefined || this.store !== 'keychain') return null;
    try {
      return safeStorage.decryptString(Buffer.from(kept, 'base64'));
    } catch {
      return null;
    }
  }

  /** @throws MailError keychain-missing */
  put(account: number, password: string): void {
    if (this.store !== 'keychain')
      throw new MailError({
        kind: 'not-stored',
        at: 'keychain.put',
        reason: 'keychain-missing',
        advice: 'check-input',
      });
    this.#write({ ...this.#read(), [account]: safeStorage.encryptString(password).toString('base64') });
  }

  remove(account: number): void {
    const { [account]: gone, ...rest } = this.#read();
    if (gone !== undefined) this.#write(rest);
  }

  #read(): Record<string, string> {
    try {
      const read: unknown = JSON.parse(readFileSync(this.#file, 'utf8'));
      if (typeof read !== 'object' || read === null) return {};
      return Object.fromEntries(Object.entries(read).filter(([, value]) => typeof value === 'string'));
    } catch {
      return {};
    }
  }

  #write(all: Record<string, string>): void {
    mkdirSync(path.dirname(this.#file), { recursive: true, mode: 0o700 });
    const beside = `${this.#file}.new`;
    const file = openSync(beside, 'w', 0o600);
    try {
      writeSync(file, JSON.stringify(all));
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(beside, this.#file);
  }
}

/** On Linux "basic_text" means a key that everyone knows; older Electron cannot tell, and there says that nothing is available. */
function isTrueKeychain(): boolean {
  if (!safeStorage.isEncryptionAvailable()) return false;
  if (process.platform !== 'linux' || typeof safeStorage.getSelectedStorageBackend !== 'function') return true;
  return !['basic_text', 'unknown'].includes(safeStorage.getSelectedStorageBackend());
}
