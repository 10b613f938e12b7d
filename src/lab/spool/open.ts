/** The spool of one host: a folder for each owner, and in it a Maildir for each mailbox. */
import { mkdir, readdir, rm } from 'node:fs/promises';
import path from 'node:path';
import { syncFolder } from '../../base/durable.ts';
import { asMailError, MailError } from '../../base/errors.ts';
import type { Clock } from '../../base/ports.ts';
import type { World } from '../../contract/lab/world.ts';
import { domainOf, userOf } from '../around.ts';
import type { Faults } from '../faults/faults.ts';
import { Lane } from './lane.ts';
import { OPENED_AT_ONCE } from './limits.ts';
import { MailboxOnDisk } from './mailbox.ts';
import { folderOf, folderOfOwner, isBelow, mailboxName, ownerOfFolder, parentsOf } from './names.ts';
import { isOwnersFolder, Owner } from './owner.ts';
import { notFound } from './placed.ts';
import { Quotas } from './quota.ts';
import type { AppendOptions, Mailbox, MailboxInfo, Spool, StoredMessage } from './store.ts';
import { strike } from './strike.ts';
import { Validity } from './validity.ts';

export interface SpoolSettings {
  readonly clock: Pick<Clock, 'now'>;
  world(): World;
  /** Name of the host whose spool it is. */
  readonly host: string;
  readonly faults?: Faults;
}

/** @throws MailError disk-full, disk-failed */
export async function openSpool(folder: string, settings: SpoolSettings): Promise<Spool> {
  try {
    await mkdir(folder, { recursive: true, mode: 0o700 });
    const spool = new SpoolOnDisk(folder, settings, await Validity.open(folder, () => settings.clock.now()));
    await spool.load();
    return spool;
  } catch (thrown) {
    throw asMailError(thrown, 'spool.open');
  }
}

