/** A machine: a folder, a line and the program that runs on it, through loss and replacement. */
import { access, mkdir } from 'node:fs/promises';
import path from 'node:path';
import { asMailError, MailError } from '../../base/errors.ts';
import type { Clock } from '../../base/ports.ts';
import { removeFolder } from '../../base/temporary.ts';
import type { Machine } from '../../contract/compare/machine.ts';
import type { WireLine } from '../../contract/wire.ts';
import { walkProfile } from '../disk/index.ts';
import type { GroundMailbox } from '../ground/ground.ts';
import { openLine } from '../line/index.ts';
import type { Line } from '../line/line.ts';
import type { Doing, Site } from './acts/act.ts';
import { actOf } from './acts/table.ts';
import { carry } from './carried.ts';
import { givenBack } from './given-back.ts';
import { told } from './listening.ts';
import { foldersOf, knownBy, trafficOf } from './look.ts';
import type { Act, Did, Look, RunningMachine } from './machine.ts';
import { openProgram, type Program } from './program.ts';
import { notKnown } from './rows.ts';
import { Spoken } from './spoken.ts';

export interface MachineOptions {
  readonly plan: Machine;
  readonly mailbox: GroundMailbox;
  /** For its profiles; it belongs to the machine. */
  readonly folder: string;
  readonly clock: Clock;
  /** See LineOptions. */
  readonly pace: number;
}

const nothing: Did = { found: null, sent: null, error: null };
const noDisk = { total: 0, mail: 0, parts: 0, database: 0, other: 0 };

/** Switches a machine on that has nothing on it yet. @throws MailError what the disk refused */
export async function startMachine(o: MachineOptions): Promise<RunningMachine> {
  const machine = new Running(o);
  try {
    await machine.begin();
    return machine;
  } catch (thrown) {
    await machine.close();
    throw thrown;
  }
}

class Running implements RunningMachine, Site {
  readonly plan: Machine;
  readonly line: Line;
  readonly spoken = new Spoken();
  offline = false;
  storage: number | null;
  readonly #o: MachineOptions;
  readonly #counters = new Set<Program['counters'][number]>();
  #program: Program | null = null;
  #opened = new Set<number>();
  readonly #ending = new AbortController();
  /** How many machines have stood here. */
  #lives = 0;

  constructor(o: MachineOptions) {
    this.#o = o;
    this.plan = o.plan;
    this.storage = o.plan.storage;
    this.line = openLine({ link: o.plan.link, pace: o.pace });
  }

