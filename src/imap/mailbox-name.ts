import { encodePath } from 'imapflow/lib/tools.js';
import { MailError } from '../base/errors.ts';
import { asImapFlow } from './flow.ts';
import type { Talk } from './talk.ts';

/** A folder's name as an argument: quoted, in modified UTF-7 (RFC 3501 §5.1.3) unless the server speaks UTF-8. */
export function mailbox(talk: Talk, path: string): { type: 'STRING'; value: string } {
  if (path === '' || /[\r\n\0]/.test(path))
    throw new MailError({ kind: 'bad-input', at: talk.state.step, reason: 'bad-value', advice: 'check-input' });
  return { type: 'STRING', value: encodePath(asImapFlow(talk.flow), path) };
}
