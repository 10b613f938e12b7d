/** STARTTLS, RFC 3207. The handshake itself is in dialogue.ts; after it nothing of what was said before counts. */
import { fault } from '../faults.ts';
import { mistake } from '../replies.ts';
import type { Verb } from './verb.ts';

export const starttls: Verb = {
  name: 'STARTTLS',
  usage: 'STARTTLS',
  async run(session, argument) {
    if (argument !== '') return mistake(501, '5.5.4 STARTTLS stands alone');
    if (session.peer.tls !== null) return mistake(503, '5.5.1 TLS is on already');
    if (!session.mayStartTls()) return mistake(502, '5.5.1 No TLS here');
    const struck = await fault(session, 'smtp.starttls');
    if (struck !== null) return struck;
    return { code: 220, text: '2.0.0 Go ahead', next: 'handshake' };
  },
};
