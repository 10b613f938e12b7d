import type { Progress } from './look/progress.ts';
import { readSecret } from './stdin.ts';
import type { Words } from './words/index.ts';

/** Passwords as this run gets them: TEGAMI_PASSWORD or one line of standard input for all, or a question for each on a terminal. */
export interface Asking {
  readonly environment: string | null;
  of(whose: string): Promise<string | null>;
}

export function asking(words: Words, progress: Progress): Asking {
  const environment = process.env['TEGAMI_PASSWORD'] || null;
  const forEach = process.stdin.isTTY === true;
  const asked = new Map<string, Promise<string | null>>();
  let last: Promise<unknown> = Promise.resolve();
  return {
    environment,
    of(whose) {
      if (environment !== null) return Promise.resolve(environment);
      const name = forEach ? whose : '';
      const known = asked.get(name);
      if (known !== undefined) return known;
      // One question at a time: accounts are synced beside each other.
      const answer = last.then(() => progress.during(() => readSecret(words.askPassword(whose))));
      asked.set(name, answer);
      last = answer;
      return answer;
    },
  };
}
