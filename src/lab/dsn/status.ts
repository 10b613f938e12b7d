/** Enhanced status codes, RFC 3463, out of what a server said. */

/** `5.1.1` of `550 5.1.1 No such user`; where the server gave none, what its code says in general. */
export function statusOf(said: string): string {
  const found = /^[245]\d\d[ -](?:\S+ )??([245]\.\d{1,3}\.\d{1,3})(?: |$)/.exec(said);
  if (found !== null) return found[1] as string;
  const first = /^[245]/.exec(said)?.[0] ?? '5';
  return `${first}.0.0`;
}
