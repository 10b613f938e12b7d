/** STLS: from clear to TLS. RFC 2595 §4. */
import type { Verb } from '../verb.ts';

export const stls: Verb = {
  name: 'STLS',
  async run(session) {
    const { channel, around } = session;
    if (channel.isSecure) return session.err('TLS is on already');
    if (around.secure() === null) return session.err('no TLS here');
    // What is sent ahead was said by nobody knows whom: it must not be taken for something said inside of TLS.
    if (channel.isAhead) {
      await session.err('nothing may be sent ahead of the handshake');
      session.end('refused');
      return;
    }
    await session.ok('begin the handshake');
    if ((await session.connection.secure()) !== null) session.named = null;
  },
};
