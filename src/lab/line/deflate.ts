/** COMPRESS=DEFLATE, RFC 4978: both ways of a connection compressed. */
import type { Socket } from 'node:net';
import { createDeflateRaw, createInflateRaw, type DeflateRaw, type InflateRaw } from 'node:zlib';

/** Nobody may read `socket` any more. `broken`: what comes is not DEFLATE. */
export function deflated(socket: Socket, broken: () => void): { source: InflateRaw; sink: DeflateRaw } {
  const sink = createDeflateRaw();
  const source = createInflateRaw();
  sink.on('error', broken);
  source.on('error', broken);
  sink.pipe(socket);
  socket.pipe(source);
  return { source, sink };
}
