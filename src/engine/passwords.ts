import { chmod, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { MailError } from '../base/errors.ts';
import type { Secrets } from '../base/ports.ts';
import type { SecretChoice } from '../contract/account.ts';

/** Where each account's password is: in memory, in the keychain, or, where a person chose it by name, in a file of mode 0600. */
export class Passwords {
  readonly #memory = new Map<number, string>();
  readonly #secrets: Secrets;
  readonly #file: string;
  readonly #ask: (account: number) => Promise<string | null>;

  /** `ask` is the last resort: a terminal asks the person. */
  constructor(profile: string, secrets: Secrets, ask: (account: number) => Promise<string | null> = async () => null) {
    this.#secrets = secrets;
    this.#ask = ask;
    this.#file = join(profile, 'passwords-in-clear.json');
  }

  get store(): Secrets['store'] {
    return this.#secrets.store;
  }

  async get(account: number): Promise<string | null> {
    const known = this.#memory.get(account);
    if (known !== undefined) return known;
    const stored =
      (await this.#secrets.get(account)) ?? (await this.#read())[String(account)] ?? (await this.#ask(account));
    if (stored !== null) this.#memory.set(account, stored);
    return stored;
  }

  /** @throws MailError keychain-missing: there is none, and nothing weaker is chosen in its place. */
  async put(account: number, password: string, choice: SecretChoice): Promise<void> {
    if (choice === 'keychain' && this.#secrets.store !== 'keychain') {
      throw new MailError({ kind: 'not-stored', at: 'secrets.put', reason: 'keychain-missing', advice: 'check-input' });
    }
    this.#memory.set(account, password);
    if (choice === 'keychain') await this.#secrets.put(account, password);
    else if (this.#secrets.store === 'keychain') await this.#secrets.remove(account); // not where it was not wanted to be
    const file = await this.#read();
    if (choice === 'unsafe-file') await this.#write({ ...file, [String(account)]: password });
    else if (String(account) in file) await this.#without(account, file);
  }

  async remove(account: number): Promise<void> {
    this.#memory.delete(account);
    await this.#secrets.remove(account);
    const file = await this.#read();
    if (String(account) in file) await this.#without(account, file);
  }

  async #without(account: number, file: Record<string, string>): Promise<void> {
    const { [String(account)]: _gone, ...rest } = file;
    if (Object.keys(rest).length > 0) return this.#write(rest);
    await rm(this.#file, { force: true });
  }

  async #read(): Promise<Record<string, string>> {
    const text = await readFile(this.#file, 'utf8').catch(() => '{}');
    return JSON.parse(text) as Record<string, string>;
  }

  async #write(file: Record<string, string>): Promise<void> {
    await writeFile(`${this.#file}.new`, JSON.stringify(file), { mode: 0o600 });
    await chmod(`${this.#file}.new`, 0o600);
    await rename(`${this.#file}.new`, this.#file);
  }
}
