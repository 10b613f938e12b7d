/**
 * Keeps the mirror behind the vault: pulls changes.since at the start, after each nudge and after each new engine, until there is
 * no more. Start, reload, crash, a lost nudge and a deleted database are one path.
 */
import type { Calls, Gives, Takes } from '../../src/contract/table.ts';
import { applyBatch, readCursor } from './apply.ts';
import type { Mirror } from './mirror.ts';

export interface ProjectorPorts {
  changesSince(takes: Takes<Calls, 'changes.since'>): Promise<Gives<Calls, 'changes.since'>>;
  /** Lets the window paint and hear between two batches. */
  breathe(): Promise<void>;
  /** Runs `work` while no other window does; resolves when the work has ended. */
  alone(work: () => Promise<void>): Promise<void>;
  /** Waits before it tries again after a failure; a nudge cuts it short. */
  later(then: () => void): void;
  /** The database could not be used: what was thrown. */
  failed(thrown: unknown): void;
}

export interface Projector {
  /** There may be something new. */
  nudge(): void;
  /** Resolves when everything that the vault had at the time of this call is in the mirror. */
  caughtUp(): Promise<void>;
  stop(): void;
}

/** So small that applying one batch stays far below 100 ms on a slow machine, so that typing and scrolling never wait. */
const batchSize = 50;

export function startProjector(mirror: Mirror, ports: ProjectorPorts): Projector {
  let asked = 1;
  let done = 0;
  let stopped = false;
  let wake: (() => void) | null = null;
  let waiting: { need: number; resolve: () => void }[] = [];

  const nudge = () => {
    asked += 1;
    wake?.();
  };

  const rest = (again: boolean) =>
    new Promise<void>((resolve) => {
      wake = () => {
        wake = null;
        resolve();
      };
      if (again) ports.later(() => wake?.());
    });

  void ports.alone(async () => {
    while (!stopped) {
      const aim = asked;
      const came = await pullAll();
      if (came) {
        done = aim;
        for (const w of waiting.filter((w) => w.need <= done)) w.resolve();
        waiting = waiting.filter((w) => w.need > done);
      }
      if (!stopped && (asked === aim || !came)) await rest(!came);
    }
  });

  async function pullAll(): Promise<boolean> {
    try {
      for (;;) {
        const after = await readCursor(mirror);
        const batch = await ports.changesSince({ after, limit: batchSize });
        if (stopped) return false;
        if (
          batch.changes.length > 0 ||
          batch.reset ||
          batch.cursor.seq !== after.seq ||
          batch.cursor.epoch !== after.epoch
        )
          await applyBatch(mirror, after, batch);
        if (!batch.more) return true;
        await ports.breathe();
      }
    } catch (thrown) {
      if (!stopped) ports.failed(thrown);
      return false;
    }
  }

  return {
    nudge,
    caughtUp() {
      nudge();
      const need = asked;
      return new Promise((resolve) => waiting.push({ need, resolve }));
    },
    stop() {
      stopped = true;
      wake?.();
      for (const w of waiting) w.resolve();
    },
  };
}
