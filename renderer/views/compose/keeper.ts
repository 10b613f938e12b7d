/** Keeps a letter as a draft: after a rest, when asked, one save at a time, and says how it stands. No React. */
import { asMailError, type ErrorValue } from '../../../src/base/errors.ts';
import type { Clock } from '../../../src/base/ports.ts';
import type { Draft } from '../../../src/contract/outbox.ts';

/** Ms without a change after which the letter is saved. */
export const rest = 1500;

export type Kept =
  | { readonly at: 'nothing' }
  | { readonly at: 'waiting' }
  | { readonly at: 'saving' }
  | { readonly at: 'saved'; readonly when: number }
  | { readonly at: 'failed'; readonly error: ErrorValue };

export interface Keeper {
  /** The letter is now so. */
  changed(draft: Draft): void;
  /** Saves what is not saved; resolves when nothing waits. False: it could not be saved, and the state says why. */
  flush(): Promise<boolean>;
  /** Saves nothing any more; resolves with the draft's id when a save under way has ended. */
  stop(): Promise<number | null>;
  readonly id: number | null;
}

export interface KeeperOptions {
  /** The draft that it was opened from, or null. */
  id: number | null;
  save(id: number | null, draft: Draft): Promise<number>;
  clock: Clock;
  tell(state: Kept): void;
}

export function createKeeper({ id, save, clock, tell }: KeeperOptions): Keeper {
  let latest: Draft | null = null;
  let running: Promise<boolean> | null = null;
  let cancel: (() => void) | null = null;
  let stopped = false;

  const run = async (): Promise<boolean> => {
    while (latest !== null && !stopped) {
      const draft = latest;
      latest = null;
      tell({ at: 'saving' });
      try {
        id = await save(id, draft);
      } catch (thrown) {
        latest ??= draft; // a later change, or the next flush, tries again
        tell({ at: 'failed', error: asMailError(thrown, 'drafts.save').toValue() });
        return false;
      }
      tell(latest === null ? { at: 'saved', when: clock.now() } : { at: 'waiting' });
    }
    return true;
  };
  const start = (): Promise<boolean> => {
    cancel?.();
    cancel = null;
    running ??= run().finally(() => {
      running = null;
    });
    return running;
  };

  return {
    changed(draft) {
      if (stopped) return;
      latest = draft;
      if (running === null) tell({ at: 'waiting' });
      cancel?.();
      cancel = clock.after(rest, () => void start());
    },
    async flush() {
      const done = await start();
      return done && latest !== null ? start() : done;
    },
    async stop() {
      stopped = true;
      cancel?.();
      cancel = null;
      await running;
      return id;
    },
    get id() {
      return id;
    },
  };
}
