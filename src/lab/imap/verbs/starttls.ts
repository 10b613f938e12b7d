/** STARTTLS. RFC 3501 §6.2.1. */
import { handshake } from '../handshake.ts';
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
    if (channel.input.waiting > 0) {
      // Said in clear by who knows whom, to be taken for something said inside TLS (CVE-2011-0411 and its kin).
      channel.input.discard();
      session.untagged('BYE Nothing may follow STARTTLS before the handshake');
      session.state = 'logout';
      return '';
    }
    channel.write(`${tag} OK Begin the handshake now\r\n`);
    if (!(await handshake(around, channel, session.connection))) session.state = 'logout';
    return '';
  },
};
