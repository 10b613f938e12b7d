/** What the faults of the world do to a conversation. */
import type { FaultEffect, FaultPoint } from '../../contract/lab/world.ts';
import type { Answer } from './replies.ts';
import type { Session } from './session.ts';

/** What strikes at this point, if anything does: an answer in place of the right one. Null: go on. */
export async function fault(session: Session, point: FaultPoint, about?: string): Promise<Answer | null> {
  const effect = effectAt(session, point, about);
  return effect === null ? null : suffer(session, effect, about);
}

export function effectAt(session: Session, point: FaultPoint, about?: string | readonly string[]): FaultEffect | null {
  return session.connection.around.faults.at(point, session.host, about);
}

export async function suffer(session: Session, effect: FaultEffect, about = ''): Promise<Answer | null> {
  switch (effect.kind) {
    case 'refuse':
    case 'defer':
      return { code: effect.code, text: effect.text };
    case 'disk-full':
      return { code: 452, text: '4.3.1 No space left on this disk' };
    case 'delay':
      await session.channel.pause(effect.ms);
      return null;
    case 'drop':
      session.cutAfter = effect.afterOctets;
      return null;
    case 'dead-host':
      session.cutAfter = 0;
      return null;
    case 'bad-tls':
      session.connection.spoilsTls = true;
      return null;
    case 'greylist':
      return greylisted(session, about, effect.seconds);
    default:
      return null;
  }
}

function greylisted({ shared, peer, transaction }: Session, recipient: string, seconds: number): Answer | null {
  const wait = shared.greylist.wait([peer.address, transaction?.reversePath ?? '', recipient], seconds);
  return wait === 0
    ? null
    : { code: 450, text: `4.7.1 Greylisted: come again in ${Math.ceil(wait / 1000)} seconds; RFC 6647` };
}