  async begin(): Promise<void> {
    this.#lives += 1;
    this.#opened = new Set();
    this.offline = false;
    this.storage = this.plan.storage;
    await mkdir(this.#profile, { recursive: true, mode: 0o700 });
    await this.#switchOn(false);
  }

  get ending(): AbortSignal {
    return this.#ending.signal;
  }

  get program(): Program {
    if (this.#program === null) throw lost(this.plan);
    return this.#program;
  }

  async reopen(listens: boolean): Promise<void> {
    await this.#switchOff();
    await this.#switchOn(listens);
  }

  async used(): Promise<number> {
    // What the write-ahead log holds twice is given back first, or it would count as room that is still free.
    this.program.vault.db.carryOver();
    return (await walkProfile(this.#profile)).total;
  }

  async act(step: Act, mails: readonly string[]): Promise<Did> {
    try {
      const { refused, ...gave } = await this.#do(actOf(step) as Doing<Act['do']>, step, mails);
      return { ...nothing, ...gave, error: refused };
    } catch (thrown) {
      return { ...nothing, error: asMailError(thrown, `compare.${step.do}`).toValue() };
    }
  }

  async hold(): Promise<{ go(): Promise<Did> }> {
    let stop = (): void => {};
    const inside = new Promise<void>((resolve) => {
      stop = this.spoken.onLine((line) => {
        if (!isInside(line)) return;
        this.line.hold();
        stop();
        resolve();
      });
    });
    const did = this.act({ do: 'sync', on: this.plan.id }, []);
    await Promise.race([inside, did]);
    stop();
    return {
      go: () => {
        this.line.go();
        return did;
      },
    };
  }

  async look(): Promise<Look> {
    const program = this.#program;
    await this.line.settled();
    const { bytesIn, bytesOut } = this.line.counted;
    return {
      state: program === null ? 'lost' : this.offline ? 'offline' : 'on',
      traffic: trafficOf(this.#counters),
      line: { bytesIn, bytesOut },
      lineMs: this.line.ms,
      disk: program === null ? noDisk : await walkProfile(this.#profile),
      known: program === null ? [] : knownBy(program),
      folders: program === null ? [] : foldersOf(program),
    };
  }

  async told(messageIds: readonly string[]): Promise<void> {
    if (this.#program?.listens === true && !this.offline) await told(this, messageIds).catch(() => {}); // its next act says why
  }

  heard(): readonly WireLine[] {
    return this.spoken.take();
  }

  async lose(): Promise<void> {
    if (this.#program === null) return;
    this.line.down();
    await this.#switchOff();
    await givenBack();
    await removeFolder(this.#profile);
    if (await exists(this.#profile)) throw notGone(this.#profile);
  }

  async replace(): Promise<void> {
    await this.lose();
    this.line.up();
    await this.begin();
  }

  cut(): void {
    this.#ending.abort();
    void this.line.close();
  }

  async close(): Promise<void> {
    this.line.go(); // what is held could not say goodbye
    await this.#switchOff();
    await this.line.close();
  }

  /** The act, then what it leaves to be carried; both say what was refused, and the first word counts. */
  async #do(
    doing: Doing<Act['do']>,
    step: Act,
    mails: readonly string[],
  ): Promise<Partial<Did> & { refused: Did['error'] }> {
    let refused: Did['error'] = null;
    const kept = (thrown: unknown): void => {
      refused ??= asMailError(thrown, `compare.${step.do}`).toValue();
    };
    let gave: Partial<Did> | undefined;
    try {
      gave = (await doing(this, step, mails)) ?? undefined;
    } catch (thrown) {
      kept(thrown);
    }
    await carry(this).catch(kept);
    await this.spoken.over('visits');
    return { ...gave, refused };
  }

  get #profile(): string {
    return path.join(this.#o.folder, String(this.#lives));
  }

  async #switchOn(listens: boolean): Promise<void> {
    const { mailbox, clock, plan } = this.#o;
    this.#program = await openProgram({
      profile: this.#profile,
      settings: { ...mailbox.settings(plan.protocol), keep: plan.keep },
      password: mailbox.password,
      clock,
      listens,
      opened: this.#opened,
      route: this.line.route,
      storage: () => this.storage,
    });
    this.spoken.listenTo(this.#program.engine.parts.wire);
    for (const counters of this.#program.counters) this.#counters.add(counters);
  }

  async #switchOff(): Promise<void> {
    const program = this.#program;
    this.#program = null;
    await program?.close();
    await this.spoken.over('all');
  }
}

/** Signed in and at work: RFC 1939 §5's first commands, RFC 3501 §6.3's. */
function isInside({ who, protocol, text }: WireLine): boolean {
  if (who !== 'C') return false;
  return protocol === 'pop3' ? /^(UIDL|LIST|STAT)\b/i.test(text) : /^\S+ (SELECT|EXAMINE|STATUS|NOOP)\b/i.test(text);
}

const lost = (plan: Machine): MailError => notKnown(`machine ${plan.id}`);

async function exists(folder: string): Promise<boolean> {
  return access(folder).then(
    () => true,
    () => false,
  );
}

const notGone = (folder: string): MailError =>
  new MailError({ kind: 'not-stored', at: 'compare.lose', reason: 'disk-failed', advice: 'report', said: folder });
