/** STAT: how many messages, how many octets. RFC 1939 §5. */
import { lieOf, suffer } from '../fault.ts';
import type { Verb } from '../verb.ts';

export const stat: Verb = {
  name: 'STAT',
  async run(session) {
    const effect = session.strike('pop3.stat');
    if (await suffer(session, effect)) return;
    const { messages, octets } = session.drop.count();
    await session.ok(`${messages} ${Math.max(0, octets + lieOf(effect))}`);
  },
};
