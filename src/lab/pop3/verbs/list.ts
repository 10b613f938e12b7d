/** LIST: the size of each message, or of one. RFC 1939 §5. */
import { lieOf, suffer } from '../fault.ts';
import type { Verb } from '../verb.ts';
import { theOne } from './message.ts';

export const list: Verb = {
  name: 'LIST',
  async run(session, argument) {
    const effect = session.strike('pop3.list');
    if (await suffer(session, effect)) return;
    const told = (size: number): number => Math.max(0, size + lieOf(effect));
    if (argument.trim() === '') {
      const { messages, octets } = session.drop.count();
      const lines = [...session.drop.all()].map(({ number, message }) => `${number} ${told(message.size)}\r\n`);
      return session.ok(`${messages} messages (${octets} octets)`, `${lines.join('')}.\r\n`);
    }
    const one = await theOne(session, argument);
    if (one !== null) await session.ok(`${one.number} ${told(one.message.size)}`);
  },
};
