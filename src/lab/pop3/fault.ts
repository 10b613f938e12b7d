/** What the faults of the world do that are the same at every point: refuse, come again, come late, break off. */
import type { FaultEffect } from '../../contract/lab/world.ts';
import type { Session } from './session.ts';

/** True: that was the answer already, nothing more is said. False: go on (later, or until the line breaks). */
export async function suffer(session: Session, effect: FaultEffect | null): Promise<boolean> {
  switch (effect?.kind) {
    case 'refuse':
      await session.err(effect.text);
      return true;
    case 'defer':
      await session.err(effect.text, 'SYS/TEMP');
      return true;
    case 'disk-full':
      await session.err('the disk is full', 'SYS/TEMP');
      return true;
    case 'dead-host':
      session.channel.cut('the host is dead: a fault');
      return true;
    case 'delay':
      await session.channel.pause(effect.ms);
      return !session.channel.isOpen;
    case 'drop':
      session.channel.cutAfter(effect.afterOctets);
      return !session.channel.isOpen;
    default:
      return false;
  }
}

export const lieOf = (effect: FaultEffect | null): number => (effect?.kind === 'lying-size' ? effect.by : 0);
