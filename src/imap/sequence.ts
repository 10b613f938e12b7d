/** Sets of uids as text, RFC 9051 §9 sequence-set. */

/** Ascending or not, the set says each run of neighbours as `first:last`; split so that no text is longer than `longest`. */
export function packSets(uids: readonly number[], longest: number): string[] {
  const sorted = [...new Set(uids)].sort((a, b) => a - b);
  const sets: string[] = [];
  let set = '';
  for (let i = 0; i < sorted.length; ) {
    const first = sorted[i] as number;
    let last = first;
    for (i++; i < sorted.length && sorted[i] === last + 1; i++) last++;
    const run = first === last ? String(first) : `${first}:${last}`;
    if (set && set.length + run.length + 1 > longest) {
      sets.push(set);
      set = run;
    } else set = set ? `${set},${run}` : run;
  }
  if (set) sets.push(set);
  return sets;
}

/** The numbers of a set, or null where it has more than `most` or is no set of numbers (`*` has no meaning here). */
export function unpackSet(set: string, most: number): number[] | null {
  const numbers: number[] = [];
  for (const run of set.split(',')) {
    const match = /^(\d{1,10})(?::(\d{1,10}))?$/.exec(run);
    if (!match) return null;
    const a = Number(match[1]);
    const b = match[2] === undefined ? a : Number(match[2]);
    const last = Math.max(a, b);
    if (numbers.length + last - Math.min(a, b) + 1 > most) return null;
    for (let n = Math.min(a, b); n <= last; n++) numbers.push(n);
  }
  return numbers;
}

/** Whether a text is a sequence set, so that it may be written into a command. */
export function isSet(text: string): boolean {
  return text.split(',').every((run) => /^(\d{1,10}|\*)(:(\d{1,10}|\*))?$/.test(run));
}

/** A set in pieces none of which is longer than `longest`. */
export function splitSet(set: string, longest: number): string[] {
  if (set.length <= longest) return [set];
  const pieces: string[] = [];
  let piece = '';
  for (const run of set.split(',')) {
    if (piece && piece.length + run.length + 1 > longest) {
      pieces.push(piece);
      piece = '';
    }
    piece = piece ? `${piece},${run}` : run;
  }
  return [...pieces, piece];
}
