/** How much of the disk the profile may take, where somebody set a limit: what would go over it is refused as a full disk refuses. */
import { lstatSync, readdirSync } from 'node:fs';
import { lstat, readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { MailError } from '../base/errors.ts';
import type { Database } from './database.ts';

/** `arrival` may not use what is held back for `upkeep`: flags, moves, drafts, and the text of mail that lies here already. */
export type Use = 'arrival' | 'upkeep';

/** Octets that the profile may take, or null for no limit; asked anew each time. */
export type Storage = () => number | null;

/** Held back for upkeep: with no room at all nothing could be read, marked or deleted. Less of a small limit. */
const heldBack = (limit: number): number => Math.min(256 << 10, limit >> 3);
/** Folders that grow by a block, and SQLite's index of its log. */
const slack = 8 << 10;
/** What the rows, the log's line and the ledger's of one arriving mail take, roughly: set aside until they are written. */
const rowOctets = 4 << 10;

/**
 * The profile's folder was walked once; from then on files are counted as they come and go. What grows by another hand (SQLite's files, the
 * log of arrivals) is looked at each time. Sizes are apparent ones, and folders count, as `du --apparent-size -sb` has it.
 */
export class Room {
  readonly #root: string;
  readonly #storage: Storage | null;
  readonly #db: Database | null;
  #files = 0;
  #rows = 0;
  readonly #folders = new Map<string, number>();

  constructor(root: string, storage: Storage | null = null, db: Database | null = null) {
    this.#root = root;
    this.#storage = storage;
    this.#db = db;
  }

  get counts(): boolean {
    return this.#storage !== null;
  }

  async measure(): Promise<void> {
    if (!this.counts) return;
    this.#files = 0;
    this.#folders.clear();
    await this.#walk(this.#root);
  }

  /** Sets room aside for octets that are about to be written. @throws MailError disk-full, and nothing is set aside. */
  take(octets: number, use: Use = 'arrival'): void {
    const limit = this.#limit();
    if (limit !== null && !this.#fits(octets, use, limit)) {
      this.#db?.carryOver(); // the write-ahead log may hold megabytes that are in the database already
      if (!this.#fits(octets, use, limit)) throw full('vault.store');
    }
    this.#files += octets;
  }

  /** Octets that are gone, or never came. */
  give(octets: number): void {
    this.#files -= octets;
  }

  /** Mails whose rows are still to be written (or, below zero, were). */
  rows(mails: number): void {
    this.#rows += mails * rowOctets;
  }

  /** A folder that was made, or got another name in it. */
  folder(path: string): void {
    if (this.counts) this.#folders.set(path, sizeOf(path));
  }

  /** Before a transaction: SQLite itself refuses what would make the database too large, and undoes all of it. */
  begin(use: Use): void {
    const limit = this.#limit();
    if (limit === null || this.#db === null) return;
    const others = this.taken(false);
    const octets = limit - slack - others - (use === 'arrival' ? heldBack(limit) : 0);
    this.#db.growTo(Math.max(1, Math.floor(octets / this.#db.pageOctets)));
  }

  /** Within a transaction that removes mail: to make room it may take some pages more. */
  lift(): void {
    if (this.#limit() !== null) this.#db?.growTo(null);
  }

  /** After a transaction, however it ended. */
  end(): void {
    const limit = this.#limit();
    if (limit === null) return;
    this.#db?.growTo(null);
    if (this.taken() > limit - slack) this.#db?.carryOver();
  }

  #limit(): number | null {
    return this.#storage?.() ?? null;
  }

  #fits(octets: number, use: Use, limit: number): boolean {
    const free = limit - slack - this.taken() - this.#rows - (use === 'arrival' ? heldBack(limit) : 0);
    return octets <= free;
  }

  /** What the profile takes now; on wish without the database and its write-ahead log. */
  taken(withDatabase = true): number {
    let sum = this.#files;
    for (const size of this.#folders.values()) sum += size;
    for (const folder of [this.#root, join(this.#root, 'mail')])
      for (const entry of readdirSync(folder, { withFileTypes: true })) {
        if (entry.isDirectory() || (!withDatabase && /^vault\.db(-wal)?$/.test(entry.name))) continue;
        sum += sizeOf(join(folder, entry.name));
      }
    return sum;
  }

  /** Files of the root and of mail/ itself are looked at each time; all others are counted. */
  async #walk(folder: string): Promise<void> {
    this.folder(folder);
    const looked = folder === this.#root || folder === join(this.#root, 'mail');
    for (const entry of await readdir(folder, { withFileTypes: true })) {
      const path = join(folder, entry.name);
      if (entry.isDirectory()) await this.#walk(path);
      else if (!looked) this.#files += (await lstat(path).catch(() => null))?.size ?? 0;
    }
  }
}

/** Room that one piece of work takes as it goes, and gives back when nothing comes of it. */
export class Claim {
  octets = 0;
  constructor(private readonly room: Room) {}

  readonly take = (octets: number): void => {
    this.room.take(octets);
    this.octets += octets;
  };

  giveBack(): void {
    this.room.give(this.octets);
    this.octets = 0;
  }
}

/** Octets of what lies there; 0 where nothing does. */
export function sizeOf(path: string): number {
  return lstatSync(path, { throwIfNoEntry: false })?.size ?? 0;
}

/** As asMailError tells ENOSPC. */
function full(at: string): MailError {
  return new MailError({ kind: 'not-stored', at, reason: 'disk-full', advice: 'free-space' });
}
