/** STLS: from clear to TLS. RFC 2595 §4. */
import type { SecureContext } from 'node:tls';
import type { Session } from '../session.ts';
import type { Verb } from '../verb.ts';

export const stls: Verb = {
  name: 'STLS',
  async run(session) {
    const { channel, around } = session;
    const context = around.secure();
    if (channel.isSecure) return session.err('TLS is on already');
    if (context === null) return session.err('no TLS here');
    // What is sent ahead was said by nobody knows whom: it must not be taken for something said inside of TLS.
    if (channel.isAhead) {
      await session.err('nothing may be sent ahead of the handshake');
      session.end('refused');
      return;
    }
    await session.ok('begin the handshake');
    await startTls(session, context);
  },
};

/** After a failed handshake nothing can be said. */
export async function startTls(session: Session, context: SecureContext): Promise<boolean> {
  if (session.badTls) {
    session.channel.garble();
    return false;
  }
  try {
    const version = await session.channel.secure(context);
    const verified = session.around.world().hosts.find(({ name }) => name === session.around.host)?.tls === 'good';
    session.tell({ kind: 'tls', version, verified });
    session.named = null;
    return true;
  } catch {
    session.channel.cut('the handshake failed');
    return false;
  }
}
