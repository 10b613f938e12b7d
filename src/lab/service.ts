/**
 * The lab behind its contract: off until it is started, started once, closed cleanly. What a window, or anybody with a transport,
 * may do with it.
 */
import { MailError } from '../base/errors.ts';
import { type LabCalls, type LabSignals, labCalls } from '../contract/lab/table.ts';
import { emit, type Handlers, serve } from '../contract/serve.ts';
import type { Carries } from '../contract/table.ts';
import type { Transport } from '../contract/transport.ts';
import { startLab } from './lab.ts';
import { readWorld, setWorldAside } from './run/world-file.ts';
import { play, scenes } from './scenes/index.ts';
import type { Lab, LabChange } from './surface.ts';
import { defaultWorld } from './world/default.ts';

export interface LabService {
  /** Answers at this transport until the result is called. */
  serve(transport: Transport): () => void;
  close(): Promise<void>;
}

/** A raw message is shown up to here. */
const SHOWN_OCTETS = 256 * 1024;
/** Between two nudges about the trace: it may grow by thousands a second. */
const NUDGE_MS = 40;

export function labService(folder: string): LabService {
  const windows = new Set<Transport>();
  let starting: Promise<Lab> | null = null;
  let running: Lab | null = null;

  const tell = <N extends keyof LabSignals & string>(name: N, carries: Carries<LabSignals, N>): void => {
    for (const window of windows) emit<LabSignals, N>(window, name, carries);
  };
  const nudge = lately(() => tell('lab.traced', { seq: running?.trace.last ?? 0 }));

  const start = (): Promise<Lab> => {
    starting ??= startLab({ folder }).then(
      (lab) => {
        running = lab;
        lab.onChange((what) => changes.add(what));
        lab.trace.listen(nudge);
        tell('lab.changed', { what: 'status' });
        return lab;
      },
      (error: unknown) => {
        starting = null;
        throw error;
      },
    );
    return starting;
  };
  const stop = async (): Promise<void> => {
    const lab = starting === null ? null : await starting.catch(() => null);
    starting = null;
    running = null;
    await lab?.close();
    tell('lab.changed', { what: 'status' });
  };
  const changes = gathered<LabChange>((what) => tell('lab.changed', { what }));
  const lab = (): Lab => {
    if (running === null) throw off();
    return running;
  };

  const handlers: Handlers<LabCalls> = {
    'lab.status': () => running?.status() ?? { state: 'off' },
    'lab.start': async () => (await start()).status(),
    'lab.stop': async () => {
      await stop();
      return {};
    },
    'lab.world': async () => {
      if (running !== null) return running.world();
      const stored = await readWorld(folder);
      return stored !== null && 'world' in stored ? stored.world : defaultWorld();
    },
    'lab.setWorld': async ({ world }) => ({ problems: [...(await lab().setWorld(world))] }),
    'lab.reset': async (o) => {
      // Off because its world is not sound: that one is set aside.
      if (running === null) await setWorldAside(folder);
      else await running.reset(o);
      return {};
    },
    'lab.trace': ({ after, limit }) => ({
      events: running?.trace.since(after, limit) ?? [],
      last: running?.trace.last ?? 0,
    }),
    'lab.transcript': ({ connection }) => running?.trace.transcript(connection) ?? null,
    'lab.queue': () => running?.queue() ?? [],
    'lab.spool': () => running?.spool() ?? [],
    'lab.spoolMessage': ({ user, mailbox, uid }) => readOctets(lab(), user, mailbox, uid),
    'lab.flushQueue': async () => {
      await lab().flush();
      return {};
    },
    'lab.send': (letter) => lab().send(letter),
    'lab.setClock': ({ clock }) => {
      lab().setClock(clock);
      return {};
    },
    'lab.advance': async (by) => ({ now: await lab().advance('ms' in by ? by.ms : 'next') }),
    'lab.scenes': () => scenes.map(({ info }) => info),
    'lab.play': ({ scene }) => play(scene),
  };

  return {
    serve(transport) {
      windows.add(transport);
      const end = serve(labCalls, handlers, transport);
      return () => {
        windows.delete(transport);
        end();
      };
    },
    close: stop,
  };
}

async function readOctets(
  lab: Lab,
  user: string,
  name: string,
  uid: number,
): Promise<{ octets: string; truncated: boolean } | null> {
  for (const { name: host } of lab.status().hosts) {
    const spool = lab.spoolOf(host);
    if (spool === null || !spool.owners().includes(user)) continue;
    const mailbox = await spool.open(user, name);
    if (mailbox?.get(uid) === undefined) continue;
    const octets = await mailbox.read(uid);
    return { octets: octets.subarray(0, SHOWN_OCTETS).toString('latin1'), truncated: octets.length > SHOWN_OCTETS };
  }
  return null;
}

/** Calls `then` once for many calls within a moment. */
function lately(then: () => void): () => void {
  let due = false;
  return () => {
    if (due) return;
    due = true;
    setTimeout(() => {
      due = false;
      then();
    }, NUDGE_MS);
  };
}

/** The same for things that are told apart. */
function gathered<T>(tell: (what: T) => void): { add(what: T): void } {
  const waiting = new Set<T>();
  const flush = lately(() => {
    const told = [...waiting];
    waiting.clear();
    for (const what of told) tell(what);
  });
  return {
    add(what) {
      waiting.add(what);
      flush();
    },
  };
}

const off = (): MailError => new MailError({ kind: 'bad-input', at: 'lab', reason: 'lab-off', advice: 'check-input' });
