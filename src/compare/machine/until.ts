/** Waiting by condition, and never for ever. */

/** Lets somebody be called back; the returned function stops that. */
export type Nudge = (hear: () => void) => () => void;

/**
 * Resolves as soon as `check` holds, which is looked at with each nudge: true. Or when the time is over, or nobody wants to know any more:
 * false. @throws what `check` throws
 */
export async function until(
  check: () => boolean,
  nudges: readonly Nudge[],
  ms: number,
  ending?: AbortSignal,
): Promise<boolean> {
  if (check()) return true;
  if (ending?.aborted) return false;
  const stops: (() => void)[] = [];
  try {
    return await new Promise<boolean>((resolve, reject) => {
      const look = (over: boolean): void => {
        try {
          const held = check();
          if (held || over) resolve(held);
        } catch (thrown) {
          reject(thrown);
        }
      };
      const timer = setTimeout(look, ms, true);
      const end = (): void => resolve(false);
      ending?.addEventListener('abort', end);
      stops.push(
        () => clearTimeout(timer),
        () => ending?.removeEventListener('abort', end),
      );
      for (const nudge of nudges) stops.push(nudge(() => look(false)));
    });
  } finally {
    for (const stop of stops) stop();
  }
}

/** Whether the work was over, well or not, in this time. */
export async function within(work: Promise<unknown>, ms: number): Promise<boolean> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<boolean>((resolve) => {
    timer = setTimeout(() => resolve(false), ms);
  });
  const over = work.then(
    () => true,
    () => true,
  );
  const inTime = await Promise.race([over, late]);
  clearTimeout(timer);
  return inTime;
}
