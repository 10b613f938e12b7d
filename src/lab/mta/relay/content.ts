/** Octets of a message as they go over the line: CRLF, dots doubled, the final dot. RFC 5321 §4.5.2. */
const CR = 13;
const LF = 10;
const DOT = 46;

/** A lone CR or LF becomes a line end: sent as they are, a careless server would see the end of the mail where there is none (SMTP smuggling). */
export function onTheWire(message: Uint8Array): Buffer {
  const out = Buffer.allocUnsafe(message.length * 2 + 5);
  let to = 0;
  let begin = true;
  for (let at = 0; at < message.length; at++) {
    const octet = message[at] as number;
    if (octet === CR || octet === LF) {
      if (octet === CR && message[at + 1] === LF) at++;
      out[to++] = CR;
      out[to++] = LF;
      begin = true;
      continue;
    }
    if (begin && octet === DOT) out[to++] = DOT;
    out[to++] = octet;
    begin = false;
  }
  if (!begin) {
    out[to++] = CR;
    out[to++] = LF;
  }
  out[to++] = DOT;
  out[to++] = CR;
  out[to++] = LF;
  return out.subarray(0, to);
}
