/** The end of a run before its end. */
import { MailError } from '../../base/errors.ts';

export const cancelled = (): MailError =>
  new MailError({ kind: 'unreachable', at: 'compare.run', reason: 'cancelled', advice: 'retry-later' });

/** What the work gives, unless the signal comes first: the work is left to itself then. @throws MailError cancelled */
export async function unlessCancelled<T>(work: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return work;
  if (signal.aborted) {
    work.catch(() => {});
    throw cancelled();
  }
  let hear = (): void => {};
  const ending = new Promise<never>((_, refuse) => {
    hear = () => refuse(cancelled());
    signal.addEventListener('abort', hear, { once: true });
  });
  try {
    return await Promise.race([work, ending]);
  } finally {
    signal.removeEventListener('abort', hear);
  }
}
