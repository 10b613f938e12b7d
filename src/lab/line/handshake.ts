/** The server's side of a TLS handshake over a connection that is there. */
import type { Socket } from 'node:net';
import { type SecureContext, TLSSocket } from 'node:tls';

/** Nobody may listen to `raw` any more. Gives the words of what went wrong where it failed: then the connection can be of no use. */
export async function handshake(raw: Socket, secureContext: SecureContext, ms: number): Promise<TLSSocket | string> {
  const socket = new TLSSocket(raw, { isServer: true, secureContext });
  socket.on('error', () => {});
  let late: NodeJS.Timeout | undefined;
  const failed = await new Promise<string | null>((resolve) => {
    socket.once('secure', () => resolve(null));
    socket.once('error', (thrown) => resolve(thrown.message));
    socket.once('_tlsError', (thrown: Error) => resolve(thrown.message));
    // Half-open is allowed, so that a client's leave in the middle of a handshake ends nothing by itself.
    socket.once('end', () => resolve('the client closed'));
    raw.once('close', () => resolve('closed'));
    late = setTimeout(() => resolve('it took too long'), ms);
  });
  clearTimeout(late);
  return failed ?? socket;
}
