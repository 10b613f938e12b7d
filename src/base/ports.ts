/** Small ports through which the world reaches the engine, so that a test can hand in its own. */

/** Milliseconds since 1970, and timers. */
export interface Clock {
  now(): number;
  /** Calls back once after `ms`; the returned function takes it back. */
  after(ms: number, then: () => void): () => void;
}

export const systemClock: Clock = {
  now: () => Date.now(),
  after(ms, then) {
    const timer = setTimeout(then, ms);
    timer.unref?.();
    return () => clearTimeout(timer);
  },
};

/** A line for developers; never a secret. */
export type Log = (
  level: 'debug' | 'info' | 'warn' | 'error',
  line: string,
  facts?: Readonly<Record<string, unknown>>,
) => void;

export const silentLog: Log = () => {};

/** Where passwords lie: the OS keychain in the app, a 0600 file or nothing in the terminal. */
export interface Secrets {
  /** What kind of place it is, so that the user can be told. */
  readonly store: 'keychain' | 'session' | 'file';
  get(account: number): Promise<string | null>;
  put(account: number, password: string): Promise<void>;
  remove(account: number): Promise<void>;
}
