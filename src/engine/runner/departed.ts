/**
 * UIDs that left a folder on the server by our own commands in this run. A listing that was asked for just before may still name them;
 * a UID is never given again (RFC 3501 §2.3.1.1), so they may be remembered for good.
 */
export class DepartedUids {
  readonly #byFolder = new Map<number, Set<number>>();

  add(folder: number, uids: readonly number[]): void {
    const known = this.#byFolder.get(folder) ?? new Set();
    this.#byFolder.set(folder, known);
    for (const uid of uids) known.add(uid);
  }

  has(folder: number, uid: number): boolean {
    return this.#byFolder.get(folder)?.has(uid) ?? false;
  }
}
