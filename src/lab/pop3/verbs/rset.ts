/** RSET: what was marked is not. RFC 1939 §5. */
import type { Verb } from '../verb.ts';

export const rset: Verb = {
  name: 'RSET',
  async run(session) {
    session.drop.reset();
    const { messages, octets } = session.drop.count();
    await session.ok(`maildrop has ${messages} messages (${octets} octets)`);
  },
};
