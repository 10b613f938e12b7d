/** Waiting by condition, and never for ever. */

/** Lets somebody be called back; the returned function stops that. */
export type Nudge = (hear: () => void) => () => void;

/** Resolves as soon as `check` holds, which is looked at with each nudge: true. Or when the time is over: false. */
export function until(check: () => boolean, nudges: readonly Nudge[], ms: number): Promise<boolean> {
  if (check()) return Promise.resolve(true);
  return new Promise((resolve) => {
    const end = (held: boolean): void => {
      clearTimeout(timer);
      for (const stop of stops) stop();
      resolve(held);
    };
    const timer = setTimeout(() => end(check()), ms);
    const stops = nudges.map((nudge) =>
      nudge(() => {
        if (check()) end(true);
      }),
    );
  });
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