class SpoolOnDisk implements Spool {
  readonly #folder: string;
  readonly #settings: SpoolSettings;
  readonly #validity: Validity;
  readonly #owners = new Map<string, Owner>();
  /** `owner NUL name` -> the one object for it. */
  readonly #open = new Map<string, Promise<MailboxOnDisk>>();
  readonly #quotas = new Quotas((owner) => userOf(this.#settings.world(), owner)?.quota ?? null);
  readonly #locks = new Set<string>();
  readonly #hurry = new AbortController();
  /** Changes of names: one at a time. */
  readonly #lane = new Lane<never>(
    async () => {},
    async () => false,
  );

  constructor(folder: string, settings: SpoolSettings, validity: Validity) {
    this.#folder = folder;
    this.#settings = settings;
    this.#validity = validity;
  }

  /** Opens all that is on the disk: quotas must be known, and what a crash left undone is done now. */
  async load(): Promise<void> {
    const work: (() => Promise<unknown>)[] = [];
    for (const name of await readdir(this.#folder)) {
      const folder = path.join(this.#folder, name);
      const address = ownerOfFolder(name);
      if (address === null || !(await isOwnersFolder(folder))) continue;
      const owner = await Owner.load(folder, address !== '');
      this.#owners.set(address, owner);
      for (const mailbox of owner.mailboxes.keys()) work.push(() => this.#mailbox(address, mailbox));
    }
    await Promise.all(
      Array.from({ length: OPENED_AT_ONCE }, async () => {
        for (let next = work.pop(); next !== undefined; next = work.pop()) await next();
      }),
    );
  }

  list(owner: string): MailboxInfo[] {
    const address = owner.toLowerCase();
    const names = this.#names(address);
    if (names === null) return [];
    return [...names.mailboxes]
      .map(([name, specialUse]) => ({ owner: address, name, subscribed: names.subscribed.has(name), specialUse }))
      .sort((a, b) => Number(b.name === 'INBOX') - Number(a.name === 'INBOX') || (a.name < b.name ? -1 : 1));
  }

  owners(): string[] {
    const here = this.#settings.world().users.flatMap(({ address }) => (this.#isHere(address) ? [address] : []));
    return [...new Set([...here, ...this.#owners.keys()])].sort();
  }

  async open(owner: string, name: string): Promise<Mailbox | null> {
    const wanted = knownName(name);
    const address = owner.toLowerCase();
    if (wanted === null || this.#names(address)?.mailboxes.has(wanted) !== true) return null;
    return this.#mailbox(address, wanted);
  }

  create(owner: string, name: string, specialUse?: string): Promise<Mailbox> {
    const address = owner.toLowerCase();
    return this.#lane.run(async () => {
      const wanted = mailboxName(name);
      const names = await this.#ownerToChange(address);
      if (names.mailboxes.has(wanted)) throw bad('spool.create', 'there is such a mailbox already');
      const mailboxes = new Map(names.mailboxes);
      for (const parent of parentsOf(wanted)) if (!mailboxes.has(parent)) mailboxes.set(parent, null);
      mailboxes.set(wanted, specialUse ?? null);
      await storing('spool.create', () => names.change({ mailboxes, subscribed: names.subscribed }));
      return this.#mailbox(address, wanted);
    });
  }

  remove(owner: string, name: string): Promise<void> {
    const address = owner.toLowerCase();
    return this.#lane.run(async () => {
      const wanted = mailboxName(name);
      if (wanted === 'INBOX') throw bad('spool.remove', 'INBOX stays');
      const names = await this.#ownerToChange(address);
      if (!names.mailboxes.has(wanted)) throw notFound('spool.remove');
      const mailbox = await this.#mailbox(address, wanted);
      this.#open.delete(key(address, wanted));
      await mailbox.remove();
      const mailboxes = new Map(names.mailboxes);
      mailboxes.delete(wanted);
      await storing('spool.remove', () =>
        names.change({ mailboxes, subscribed: names.subscribed }, [[folderOf(wanted), null]]),
      );
    });
  }

  rename(owner: string, from: string, to: string): Promise<void> {
    const address = owner.toLowerCase();
    return this.#lane.run(async () => {
      const [old, wanted] = [mailboxName(from), mailboxName(to)];
      const names = await this.#ownerToChange(address);
      if (!names.mailboxes.has(old)) throw notFound('spool.rename');
      if (names.mailboxes.has(wanted)) throw bad('spool.rename', 'there is such a mailbox already');
      if (isBelow(wanted, old) && old !== 'INBOX') throw bad('spool.rename', 'a mailbox cannot be below itself');
      const moving =
        old === 'INBOX' ? [] : [...names.mailboxes.keys()].filter((name) => name === old || isBelow(name, old));
      const renamed = (name: string): string =>
        moving.includes(name) ? mailboxName(`${wanted}${name.slice(old.length)}`) : name;
      const mailboxes = new Map([...names.mailboxes].map(([name, use]) => [renamed(name), use]));
      for (const parent of parentsOf(wanted)) if (!mailboxes.has(parent)) mailboxes.set(parent, null);
      if (old === 'INBOX') mailboxes.set(wanted, null);
      await storing('spool.rename', () =>
        this.#move(address, names, mailboxes, new Map(moving.map((name) => [name, renamed(name)]))),
      );
      if (old !== 'INBOX') return;
      const inbox = await this.#mailbox(address, 'INBOX');
      const all = inbox.messages.map(({ uid }) => uid);
      const copied = await inbox.copy(all, await this.#mailbox(address, wanted));
      await inbox.expunge(
        copied.map((pair) => pair.from),
        'imap',
      );
    });
  }

  subscriptions(owner: string): string[] {
    return [...(this.#names(owner.toLowerCase())?.subscribed ?? [])].sort();
  }

  subscribe(owner: string, name: string, on: boolean): Promise<void> {
    return this.#lane.run(async () => {
      const names = await this.#ownerToChange(owner.toLowerCase());
      // A name of any namespace; only INBOX has a spelling.
      const wanted = knownName(name) ?? name;
      const subscribed = new Set(names.subscribed);
      if (on) subscribed.add(wanted);
      else subscribed.delete(wanted);
      if (subscribed.size === names.subscribed.size) return;
      await storing('spool.subscribe', () => names.change({ mailboxes: names.mailboxes, subscribed }));
    });
  }

  quota(owner: string): { used: number; limit: number | null; messages: number } {
    const address = owner.toLowerCase();
    let messages = 0;
    for (const mailbox of this.#opened) if (mailbox.owner === address) messages += mailbox.messages.length;
    return { ...this.#quotas.of(address), messages };
  }

  async deliver(owner: string, content: Uint8Array, o: { once?: string } = {}): Promise<StoredMessage> {
    const address = owner.toLowerCase();
    if (this.#names(address)?.mailboxes.has('INBOX') !== true) throw notFound('spool.deliver');
    const inbox = await this.#mailbox(address, 'INBOX');
    const options: AppendOptions = o.once === undefined ? {} : { once: `${o.once}\0${address}` };
    return inbox.append(content, options);
  }

  lock(owner: string): (() => void) | null {
    const address = owner.toLowerCase();
    if (this.#locks.has(address)) return null;
    this.#locks.add(address);
    let held = true;
    return () => {
      if (held) this.#locks.delete(address);
      held = false;
    };
  }

  clear(): Promise<void> {
    return this.#lane.run(async () => {
      for (const opening of this.#open.values()) await (await opening).remove();
      this.#open.clear();
      this.#opened.clear();
      this.#owners.clear();
      this.#quotas.clear();
      await storing('spool.clear', async () => {
        for (const name of await readdir(this.#folder))
          if (ownerOfFolder(name) !== null) await rm(path.join(this.#folder, name), { recursive: true, force: true });
        await syncFolder(this.#folder);
      });
    });
  }

  hurry(): void {
    this.#hurry.abort();
  }

  async close(): Promise<void> {
    this.hurry();
    await this.#lane.settled();
    for (const opening of this.#open.values()) await (await opening).close();
  }

  readonly #opened = new Set<MailboxOnDisk>();

  #mailbox(owner: string, name: string): Promise<MailboxOnDisk> {
    const id = key(owner, name);
    let opening = this.#open.get(id);
    if (opening === undefined) {
      opening = this.#openMailbox(owner, name);
      this.#open.set(id, opening);
      opening.catch(() => this.#open.delete(id));
    }
    return opening;
  }

  async #openMailbox(owner: string, name: string): Promise<MailboxOnDisk> {
    const around = {
      owner,
      now: () => this.#settings.clock.now(),
      newValidity: () => this.#validity.next(),
      reserve: (octets: number) => this.#quotas.reserve(owner, octets),
      holds: (octets: number) => this.#quotas.holds(owner, octets),
      strike: () => strike(this.#settings.faults, this.#settings.host, owner, this.#hurry.signal),
    };
    const folder = (await this.#ownerOnDisk(owner)).folderOf(name);
    const mailbox = await storing('spool.open', () => MailboxOnDisk.open(around, name, folder));
    this.#opened.add(mailbox);
    return mailbox;
  }

  /** What is to be moved is moved in the file of names, on the disk and in the open objects. */
  async #move(
    address: string,
    names: Owner,
    mailboxes: ReadonlyMap<string, string | null>,
    moving: ReadonlyMap<string, string>,
  ): Promise<void> {
    const moves = [...moving].map(([from, to]) => [folderOf(from), folderOf(to)] as const);
    const open = await Promise.all(
      [...moving].map(async ([from, to]) => ({ from, to, mailbox: await this.#mailbox(address, from) })),
    );
    // All of them wait while the folders move: inside the innermost call.
    const move = open.reduceRight<() => Promise<void>>(
      (inner, { to, mailbox }) =>
        () =>
          mailbox.moved(to, names.folderOf(to), inner),
      () => names.change({ mailboxes, subscribed: names.subscribed }, moves),
    );
    await move();
    for (const { from } of open) this.#open.delete(key(address, from));
    for (const { to, mailbox } of open) this.#open.set(key(address, to), Promise.resolve(mailbox));
  }

  /** As it is, or as it would be; null: nobody who has mailboxes here. */
  #names(address: string): Owner | null {
    const known = this.#owners.get(address);
    if (known !== undefined) return known;
    if (address !== '' && !this.#isHere(address)) return null;
    return new Owner(path.join(this.#folder, folderOfOwner(address)), address !== '');
  }

  async #ownerOnDisk(address: string): Promise<Owner> {
    const names = this.#names(address);
    if (names === null) throw notFound('spool.owner');
    this.#owners.set(address, names);
    if ((await mkdir(names.folder, { recursive: true, mode: 0o700 })) !== undefined) await syncFolder(this.#folder);
    return names;
  }

  #ownerToChange(address: string): Promise<Owner> {
    return storing('spool.owner', () => this.#ownerOnDisk(address));
  }

  #isHere(address: string): boolean {
    const world = this.#settings.world();
    return (
      userOf(world, address) !== undefined &&
      world.domains.find(({ name }) => name === domainOf(address))?.mailboxes === this.#settings.host
    );
  }
}

const key = (owner: string, name: string): string => `${owner}\0${name}`;

function knownName(name: string): string | null {
  try {
    return mailboxName(name);
  } catch {
    return null;
  }
}

async function storing<T>(at: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (thrown) {
    throw asMailError(thrown, at);
  }
}

const bad = (at: string, said: string): MailError =>
  new MailError({ kind: 'bad-input', at, reason: 'bad-value', advice: 'check-input', said });
