/** TLS on a connection of ours, told in the trace. */
import type { Around } from '../around.ts';
import type { Channel } from './channel.ts';

/** False: there is no TLS, and so no conversation. */
export async function handshake(around: Around, channel: Channel, connection: string): Promise<boolean> {
  const context = around.secure();
  if (context === null) {
    channel.cut();
    return false;
  }
  channel.quietAfter(30_000, () => channel.cut());
  try {
    await channel.secure(context);
  } catch (thrown) {
    channel.note(`TLS failed: ${thrown instanceof Error ? thrown.message : String(thrown)}`);
    channel.cut();
    return false;
  }
  around.trace.tell({ kind: 'tls', host: around.host, connection, version: channel.tlsVersion, verified: false });
  return true;
}
