/** A session's own view of the mailbox it has selected: message numbers are places in it, and they change only when the client is told. RFC 3501 §2.3.1.2. */
import type { Mailbox, SpoolChange } from '../spool/store.ts';
import { lowerBound } from './grammar/sequence-set.ts';
import type { Resolved } from './namespace/place.ts';

export class Selected {
  readonly place: Resolved;
  readonly readOnly: boolean;
  /** As it was at SELECT; when the mailbox has another one now, all that is known is void. */
  readonly uidValidity: number;
  /** UIDs in the order of their numbers: the message with number n is `uids[n - 1]`. */
  #uids: number[];
  /** Those that this session is the first to hear of. RFC 3501 §2.3.2. */
  readonly recent: Set<number>;
  /** What the last SEARCH with SAVE found, as UIDs. RFC 5182. */
  saved: ReadonlySet<number> = new Set();
  /** Not told yet. */
  readonly #added: number[] = [];
  readonly #flags = new Set<number>();
  readonly #expunged = new Set<number>();
  readonly #stop: () => void;
  /** Called after each change that there is to tell. */
  onChange: (() => void) | null = null;

  constructor(place: Resolved, readOnly: boolean, recent: Iterable<number>) {
    this.place = place;
    this.readOnly = readOnly;
    this.uidValidity = place.mailbox.uidValidity;
    this.#uids = place.mailbox.messages.map((message) => message.uid);
    this.recent = new Set(recent);
    this.#stop = place.mailbox.listen((change) => this.#hear(change));
  }

  get mailbox(): Mailbox {
    return this.place.mailbox;
  }

  /** Never changed in place. */
  get uids(): readonly number[] {
    return this.#uids;
  }

  get exists(): number {
    return this.#uids.length;
  }

  /** Message number of a UID; 0: not in this view. */
  numberOf(uid: number): number {
    const at = lowerBound(this.#uids, uid);
    return this.#uids[at] === uid ? at + 1 : 0;
  }

  /** Whether it is gone from the mailbox and the client does not know yet. */
  isGone(uid: number): boolean {
    return this.#expunged.has(uid);
  }

  get hasNews(): boolean {
    return this.#added.length > 0 || this.#flags.size > 0 || this.#expunged.size > 0;
  }

  /** Takes the messages out of the view that have gone. Gives what the client must hear: UIDs ascending, and their numbers from the highest down, each true when it is said. */
  takeExpunged(): { readonly uids: number[]; readonly numbers: number[] } {
    if (this.#expunged.size === 0) return { uids: [], numbers: [] };
    const uids: number[] = [];
    const numbers: number[] = [];
    this.#uids = this.#uids.filter((uid, at) => {
      if (!this.#expunged.has(uid)) return true;
      uids.push(uid);
      numbers.push(at + 1);
      this.recent.delete(uid);
      return false;
    });
    this.#expunged.clear();
    return { uids, numbers: numbers.reverse() };
  }

  /** Puts the new ones at the end of the view. */
  takeAdded(): number[] {
    const last = this.#uids.at(-1) ?? 0;
    const fresh = this.#added.splice(0).filter((uid) => uid > last && this.mailbox.get(uid) !== undefined);
    if (fresh.length > 0) this.#uids = [...this.#uids, ...fresh];
    return fresh;
  }

  /** Messages of the view whose flags have changed. */
  takeFlags(): number[] {
    if (this.#flags.size === 0) return [];
    const changed = [...this.#flags].filter((uid) => this.numberOf(uid) > 0 && !this.#expunged.has(uid));
    this.#flags.clear();
    return changed.sort((a, b) => a - b);
  }

  /** The client knows this message's flags: it was told, or it has set them. */
  knows(uid: number): void {
    this.#flags.delete(uid);
  }

  close(): void {
    this.#stop();
    this.onChange = null;
  }

  #hear(change: SpoolChange): void {
    if (change.kind === 'added') this.#added.push(change.message.uid);
    else if (change.kind === 'flags') this.#flags.add(change.message.uid);
    else {
      const pending = this.#added.indexOf(change.uid);
      if (pending >= 0) this.#added.splice(pending, 1);
      else if (this.numberOf(change.uid) > 0) this.#expunged.add(change.uid);
    }
    this.onChange?.();
  }
}
