/** Fsyncs of a folder, shared: all who renamed into it before a round began are served by that round. */
import { syncFolder } from '../../base/durable.ts';

export class FolderSync {
  readonly #folder: string;
  #running: Promise<void> | null = null;
  #waiting: Promise<void> | null = null;

  constructor(folder: string) {
    this.#folder = folder;
  }

  /** Resolves when every change of the folder made before this call is on disk. */
  sync(): Promise<void> {
    // The round under way may have begun before the caller's rename: only the next one is sure to have it.
    this.#waiting ??= (this.#running ?? Promise.resolve())
      .catch(() => {})
      .then(() => {
        this.#running = this.#waiting;
        this.#waiting = null;
        return syncFolder(this.#folder);
      });
    return this.#waiting;
  }
}
