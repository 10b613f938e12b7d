/** UIDL: a name for each message that stays over sessions. RFC 1939 §7. */
import type { FaultEffect } from '../../../contract/lab/world.ts';
import { suffer } from '../fault.ts';
import type { Session } from '../session.ts';
import type { Verb } from '../verb.ts';
import { theOne } from './message.ts';

export const uidl: Verb = {
  name: 'UIDL',
  async run(session, argument) {
    const effect = session.strike('pop3.uidl');
    if (await suffer(session, effect)) return;
    if (effect?.kind === 'uidl-missing') return session.err('what is UIDL?');
    const told = (number: number, guid: string): string => `${number} ${idOf(session, effect, number, guid)}`;
    if (argument.trim() === '') {
      const lines = [...session.drop.all()].map(({ number, message }) => `${told(number, message.guid)}\r\n`);
      return session.ok('the names', `${lines.join('')}.\r\n`);
    }
    const one = await theOne(session, argument);
    if (one !== null) await session.ok(told(one.number, one.message.guid));
  },
};

function idOf(session: Session, effect: FaultEffect | null, number: number, guid: string): string {
  // Two by two the same name, as servers do that make it of the content.
  if (effect?.kind === 'uidl-duplicate') return session.drop.get(number - ((number + 1) % 2))?.guid ?? guid;
  // Another one in every session: as servers do after their index was lost.
  if (effect?.kind === 'uidl-changed') return `${session.timestamp.slice(1, 17)}.${guid}`.slice(0, 70);
  return guid;
}
