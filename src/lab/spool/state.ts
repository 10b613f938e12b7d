/** What a mailbox holds, in memory: the sum of its index. Knows no files. */

import { keyOf } from './files.ts';
import { type Flags, flagsOf } from './flags.ts';
import { KEPT_ONCE, KEPT_VANISHED } from './limits.ts';
import type { EntryFields, IndexRecord } from './record.ts';
import type { StoredMessage } from './store.ts';
import { packUids, unpackUids } from './uids.ts';

/** Up to so many, cutting out one by one is quicker than going through all. */
const FEW = 16;

export class State {
  uidValidity = 0;
  uidNext = 1;
  modseq = 1;
  /** Expunges up to this one are forgotten. */
  #floor = 0;
  /** Ascending by UID. */
  #list: StoredMessage[] = [];
  #snapshot: readonly StoredMessage[] | null = null;
  #vanished: { uids: readonly number[]; modseq: number }[] = [];
  #vanishedCount = 0;
  /** Key of a delivery -> UID, the oldest first. */
  readonly #once = new Map<string, number>();
  readonly acl = new Map<string, string>();
  octets = 0;

  get messages(): readonly StoredMessage[] {
    this.#snapshot ??= this.#list.slice();
    return this.#snapshot;
  }

  get count(): number {
    return this.#list.length;
  }

  get(uid: number): StoredMessage | undefined {
    const found = this.#list[this.#at(uid)];
    return found?.uid === uid ? found : undefined;
  }

  onceUid(key: string): number | undefined {
    return this.#once.get(key);
  }

  apply(record: IndexRecord): void {
    switch (record.t) {
      case 'mailbox':
        this.uidValidity = record.uidValidity;
        this.uidNext = record.uidNext;
        this.modseq = record.modseq;
        this.#floor = record.floor;
        return;
      case 'add':
        for (const fields of record.e) this.#add(fields);
        return;
      case 'flags': {
        const flags = flagsOf(record.f);
        for (const uid of unpackUids(record.u)) this.#replace(uid, flags, record.m);
        this.#seen(record.m);
        return;
      }
      case 'gone':
        this.#remove(unpackUids(record.u), record.m);
        return;
      case 'once':
        for (const [key, uid] of record.k) this.#remember(key, uid);
        return;
      case 'junk':
        return;
      case 'acl':
        if (record.r === null) this.acl.delete(record.i);
        else this.acl.set(record.i, record.r);
    }
  }

  /** UIDs expunged after that mod-sequence, ascending; null where it is not known any more. */
  vanishedSince(modseq: number): number[] | null {
    if (modseq < this.#floor) return null;
    return this.#vanished
      .filter((one) => one.modseq > modseq)
      .flatMap(({ uids }) => uids)
      .sort((a, b) => a - b);
  }

  /** The shortest index that gives this state. */
  records(): IndexRecord[] {
    const { uidValidity, uidNext, modseq } = this;
    const records: IndexRecord[] = [
      { t: 'mailbox', v: 1, uidValidity, uidNext, modseq, floor: this.#floor },
      ...[...this.acl].map(([i, r]): IndexRecord => ({ t: 'acl', i, r })),
      ...this.#vanished.map(({ uids, modseq: m }): IndexRecord => ({ t: 'gone', u: packUids(uids), m })),
      ...this.#list.map((message): IndexRecord => ({ t: 'add', e: [fieldsOf(message, false)] })),
    ];
    if (this.#once.size > 0) records.push({ t: 'once', k: [...this.#once] });
    return records;
  }

  /** All UIDs anew, in the same order, under a new UIDVALIDITY; what was expunged is forgotten. */
  renumbered(uidValidity: number): IndexRecord[] {
    const modseq = this.modseq + 1;
    const entries = this.#list.map((message, at) => fieldsOf({ ...message, uid: at + 1, modseq }, false));
    const uids = new Map(this.#list.map(({ uid }, at) => [uid, at + 1]));
    return [
      { t: 'mailbox', v: 1, uidValidity, uidNext: entries.length + 1, modseq, floor: modseq },
      ...[...this.acl].map(([i, r]): IndexRecord => ({ t: 'acl', i, r })),
      ...entries.map((entry): IndexRecord => ({ t: 'add', e: [entry] })),
      { t: 'once', k: [...this.#once].map(([key, uid]) => [key, uids.get(uid) ?? 0] as const) },
    ];
  }

  #add(fields: EntryFields): void {
    const [uid, guid, size, internalDate, flags, modseq, once] = fields;
    const message: StoredMessage = { uid, size, internalDate, flags: flagsOf(flags), modseq, guid };
    const at = this.#at(uid);
    if (at === this.#list.length) this.#list.push(message);
    else if (this.#list[at]?.uid === uid) return;
    else this.#list.splice(at, 0, message);
    this.octets += size;
    this.uidNext = Math.max(this.uidNext, uid + 1);
    if (once === 1) this.#remember(keyOf(guid), uid);
    this.#seen(modseq);
  }

  #replace(uid: number, flags: Flags, modseq: number): void {
    const at = this.#at(uid);
    const message = this.#list[at];
    if (message?.uid !== uid) return;
    this.#list[at] = { ...message, flags, modseq };
  }

  #remove(uids: readonly number[], modseq: number): void {
    if (uids.length < FEW) {
      for (const uid of uids) {
        const at = this.#at(uid);
        if (this.#list[at]?.uid !== uid) continue;
        this.octets -= this.#list[at].size;
        this.#list.splice(at, 1);
      }
    } else {
      const gone = new Set(uids);
      this.#list = this.#list.filter((message) => {
        if (!gone.has(message.uid)) return true;
        this.octets -= message.size;
        return false;
      });
    }
    this.#vanished.push({ uids, modseq });
    this.#vanishedCount += uids.length;
    while (this.#vanishedCount > KEPT_VANISHED && this.#vanished.length > 1) {
      const oldest = this.#vanished.shift();
      this.#floor = oldest?.modseq ?? this.#floor;
      this.#vanishedCount -= oldest?.uids.length ?? 0;
    }
    this.#seen(modseq);
  }

  #remember(key: string, uid: number): void {
    this.#once.delete(key);
    this.#once.set(key, uid);
    for (const oldest of this.#once.keys()) {
      if (this.#once.size <= KEPT_ONCE) return;
      this.#once.delete(oldest);
    }
  }

  #seen(modseq: number): void {
    this.modseq = Math.max(this.modseq, modseq);
    this.#snapshot = null;
  }

  /** Where this UID is or would be. */
  #at(uid: number): number {
    let low = 0;
    let high = this.#list.length;
    if ((this.#list[high - 1]?.uid ?? 0) < uid) return high;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#list[middle]?.uid ?? 0) < uid) low = middle + 1;
      else high = middle;
    }
    return low;
  }
}

export const fieldsOf = (message: StoredMessage, once: boolean): EntryFields => [
  message.uid,
  message.guid,
  message.size,
  message.internalDate,
  [...message.flags],
  message.modseq,
  once ? 1 : 0,
];
