/** Which messages of a list are chosen, and what the arrow keys, Shift and Ctrl do to that. Values in, values out. */

export interface Selection {
  /** Where the keyboard is. */
  readonly active: number | null;
  /** Where a range begins. */
  readonly anchor: number | null;
  readonly chosen: ReadonlySet<number>;
}

export const noSelection: Selection = { active: null, anchor: null, chosen: new Set() };

export const pick = (id: number): Selection => ({ active: id, anchor: id, chosen: new Set([id]) });

export function toggle(selection: Selection, id: number): Selection {
  const chosen = new Set(selection.chosen);
  if (!chosen.delete(id)) chosen.add(id);
  return { active: id, anchor: id, chosen };
}

/** From the anchor to `id`, as Shift does. */
export function extend(selection: Selection, ids: readonly number[], id: number): Selection {
  const from = ids.indexOf(selection.anchor ?? id);
  const to = ids.indexOf(id);
  if (from < 0 || to < 0) return pick(id);
  return {
    active: id,
    anchor: selection.anchor ?? id,
    chosen: new Set(ids.slice(Math.min(from, to), Math.max(from, to) + 1)),
  };
}

export const everything = (selection: Selection, ids: readonly number[]): Selection => ({
  active: selection.active ?? ids[0] ?? null,
  anchor: selection.anchor ?? ids[0] ?? null,
  chosen: new Set(ids),
});

/** The id `by` places away from where the keyboard is; the first one when it is nowhere. */
export function neighbour(selection: Selection, ids: readonly number[], by: number): number | null {
  const at = selection.active === null ? -1 : ids.indexOf(selection.active);
  if (at < 0) return ids[0] ?? null;
  return ids[Math.max(0, Math.min(ids.length - 1, at + by))] ?? null;
}

/** Where to go when the chosen ones leave the list: to the one below them, or to the one above. */
export function afterLeaving(selection: Selection, ids: readonly number[]): Selection {
  const last = ids.reduce((found, id, at) => (selection.chosen.has(id) ? at : found), -1);
  const below = ids.slice(last + 1).find((id) => !selection.chosen.has(id));
  const above = ids.slice(0, last + 1).findLast((id) => !selection.chosen.has(id));
  const next = below ?? above;
  return next === undefined ? noSelection : pick(next);
}

/** What was active has left the list without the user's doing: the nearest that was below it and is still there, else above. */
export function followLoss(selection: Selection, before: readonly number[], now: readonly number[]): Selection {
  if (selection.active === null || before === now) return selection;
  const there = new Set(now);
  if (there.has(selection.active)) {
    const chosen = [...selection.chosen].filter((id) => there.has(id));
    return chosen.length === selection.chosen.size ? selection : { ...selection, chosen: new Set(chosen) };
  }
  const at = before.indexOf(selection.active);
  if (at < 0) return selection;
  const next = before.slice(at).find((id) => there.has(id)) ?? before.slice(0, at).findLast((id) => there.has(id));
  return next === undefined ? noSelection : pick(next);
}

/** Another list was asked for. One open message stays open; of several, only those in sight stay chosen: nobody acts on what is hidden. */
export function inSight(selection: Selection, now: readonly number[]): Selection {
  if (selection.chosen.size < 2) return selection;
  const there = new Set(now);
  const chosen = [...selection.chosen].filter((id) => there.has(id));
  if (chosen.length === selection.chosen.size) return selection;
  const active = selection.active !== null && there.has(selection.active) ? selection.active : (chosen[0] ?? null);
  return { active, anchor: active, chosen: new Set(chosen) };
}
