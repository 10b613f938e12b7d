/**
 * What the user just did, shown before the engine's answer has come round as a change. An entry goes when its effect is in the
 * mirror, or when the engine refused it.
 */

export interface Patch {
  readonly ids: ReadonlySet<number>;
  readonly set: readonly string[];
  readonly unset: readonly string[];
  /** Moved or deleted: not in this list any more. */
  readonly gone: boolean;
}

export interface Overlay {
  /** Another array whenever something changed. */
  patches(): readonly Patch[];
  onChange(hear: () => void): () => void;
  /** Shows `patch` until the returned function is called. */
  add(patch: Patch): () => void;
}

export function createOverlay(): Overlay {
  let patches: readonly Patch[] = [];
  const hears = new Set<() => void>();
  const become = (next: readonly Patch[]) => {
    patches = next;
    for (const hear of hears) hear();
  };
  return {
    patches: () => patches,
    onChange(hear) {
      hears.add(hear);
      return () => hears.delete(hear);
    },
    add(patch) {
      become([...patches, patch]);
      return () => become(patches.filter((p) => p !== patch));
    },
  };
}

/** The row as the user should see it; the same object when nothing applies to it. */
export function withPatches<Row extends { readonly id: number; readonly flags: readonly string[] }>(
  row: Row,
  patches: readonly Patch[],
): Row {
  const mine = patches.filter((patch) => patch.ids.has(row.id));
  if (mine.length === 0) return row;
  const flags = new Set(row.flags);
  for (const patch of mine) {
    for (const flag of patch.set) flags.add(flag);
    for (const flag of patch.unset) flags.delete(flag);
  }
  return { ...row, flags: [...flags] };
}

export function withoutGone(ids: readonly number[], patches: readonly Patch[]): readonly number[] {
  const gone = patches.filter((patch) => patch.gone);
  return gone.length === 0 ? ids : ids.filter((id) => !gone.some((patch) => patch.ids.has(id)));
}
