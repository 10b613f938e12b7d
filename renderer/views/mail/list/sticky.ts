/** A list that is filtered by a mark keeps what is chosen although reading it took the mark away; else the reader would run through all. */
export function withKept(
  before: readonly number[],
  now: readonly number[],
  keep: ReadonlySet<number>,
): readonly number[] {
  const there = new Set(now);
  const missing = before.filter((id) => keep.has(id) && !there.has(id));
  if (missing.length === 0) return now;
  const kept = new Set(missing);
  const result: number[] = [];
  let at = 0;
  for (const id of before) {
    if (kept.has(id)) result.push(id);
    else if (there.has(id)) {
      // What is new and stands before this one comes first.
      while (at < now.length && now[at] !== id) result.push(now[at++] as number);
      if (at < now.length) result.push(now[at++] as number);
    }
  }
  return [...result, ...now.slice(at)];
}
