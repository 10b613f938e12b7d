/** An IMAP server with a spool of its own, on a free port, gone with the test. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { SecureContext } from 'node:tls';
import { onTestFinished } from 'vitest';
import type { TraceEvent, TraceKind } from '../../../../src/contract/lab/trace.ts';
import type { World } from '../../../../src/contract/lab/world.ts';
import type { Around, Listening } from '../../../../src/lab/around.ts';
import { LabClock } from '../../../../src/lab/clock/clock.ts';
import { Faults } from '../../../../src/lab/faults/faults.ts';
import { serveImap } from '../../../../src/lab/imap/server.ts';
import { Places } from '../../../../src/lab/places/places.ts';
import { openSpool } from '../../../../src/lab/spool/open.ts';
import type { Mailbox, Spool } from '../../../../src/lab/spool/store.ts';
import { Trace } from '../../../../src/lab/trace/trace.ts';
import { defaultWorld } from '../../../../src/lab/world/default.ts';

export const aiko = 'aiko@hana.test';
const host = 'mx1.hana.test';

export interface Served extends Listening {
  readonly world: World;
  readonly spool: Spool;
  readonly trace: Trace;
  readonly clock: LabClock;
  inbox(user?: string): Promise<Mailbox>;
  mailbox(name: string, user?: string): Promise<Mailbox>;
  events<K extends TraceKind>(kind: K): Extract<TraceEvent, { kind: K }>[];
}

export interface ServedOptions {
  readonly secure?: SecureContext | null;
  readonly implicitTls?: boolean;
  readonly change?: (world: World) => void;
  readonly finish?: (end: () => Promise<void>) => void;
}

export async function serve(o: ServedOptions = {}): Promise<Served> {
  const folder = mkdtempSync(path.join(tmpdir(), 'tegami-lab-imap-'));
  const world = defaultWorld();
  world.faults = [];
  o.change?.(world);
  const clock = new LabClock({ mode: 'manual', rate: 1, start: Date.UTC(2026, 10, 21, 9, 0, 0) });
  const now = (): number => clock.now();
  const trace = new Trace(now);
  const around: Around = {
    host,
    world: () => world,
    clock,
    trace,
    places: new Places(false),
    faults: new Faults({
      now,
      faults: () => world.faults,
      told: (at, id, point, effect) => trace.tell({ kind: 'fault', host: at, id, point, effect }),
    }),
    secure: () => o.secure ?? null,
    random: () => 0.5,
  };
  const spool = await openSpool(path.join(folder, 'spool'), { clock, world: () => world, host });
  const listening = await serveImap(
    around,
    { bind: { address: '127.0.0.1', port: 0 }, implicitTls: o.implicitTls ?? false, cache: path.join(folder, 'cache') },
    spool,
  );
  const end = async (): Promise<void> => {
    await listening.close();
    await spool.close();
    clock.close();
    rmSync(folder, { recursive: true, force: true });
  };
  (o.finish ?? onTestFinished)(end);
  const mailbox = async (name: string, user = aiko): Promise<Mailbox> => {
    const found = await spool.open(user, name);
    if (found === null) throw new Error(`no mailbox ${name}`);
    return found;
  };
  return {
    ...listening,
    world,
    spool,
    trace,
    clock,
    mailbox,
    inbox: (user) => mailbox('INBOX', user),
    events: <K extends TraceKind>(kind: K) =>
      trace.since(0).filter((event): event is Extract<TraceEvent, { kind: K }> => event.kind === kind),
  };
}
