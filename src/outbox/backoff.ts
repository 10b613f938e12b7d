/** Jittered exponential back-off: `attempts` failures so far, `random` in [0, 1). Ms to wait: 15 s at first, an hour at most, plus or minus a quarter. */
export function backoff(attempts: number, random: number): number {
  const base = Math.min(15_000 * 2 ** Math.max(0, attempts - 1), 60 * 60_000);
  return Math.round(base * (0.75 + random / 2));
}
