/** APPEND. RFC 3501 §6.3.11, RFC 4315 §3. */
import { strike } from '../fault.ts';
import { readDateTime } from '../grammar/date-time.ts';
import { mayKeep, tidyFlags } from '../keywords.ts';
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
    await strike(session, 'imap.append');
    const rights = session.rights(to);
    const stored = await to.mailbox.append(content, {
      flags: flags.filter((flag) => mayKeep(rights, flag)),
      ...(internalDate === null ? {} : { internalDate }),
    });
    return `[APPENDUID ${to.mailbox.uidValidity} ${stored.uid}] Appended`;
  },
};
