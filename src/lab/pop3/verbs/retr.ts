/** RETR: a whole message. RFC 1939 §5. */
import { lieOf, suffer } from '../fault.ts';
import { sendMessage } from '../send.ts';
import type { Verb } from '../verb.ts';
import { theOne } from './message.ts';

export const retr: Verb = {
  name: 'RETR',
  async run(session, argument) {
    const one = await theOne(session, argument);
    if (one === null) return;
    const { number, message } = one;
    const effect = session.strike('pop3.retr');
    if (effect?.kind === 'expunge-during-fetch') await session.drop.mailbox.expunge([message.uid], 'lab');
    if (await suffer(session, effect)) return;
    await sendMessage(session, number, message, { what: 'RETR', said: message.size + lieOf(effect) });
  },
};
