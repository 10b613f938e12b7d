/** A lab of the comparison's own and a folder for the machines, made when they are first needed. */
import { removeFolder, temporaryFolder } from '../base/temporary.ts';
import { type Ground, labGround } from './ground/index.ts';
import { cancelled } from './run/index.ts';

interface Made {
  readonly ground: Ground;
  readonly folder: string;
}

export class Place {
  #made: Promise<Made> | null = null;
  #closed = false;

  /** @throws MailError what the lab or the disk refused, and the next call tries again; cancelled after `close` */
  get(): Promise<Made> {
    if (this.#closed) return Promise.reject(cancelled());
    this.#made ??= make().catch((thrown: unknown) => {
      this.#made = null;
      throw thrown;
    });
    return this.#made;
  }

  /** What was made is put away; the next `get` makes it anew. */
  async clear(): Promise<void> {
    const made = await this.#made?.catch(() => null);
    this.#made = null;
    if (made == null) return;
    await made.ground.close();
    await removeFolder(made.folder);
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.clear();
  }
}

async function make(): Promise<Made> {
  const folder = await temporaryFolder('tegami-compare-');
  try {
    return { folder, ground: await labGround() };
  } catch (thrown) {
    await removeFolder(folder);
    throw thrown;
  }
}
