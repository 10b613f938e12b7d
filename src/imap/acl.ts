/** SETACL and DELETEACL: who else may open a folder. RFC 4314. */
import { MailError } from '../base/errors.ts';
import { exec } from './flow.ts';
import { mailbox } from './mailbox-name.ts';
import type { Talk } from './talk.ts';
import type { May } from './types.ts';

/**
 * RFC 4314 §2.1. Read: look up, read, keep \Seen. Write: also other flags, insert, mark as deleted, expunge; not the folder itself (k, x)
 * nor its list (a). What RFC 2086 had as one letter, d, is t and e today; a server that tells no RIGHTS= has it still.
 */
const letters = { read: { now: 'lrs', before: 'lrs' }, write: { now: 'lrswite', before: 'lrswid' } } as const;

/** @see ImapSession.share */
export function shareFolder(talk: Talk, path: string, who: string, may: May): Promise<void> {
  return talk.ask('imap.setacl', async () => {
    const { flow } = talk;
    if (!flow.capabilities.has('ACL'))
      throw new MailError({
        kind: 'refused',
        at: 'imap.setacl',
        reason: 'acl-missing',
        advice: 'check-server',
        peer: talk.state.peer,
      });
    const subject = [mailbox(talk, path), identifier(who)];
    if (may === 'nothing') {
      await exec(flow, 'DELETEACL', subject);
      return;
    }
    const modern = [...flow.capabilities.keys()].some((name) => /^RIGHTS=/i.test(name));
    const rights = letters[may][modern ? 'now' : 'before'];
    await exec(flow, 'SETACL', [...subject, { type: 'STRING', value: rights }]);
  });
}

/** A name, in UTF-8. One that begins with `-` would take rights away (§2), which is another thing than to share. */
function identifier(who: string): unknown {
  if (who === '' || /^-|\p{Cc}/u.test(who))
    throw new MailError({ kind: 'bad-input', at: 'imap.setacl', reason: 'bad-value', advice: 'check-input' });
  return /^[ -~]*$/.test(who) ? { type: 'STRING', value: who } : { type: 'LITERAL', value: Buffer.from(who, 'utf8') };
}
