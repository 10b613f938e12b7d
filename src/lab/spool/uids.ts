/** Many UIDs in few characters, as in IMAP: `1:4,7`. */
export function packUids(uids: readonly number[]): string {
  const parts: string[] = [];
  for (let at = 0; at < uids.length; ) {
    const first = uids[at] ?? 0;
    let last = first;
    for (at++; uids[at] === last + 1; at++) last++;
    parts.push(first === last ? `${first}` : `${first}:${last}`);
  }
  return parts.join(',');
}

export function unpackUids(packed: string): number[] {
  const uids: number[] = [];
  for (const part of packed === '' ? [] : packed.split(',')) {
    const [first = Number.NaN, last = first] = part.split(':').map(Number);
    for (let uid = first; uid <= last; uid++) uids.push(uid);
  }
  return uids;
}
