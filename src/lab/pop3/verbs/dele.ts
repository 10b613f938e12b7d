/** DELE: marked, and removed at QUIT only. RFC 1939 §5. */
import type { Verb } from '../verb.ts';
import { theOne } from './message.ts';

export const dele: Verb = {
  name: 'DELE',
  async run(session, argument) {
    const one = await theOne(session, argument);
    if (one === null) return;
    session.drop.mark(one.number);
    await session.ok(`message ${one.number} goes when you quit`);
  },
};
