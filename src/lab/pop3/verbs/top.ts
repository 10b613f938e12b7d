/** TOP: the header, the empty line, and so many lines of the body. RFC 1939 §7. */
import { sendMessage } from '../send.ts';
import type { Verb } from '../verb.ts';
import { named, numbers } from './message.ts';

export const top: Verb = {
  name: 'TOP',
  async run(session, argument) {
    const given = await numbers(session, argument, 2);
    if (given === null) return;
    const [number = 0, lines = 0] = given;
    const one = await named(session, number);
    if (one !== null) await sendMessage(session, number, one.message, { what: `TOP ${lines}`, lines });
  },
};
