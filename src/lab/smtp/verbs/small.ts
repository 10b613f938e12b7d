/** The verbs that move no mail: RSET, NOOP, VRFY, EXPN, HELP, QUIT; RFC 5321 §4.1.1.5 to §4.1.1.10. */
import { mistake } from '../replies.ts';
import type { Verb } from './verb.ts';

export const rset: Verb = {
  name: 'RSET',
  usage: 'RSET',
  run(session, argument) {
    if (argument !== '') return mistake(501, '5.5.4 RSET stands alone');
    session.forgetTransaction();
    return { code: 250, text: '2.0.0 Forgotten' };
  },
};

export const noop: Verb = { name: 'NOOP', usage: 'NOOP', run: () => ({ code: 250, text: '2.0.0 Still here' }) };

/** §7.3: who has a mailbox here is told to nobody who has no mail for it. */
export const vrfy: Verb = {
  name: 'VRFY',
  usage: 'VRFY name',
  run: (_, argument) =>
    argument === ''
      ? mistake(501, '5.5.4 VRFY whom?')
      : { code: 252, text: '2.5.2 That is not told; send the mail, and it will be tried' },
};

export const expn: Verb = {
  name: 'EXPN',
  usage: 'EXPN list',
  run: () => mistake(502, '5.5.1 Who is on a list is not told here'),
};

export const quit: Verb = {
  name: 'QUIT',
  usage: 'QUIT',
  run: (session, argument) =>
    argument === ''
      ? { code: 221, text: `2.0.0 ${session.host} says goodbye`, next: 'close' }
      : mistake(501, '5.5.4 QUIT stands alone'),
};
