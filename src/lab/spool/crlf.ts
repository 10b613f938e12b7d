/** Line ends: a message in the spool has CRLF, so that its octets are those of RETR and BODY[] and its size is known without reading it. */
const LF = 10;
const CR = 13;

/** The same octets where every LF has its CR already; a lone CR is content. */
export function withCrlf(content: Uint8Array): Buffer {
  const octets = Buffer.from(content.buffer, content.byteOffset, content.byteLength);
  let missing = 0;
  for (let at = octets.indexOf(LF); at >= 0; at = octets.indexOf(LF, at + 1)) if (octets[at - 1] !== CR) missing++;
  if (missing === 0) return octets;
  const made = Buffer.allocUnsafe(octets.length + missing);
  let from = 0;
  let to = 0;
  for (let at = octets.indexOf(LF); at >= 0; at = octets.indexOf(LF, at + 1)) {
    if (octets[at - 1] === CR) continue;
    to += octets.copy(made, to, from, at);
    made[to++] = CR;
    from = at;
  }
  octets.copy(made, to, from);
  return made;
}
