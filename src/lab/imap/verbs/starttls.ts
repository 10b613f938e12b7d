/** STARTTLS. RFC 3501 §6.2.1. */
import { bad } from '../refusal.ts';
import type { Verb } from '../verb.ts';

export const starttls: Verb = {
  name: 'STARTTLS',
  states: ['not-authenticated'],
  async run(session, args, tag) {
    args.end();
    const { channel, around } = session;
    if (channel.isSecure) throw bad('TLS is here already');
    if (around.secure() === null) throw bad('There is no TLS here');
    if (channel.isAhead) {
      // Said in clear by who knows whom, to be taken for something said inside TLS (CVE-2011-0411 and its kin).
      session.bye('Nothing may follow STARTTLS before the handshake');
      return '';
    }
    channel.write(`${tag} OK Begin the handshake now\r\n`);
    await session.connection.secure();
    return '';
  },
};
