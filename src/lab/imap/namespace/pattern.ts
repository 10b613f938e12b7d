/** Patterns of LIST: `*` is anything, `%` anything but the hierarchy separator. RFC 3501 §6.3.8. */

/** Reference and pattern are put together as they are; a pattern that begins in another namespace stands alone. */
export function matcher(reference: string, pattern: string): (path: string) => boolean {
  const whole = /^(#|Other Users(\/|$))/.test(pattern) ? pattern : reference + pattern;
  // Wildcards in a row match what one of them does; with them as one, a name is tried in linear time.
  const pieces = whole.replace(/[*%]*\*[*%]*|%+/g, (run) => (run.includes('*') ? '*' : '%')).split('/');
  const fixed = /^inbox$/i.test(pieces[0] ?? '') ? ['INBOX', ...pieces.slice(1)].join('/') : pieces.join('/');
  return (path) => fits(path, fixed);
}

/** Keeps all places in the pattern that the path so far can lead to: never more than length times length, whatever the wildcards. */
function fits(path: string, pattern: string): boolean {
  let places = closure(new Set([0]), pattern);
  for (const char of path) {
    const next = new Set<number>();
    for (const at of places) {
      const wanted = pattern[at];
      if (wanted === '*' || (wanted === '%' && char !== '/')) next.add(at);
      else if (wanted === char) next.add(at + 1);
    }
    if (next.size === 0) return false;
    places = closure(next, pattern);
  }
  return places.has(pattern.length);
}

/** A wildcard may also stand for nothing. */
function closure(places: Set<number>, pattern: string): Set<number> {
  for (const at of places) if (pattern[at] === '*' || pattern[at] === '%') places.add(at + 1);
  return places;
}
