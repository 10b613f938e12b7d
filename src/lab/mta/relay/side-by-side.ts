/** Several things at the same time, but not too many: a next hop that is silent does not hold up the others. */

/**
 * Results in the order of the jobs. After each but the last `note` hears what is known so far (null: not known yet), one call after another, the newest state
 * each time. Where a job or a note fails nothing new begins, what is under way goes on to its end and is noted, and then the first failure is thrown.
 */
export async function sideBySide<T>(
  jobs: readonly (() => Promise<T>)[],
  most: number,
  note: (known: readonly (T | null)[]) => Promise<void>,
): Promise<T[]> {
  const known: (T | null)[] = jobs.map(() => null);
  const failures: unknown[] = [];
  let noting: Promise<void> | null = null;
  let changed = false;
  const noteAll = async (): Promise<void> => {
    while (changed) {
      changed = false;
      await note([...known]).catch((thrown: unknown) => failures.push(thrown));
    }
    noting = null;
  };
  const noteSoon = (): Promise<void> => {
    changed = true;
    noting ??= noteAll();
    return noting;
  };
  const waiting = [...jobs.entries()];
  const work = async (): Promise<void> => {
    for (;;) {
      const next = failures.length === 0 ? waiting.shift() : undefined;
      if (next === undefined) return;
      const [i, job] = next;
      try {
        known[i] = await job();
      } catch (thrown) {
        failures.push(thrown);
        continue;
      }
      // The last one is written down with the end of the attempt.
      if (failures.length > 0 || known.includes(null)) await noteSoon();
    }
  };
  await Promise.all(Array.from({ length: Math.min(most, jobs.length) }, work));
  if (failures.length > 0) throw failures[0];
  return known as T[];
}
