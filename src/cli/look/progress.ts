import type { AccountStatus } from '../../contract/account.ts';
import type { Lang } from '../../contract/words/index.ts';
import { wordsIn } from '../words/index.ts';
import { count } from './measures.ts';
import { cut, line } from './width.ts';

export interface Progress {
  hear(status: AccountStatus): void;
  say(text: string): void;
  /** Takes the line away, so that something else can be written. */
  clear(): void;
  /** Keeps the line away while a person is asked something. */
  during<T>(work: () => Promise<T>): Promise<T>;
}

/** One line on a terminal that is written anew as things go on: `Inbox: 1,240 of 10,000`. */
export function progressOn(screen: { write(text: string): unknown; columns?: number }, lang: Lang): Progress {
  const words = wordsIn[lang];
  let shown = false;
  let held = 0;
  const clear = (): void => {
    if (shown) screen.write('\r\u001b[K');
    shown = false;
  };
  const say = (text: string): void => {
    if (held > 0) return;
    screen.write(`\r${cut(text, (screen.columns || 80) - 1)}\u001b[K`);
    shown = true;
  };
  return {
    say,
    hear({ state, folder, done, total }) {
      const text =
        state === 'connecting'
          ? words.connecting()
          : state === 'syncing' && folder !== undefined && done !== undefined && total !== undefined
            ? words.progress(line(folder), count(done, lang), count(total, lang))
            : null;
      if (text !== null) say(text);
    },
    clear,
    async during(work) {
      held += 1;
      clear();
      try {
        return await work();
      } finally {
        held -= 1;
      }
    },
  };
}
