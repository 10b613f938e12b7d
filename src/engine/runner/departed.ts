/**
 * UIDs that left a folder on the server by our own commands in this run. A listing that was asked for just before may still name them.
 * Under one UIDVALIDITY a UID is never given again (RFC 3501 §2.3.1.1), so they may be remembered for good.
 */
export class DepartedUids {
  readonly #known = new Map<string, Set<number>>();

  add(folder: number, uidValidity: string | null, uids: readonly number[]): void {
    const name = `${folder} ${uidValidity}`;
    const known = this.#known.get(name) ?? new Set();
    this.#known.set(name, known);
    for (const uid of uids) known.add(uid);
  }

  has(folder: number, uidValidity: string | null, uid: number): boolean {
    return this.#known.get(`${folder} ${uidValidity}`)?.has(uid) ?? false;
  }
}
