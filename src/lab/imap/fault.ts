/** What the faults of the world do to a command: NO, for now or for good; its answer comes late, or the line breaks in it. */
import type { FaultEffect, FaultPoint } from '../../contract/lab/world.ts';
import { no } from './refusal.ts';
import type { Session } from './session.ts';

/** Gives what strikes, for what only the command itself can do. `user`: where nobody is signed in yet. @throws Refusal */
export async function strike(
  session: Session,
  point: FaultPoint,
  o: { readonly user?: string; readonly refusedAs?: string } = {},
): Promise<FaultEffect | null> {
  const { channel, around } = session;
  const fault = around.faults.at(point, around.host, o.user ?? session.user);
  if (fault?.kind === 'delay') await channel.pause(fault.ms);
  else if (fault?.kind === 'drop') channel.cutAfter(fault.afterOctets);
  else if (fault?.kind === 'dead-host') channel.cut();
  else if (fault?.kind === 'refuse') throw no(fault.text, o.refusedAs ?? null);
  else if (fault?.kind === 'defer') throw no(fault.text, 'UNAVAILABLE');
  else if (fault?.kind === 'disk-full') throw no('The disk is full', 'UNAVAILABLE');
  return fault;
}
