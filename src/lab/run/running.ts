/** The hosts of one world, opened together, changed together, closed together. */
import path from 'node:path';
import { MailError } from '../../base/errors.ts';
import type { World, WorldHost } from '../../contract/lab/world.ts';
import { domainOf } from '../around.ts';
import { check, keysFor } from '../authenticity/index.ts';
import type { LabClock } from '../clock/clock.ts';
import { labResolver } from '../dns/index.ts';
import { Faults } from '../faults/faults.ts';
import { domainNamed } from '../mta/route.ts';
import { Places, usualPorts } from '../places/places.ts';
import { seeded } from '../random.ts';
import type { Status } from '../surface.ts';
import { type Authority, labAuthority } from '../tls/authority.ts';
import type { Trace } from '../trace/trace.ts';
import { moveWorld } from '../world/move.ts';
import { defaultSeed } from '../world/seed.ts';
import { isDead, nextTurn, whatKills } from './dead.ts';
import { RunningHost } from './host.ts';
import type { Network } from './network.ts';
import type { Shared } from './shared.ts';

interface Given {
  readonly folder: string;
  readonly world: World;
  readonly clock: LabClock;
  readonly trace: Trace;
  readonly network: Network;
  readonly seed: boolean;
}

export class Running {
  readonly #given: Given;
  readonly #authority: Authority;
  readonly #faults: Faults;
  readonly #places: Places;
  readonly #shared: Shared;
  readonly #hosts = new Map<string, RunningHost>();
  #world: World;
  /** How far the world lies from where its file says. */
  #moved = 0;
  #stopTurn: () => void = () => {};
  readonly #down = new Set<string>();
  /** Keys that are being made. */
  readonly #making: Promise<unknown>[] = [];

