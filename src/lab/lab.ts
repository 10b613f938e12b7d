/**
 * A running lab: one world, every host of it a real server on loopback. Composition root: nothing is decided here, everything is put
 * together, and taken down again.
 */
import { mkdir } from 'node:fs/promises';
import path from 'node:path';
import { MailError } from '../base/errors.ts';
import type { World } from '../contract/lab/world.ts';
import { LabClock } from './clock/clock.ts';
import { lockFolder } from './run/folder-lock.ts';
import { queueEntries, spoolMailboxes } from './run/inspect.ts';
import { openNetwork } from './run/network.ts';
import { Running } from './run/running.ts';
import { sendLetter } from './run/send.ts';
import { readWorld, writeWorld } from './run/world-file.ts';
import type { Lab, LabChange } from './surface.ts';
import { TraceFile } from './trace/file.ts';
import { Trace } from './trace/trace.ts';
import { type Checked, checkWorld } from './world/check.ts';
import { defaultWorld } from './world/default.ts';
import { movedTo } from './world/move.ts';

export interface LabOptions {
  /** Everything that it keeps is here: world, certificates, keys, queues, spools, trace. One lab to a folder. */
  readonly folder: string;
  /** Goes before the folder's own world, and becomes it. */
  readonly world?: World;
  /** `free`: begins to look for addresses at a place that is likely free, for many labs beside each other. */
  readonly move?: 'free';
  /** `one`: everything on 127.0.0.1 and free ports, as where the system has no other loopback address. */
  readonly addresses?: 'one';
  /** False: no demo mail is put into an empty lab. */
  readonly seed?: boolean;
}

/** @throws MailError lab-locked where another lab has the folder, lab-no-address. */
export async function startLab(o: LabOptions): Promise<Lab> {
  await mkdir(o.folder, { recursive: true, mode: 0o700 });
  const unlock = lockFolder(o.folder);
  try {
    return await open(o, unlock);
  } catch (error) {
    unlock();
    throw error;
  }
}

/** Null: there is none. @throws MailError lab-world */
function sound(checked: Checked | null): World | null {
  if (checked === null) return null;
  if ('world' in checked) return checked.world;
  const [first] = checked.problems;
  const place = first?.path.join('.') ?? '';
  const facts = { place, en: first?.en ?? '', ja: first?.ja ?? '' };
  throw new MailError({ kind: 'bad-input', at: 'lab.world', reason: 'lab-world', advice: 'check-input', facts });
}

async function open(o: LabOptions, unlock: () => void): Promise<Lab> {
  const world = sound(o.world === undefined ? await readWorld(o.folder) : checkWorld(o.world)) ?? defaultWorld();
  const clock = new LabClock(world.clock);
  const file = new TraceFile(path.join(o.folder, 'trace'));
  const trace = new Trace(() => clock.now(), file);
  const network = await openNetwork({ anywhere: o.move === 'free', one: o.addresses === 'one' });
  const running = await Running.start({ folder: o.folder, world, clock, trace, network, seed: o.seed !== false });
  try {
    await writeWorld(o.folder, running.asStored());
  } catch (thrown) {
    await running.close();
    throw thrown;
  }

  const hear = new Set<(what: LabChange) => void>();
  const changed = (what: LabChange): void => {
    for (const each of hear) each(what);
  };
  trace.listen((event) => {
    if (event.kind === 'queued' || event.kind === 'unqueued' || event.kind === 'deferred' || event.kind === 'failed')
      changed('queue');
    if (event.kind === 'stored' || event.kind === 'expunged') changed('spool');
  });

  /** One change of the world at a time. */
  let last: Promise<unknown> = Promise.resolve();
  const inTurn = <T>(work: () => Promise<T>): Promise<T> => {
    const next = last.then(work, work);
    last = next.catch(() => {});
    return next;
  };
  const change = async (next: World): Promise<void> => {
    // On disk first: where there is no room nothing changes.
    await writeWorld(o.folder, running.asStored(next));
    await running.change(next);
    trace.tell({ kind: 'world', host: '', what: 'changed' });
    changed('world');
    changed('status');
  };

  let closing: Promise<void> | null = null;
  const lab: Lab = {
    status: () => running.status(),
    world: () => structuredClone(running.world()),
    setWorld: (value) =>
      inTurn(async () => {
        const checked = checkWorld(value);
        if ('problems' in checked) return checked.problems;
        await change(movedTo(checked.world, running.world()));
        return [];
      }),
    trace,
    clock,
    setClock({ mode, rate }) {
      clock.set(mode, rate);
      trace.tell({ kind: 'clock', host: '', what: 'mode', to: clock.now() });
      changed('clock');
    },
    queue: async () => queueEntries(running.hosts()),
    spool: () => spoolMailboxes(running.hosts(), running.world()),
    spoolOf: (host) => running.host(host)?.spool ?? null,
    send: (letter) => sendLetter(letter, lab),
    settled: () => running.settled(),
    async advance(by) {
      const to = by === 'next' ? (clock.next() ?? clock.now()) : clock.now() + by;
      await clock.advanceTo(to, () => running.settled());
      trace.tell({ kind: 'clock', host: '', what: 'advanced', to: clock.now() });
      changed('clock');
      return clock.now();
    },
    async flush() {
      await running.flush();
    },
    reset: ({ mail }) =>
      inTurn(async () => {
        await change(running.placed(defaultWorld()));
        if (mail) await running.empty();
        changed('queue');
        changed('spool');
      }),
    onChange(each) {
      hear.add(each);
      return () => hear.delete(each);
    },
    close: () =>
      (closing ??= inTurn(async () => {
        await running.close();
        clock.close();
        await file.close();
        unlock();
      })),
  };
  trace.tell({ kind: 'world', host: '', what: 'started' });
  return lab;
}
