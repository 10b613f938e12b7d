/** DATA, RFC 5321 §4.1.1.4: the message itself. Reading it is content.ts. */
import { fault } from '../faults.ts';
import { mistake } from '../replies.ts';
import type { Verb } from './verb.ts';

export const data: Verb = {
  name: 'DATA',
  usage: 'DATA',
  async run(session, argument) {
    if (argument !== '') return mistake(501, '5.5.4 DATA stands alone');
    const struck = await fault(session, 'smtp.data');
    if (struck !== null) return struck;
    return { code: 354, text: 'The message; it ends with a line that has only a dot', next: 'content' };
  },
};
