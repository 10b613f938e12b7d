/** CAPA: what is offered, now. RFC 2449 §5. */
import type { Fault } from '../../../contract/lab/world.ts';
import type { Session } from '../session.ts';
import type { Verb } from '../verb.ts';

export const capa: Verb = {
  name: 'CAPA',
  async run(session) {
    await session.ok('what I can do', `${capabilities(session).join('\r\n')}\r\n.\r\n`);
  },
};

function capabilities(session: Session): string[] {
  const { channel, around } = session;
  return [
    'TOP',
    ...(lacksUidl(session) ? [] : ['UIDL']),
    // In clear too, as mail was: the lab shows what a listener gets to see.
    'USER',
    'SASL PLAIN',
    'RESP-CODES',
    'AUTH-RESP-CODE',
    'PIPELINING',
    'EXPIRE NEVER',
    'UTF8 USER',
    ...(session.state === 'authorization' && !channel.isSecure && around.secure() !== null ? ['STLS'] : []),
    'IMPLEMENTATION Tegami-lab',
  ];
}

/** Looked at and not counted: it strikes when UIDL is asked for. */
function lacksUidl({ around, user }: Session): boolean {
  const now = around.clock.now();
  const applies = (fault: Fault): boolean =>
    fault.point === 'pop3.uidl' &&
    fault.effect.kind === 'uidl-missing' &&
    (fault.host === undefined || fault.host === around.host) &&
    (fault.address === undefined || fault.address.toLowerCase() === user) &&
    now >= (fault.from ?? now) &&
    now < (fault.until ?? Number.POSITIVE_INFINITY);
  return around.world().faults.some(applies);
}
