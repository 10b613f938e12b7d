/** APPEND. RFC 3501 §6.3.11, RFC 4315 §3. */
import { setTimeout as wait } from 'node:timers/promises';
import { readDateTime } from '../grammar/date-time.ts';
import { mayKeep, tidyFlags } from '../keywords.ts';
import { no } from '../refusal.ts';
import type { Session } from '../session.ts';
import { signedIn, type Verb } from '../verb.ts';
import { target } from './copy.ts';

export const append: Verb = {
  name: 'APPEND',
  states: signedIn,
  async run(session, args) {
    args.sp();
    const path = args.mailbox();
    args.sp();
    let flags: string[] = [];
    if (args.peek() === '(') {
      flags = tidyFlags(args.list(() => args.flag()));
      args.sp();
    }
    let internalDate: number | null = null;
    if (args.peek() === '"') {
      internalDate = readDateTime(args);
      args.sp();
    }
    const content = args.literal();
    args.end();
    const to = await target(session, path);
    await strike(session);
    const rights = session.rights(to);
    const stored = await to.mailbox.append(content, {
      flags: flags.filter((flag) => mayKeep(rights, flag)),
      ...(internalDate === null ? {} : { internalDate }),
    });
    return `[APPENDUID ${to.mailbox.uidValidity} ${stored.uid}] Appended`;
  },
};

async function strike(session: Session): Promise<void> {
  const fault = session.around.faults.at('imap.append', session.around.host, session.user);
  if (fault?.kind === 'delay') await wait(fault.ms, undefined, { ref: false });
  else if (fault?.kind === 'drop') session.channel.cutAfter(fault.afterOctets);
  else if (fault?.kind === 'refuse') throw no(fault.text);
  else if (fault?.kind === 'defer') throw no(fault.text, 'UNAVAILABLE');
  else if (fault?.kind === 'disk-full') throw no('The disk is full', 'UNAVAILABLE');
}
