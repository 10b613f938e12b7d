/** What a running lab can be asked: by its service, by the scenes, by a test. */
import type { LabStatus, QueueEntry, SpoolMailbox, WorldProblem } from '../contract/lab/table.ts';
import type { ClockSetting, World } from '../contract/lab/world.ts';
import type { LabClock } from './clock/clock.ts';
import type { Spool } from './spool/store.ts';
import type { Trace } from './trace/trace.ts';

export interface Letter {
  readonly from: string;
  readonly to: readonly string[];
  readonly subject: string;
  readonly text: string;
  readonly forged?: boolean;
}

export interface Sent {
  /** The trace's name for it; null where nobody took it. */
  readonly mail: string | null;
  /** The server's last words. */
  readonly said: string;
}

export type Status = Extract<LabStatus, { state: 'on' }>;
export type LabChange = 'status' | 'world' | 'queue' | 'spool' | 'clock';

export interface Lab {
  status(): Status;
  /** As it runs: at the addresses where it really is. A copy. */
  world(): World;
  /** Empty: it was taken over, and what it changes was reopened. Else nothing was changed. */
  setWorld(world: unknown): Promise<readonly WorldProblem[]>;
  readonly trace: Trace;
  readonly clock: LabClock;
  setClock(setting: Omit<ClockSetting, 'start'>): void;
  queue(): Promise<QueueEntry[]>;
  spool(): Promise<SpoolMailbox[]>;
  /** Null: the host has none. */
  spoolOf(host: string): Spool | null;
  send(letter: Letter): Promise<Sent>;
  /** Resolves when no mail is on its way: what is left waits for the clock. */
  settled(): Promise<void>;
  /** By so many ms, or to the next thing that is due; with all that this brings about. Gives the time it is then. */
  advance(by: number | 'next'): Promise<number>;
  /** Tries everything that waits, now. */
  flush(): Promise<void>;
  /** Empties queues and spools; `world`: and begins with the default world again. */
  reset(o: { mail: boolean }): Promise<void>;
  onChange(hear: (what: LabChange) => void): () => void;
  close(): Promise<void>;
}