  private constructor(given: Given, authority: Authority) {
    const { clock, trace, network } = given;
    this.#given = given;
    this.#authority = authority;
    this.#world = given.world;
    this.#places = new Places(network.ownAddresses);
    const random = seeded(given.world.seed);
    this.#faults = new Faults({
      now: () => clock.now(),
      faults: () => this.#world.faults,
      accepts: (host, address) => domainNamed(this.#world, domainOf(address))?.accepts.includes(host) === true,
      told: (host, id, point, effect) => void trace.tell({ kind: 'fault', host, id, point, effect }),
    });
    const keys = keysFor(path.join(given.folder, 'keys'));
    this.#shared = {
      folder: given.folder,
      world: () => this.#world,
      clock,
      trace,
      places: this.#places,
      faults: this.#faults,
      random,
      resolver: labResolver,
      keys,
      check,
      certificate: (host) => authority.contextFor(host, this.#addressesOf(host)),
      bind: (host, service) =>
        network.ownAddresses ? { address: host.address, port: usualPorts[service] } : { address: '127.0.0.1', port: 0 },
      extraRecords: (name) => keys.recordsFor(name),
    };
  }

  static async start(given: Given): Promise<Running> {
    const authority = await labAuthority(path.join(given.folder, 'tls'));
    const running = new Running(given, authority);
    try {
      await running.#openHosts();
      running.#goOnFromLastTime();
      await running.#findPlace();
      running.#watchTurns();
      running.#prepareKeys();
      if (given.seed && (await running.#isEmpty())) await running.#seed();
    } catch (thrown) {
      await running.close().catch(() => {});
      throw thrown;
    }
    return running;
  }

  world(): World {
    return this.#world;
  }

  /** A world of here as its file has it: not moved. */
  asStored(world = this.#world): World {
    return moveWorld(world, -this.#moved);
  }

  /** A world as written, moved to where this one lies. */
  placed(world: World): World {
    return moveWorld(world, this.#moved);
  }

  hosts(): RunningHost[] {
    return [...this.#hosts.values()];
  }

  host(name: string): RunningHost | undefined {
    return this.#hosts.get(name);
  }

  status(): Status {
    const { clock } = this.#given;
    const dns = this.hosts().find((host) => host.dns !== null)?.dns;
    const reach = this.#world.hosts.flatMap(({ name, address }) => this.#hosts.get(name)?.reach(address) ?? []);
    return {
      state: 'on',
      dns: { address: dns?.address ?? '127.0.0.1', port: dns?.port ?? 0 },
      ca: this.#authority.caPem,
      hosts: reach,
      users: this.#world.users.map(({ address, password, name }) => {
        const domain = this.#world.domains.find((each) => address.endsWith(`@${each.name}`));
        return {
          address,
          user: address,
          password,
          name,
          host: domain?.mailboxes ?? '',
          submission: domain?.submission ?? '',
        };
      }),
      clock: { now: clock.now(), mode: clock.mode, rate: clock.rate, next: clock.next() },
      ownAddresses: this.#places.ownAddresses,
    };
  }

  /** Takes over another sound world. Hosts whose address, roles or TLS are others are reopened; the rest goes on. */
  async change(next: World): Promise<void> {
    const before = new Map(this.#world.hosts.map((host) => [host.name, host]));
    const faults = new Map(this.#world.faults.map((fault) => [fault.id, JSON.stringify(fault)]));
    this.#world = next;
    for (const fault of next.faults) if (faults.get(fault.id) !== JSON.stringify(fault)) this.#faults.forget(fault.id);
    const after = new Map(next.hosts.map((host) => [host.name, host]));
    for (const [name, was] of before) {
      const is = after.get(name);
      if (is !== undefined && sameServers(was, is)) continue;
      await this.#hosts.get(name)?.close();
      this.#hosts.delete(name);
    }
    for (const host of next.hosts) if (!this.#hosts.has(host.name)) await this.#openHost(host);
    for (const host of this.hosts()) host.forgetNames();
    await this.#turn();
    this.#watchTurns();
    this.#prepareKeys();
  }

  async settled(): Promise<void> {
    for (let quiet = 0; quiet < 2; ) {
      const busy = this.hosts().filter((host) => host.mta.busy());
      await Promise.all(busy.map((host) => host.mta.settled()));
      await new Promise((done) => setImmediate(done));
      quiet = busy.length === 0 ? quiet + 1 : 0;
    }
  }

  async flush(): Promise<void> {
    await Promise.all(this.hosts().map((host) => host.mta.flush()));
    await this.settled();
  }

  /** Removes all mail and puts the demo mail in again. */
  async empty(): Promise<void> {
    this.#faults.forget();
    for (const host of this.hosts()) {
      await host.queue.clear();
      await host.spool?.clear();
    }
    await this.#seed();
  }

  async close(): Promise<void> {
    this.#stopTurn();
    await Promise.all(this.hosts().map((host) => host.close()));
    await Promise.all(this.#making);
    this.#hosts.clear();
  }

  /** A clock that was fast, or was advanced by hand, does not go back: what waits would wait for years. */
  #goOnFromLastTime(): void {
    const last = Math.max(0, ...this.hosts().flatMap(({ queue }) => queue.list().map(({ since }) => since)));
    this.#given.clock.notBefore(last);
  }

  /** On disk only: listening begins when the place is known. */
  async #openHosts(): Promise<void> {
    await Promise.all(
      this.#world.hosts.map(async (host) => {
        this.#hosts.set(host.name, await RunningHost.open(host, this.#shared));
      }),
    );
  }

  async #openHost(host: WorldHost): Promise<void> {
    const running = await RunningHost.open(host, this.#shared);
    this.#hosts.set(host.name, running);
    if (!isDead(this.#world, host.name, this.#given.clock.now())) await running.listen(host);
    else this.#down.add(host.name);
  }

  /** Somebody else may have the addresses: then everybody moves on together. */
  async #findPlace(): Promise<void> {
    const written = this.#world;
    for (const move of this.#given.network.moves) {
      this.#world = moveWorld(written, move);
      this.#moved = move;
      if (await this.#listenAll()) return;
      await Promise.all(this.hosts().map((host) => host.shut()));
    }
    throw new MailError({ kind: 'unreachable', at: 'lab.start', reason: 'lab-no-address', advice: 'close-other' });
  }

  /** False: an address is taken. */
  async #listenAll(): Promise<boolean> {
    const now = this.#given.clock.now();
    const opened = await Promise.allSettled(
      this.#world.hosts.map(async (host) => {
        if (isDead(this.#world, host.name, now)) this.#down.add(host.name);
        else await this.#hosts.get(host.name)?.listen(host);
      }),
    );
    const failed = opened.find((each): each is PromiseRejectedResult => each.status === 'rejected');
    if (failed === undefined) return true;
    if (isTaken(failed.reason)) return false;
    throw failed.reason;
  }

  /** Hosts that went down stop listening; hosts that came back listen. */
  async #turn(): Promise<void> {
    const now = this.#given.clock.now();
    for (const host of this.#world.hosts) {
      const running = this.#hosts.get(host.name);
      const dead = whatKills(this.#world, host.name, now);
      if (running === undefined || (dead !== null) === this.#down.has(host.name)) continue;
      if (dead !== null) {
        this.#down.add(host.name);
        const { id, point } = dead;
        this.#given.trace.tell({ kind: 'fault', host: host.name, id, point, effect: 'dead-host' });
        await running.shut();
      } else {
        this.#down.delete(host.name);
        await running.listen(host);
      }
    }
    for (const name of this.#down) if (!this.#hosts.has(name)) this.#down.delete(name);
  }

  #watchTurns(): void {
    this.#stopTurn();
    const { clock } = this.#given;
    const at = nextTurn(this.#world, clock.now());
    if (at === null) return;
    this.#stopTurn = clock.after(at - clock.now(), () => {
      void this.#turn().then(() => this.#watchTurns());
    });
  }

  /** Keys take a moment to be made: begun before somebody waits for them. */
  #prepareKeys(): void {
    for (const { name, dkim } of this.#world.domains) {
      // Who signs asks again, and is told then what went wrong.
      if (dkim !== null) this.#making.push(this.#shared.keys.ensure(name, dkim).catch(() => null));
    }
  }

  async #isEmpty(): Promise<boolean> {
    for (const { spool } of this.hosts())
      for (const owner of spool?.owners() ?? [])
        for (const { name } of spool?.list(owner) ?? [])
          if (((await spool?.open(owner, name))?.messages.length ?? 0) > 0) return false;
    return true;
  }

  async #seed(): Promise<void> {
    await defaultSeed({
      world: this.#world,
      now: this.#given.clock.now(),
      spoolOf: (host) => this.#hosts.get(host)?.spool ?? null,
    });
  }

  #addressesOf(host: WorldHost): string[] {
    return this.#places.ownAddresses ? [host.address] : [host.address, '127.0.0.1'];
  }
}

const sameServers = (a: WorldHost, b: WorldHost): boolean =>
  a.address === b.address && a.tls === b.tls && [...a.roles].sort().join() === [...b.roles].sort().join();

const isTaken = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && (error.code === 'EADDRINUSE' || error.code === 'EADDRNOTAVAIL');
