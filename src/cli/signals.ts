/** What ends a command from outside. */
import { readFileSync } from 'node:fs';

/** The terminal was closed, Ctrl+C, and what a system says that shuts down: 128 and the signal's number. */
const codes = { SIGHUP: 129, SIGINT: 130, SIGTERM: 143 } as const;
/** Signals that come so close are one. */
const sameSignalMs = 1000;

/**
 * Resolves with the exit code of a signal. Another one right behind it is the same: at Ctrl+C the terminal tells the whole group, and npm
 * passes it on once more. A later one is not waited for.
 */
export function interrupted(): Promise<number> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
      if (signal === 'SIGHUP' && hangsOn()) continue;
      const code = codes[signal];
      const hear = (): void => {
        // A terminal that was closed takes no word any more, and what is to be tidied is tidied all the same.
        if (signal === 'SIGHUP') process.stderr.on('error', () => {});
        resolve(code);
        setTimeout(() => process.off(signal, hear), sameSignalMs).unref();
      };
      process.on(signal, hear);
    }
  });
}

/** nohup(1): whoever began this wants it to go on when the terminal is closed. Bit 0 of SigIgn, proc(5). */
function hangsOn(): boolean {
  try {
    const ignored = /^SigIgn:\s*[0-9a-f]*([0-9a-f])$/m.exec(readFileSync('/proc/self/status', 'latin1'))?.[1] ?? '0';
    return Number.parseInt(ignored, 16) % 2 === 1;
  } catch {
    return false;
  }
}

export const isSignal = (code: number): boolean => Object.values<number>(codes).includes(code);
