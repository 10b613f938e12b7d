/** RCPT, RFC 5321 §4.1.1.3: to whom; each one is answered for itself. Parameters: RFC 3461. */

import type { Envelope } from '../../queue/store.ts';
import { fault } from '../faults.ts';
import { type Notify, readNotify, readOriginal, readParameters } from '../parameters.ts';
import { readPath } from '../path.ts';
import { type Answer, mistake } from '../replies.ts';
import type { Session } from '../session.ts';
import { recipient, type Transaction } from '../transaction.ts';
import type { Verb } from './verb.ts';

export const rcpt: Verb = {
  name: 'RCPT',
  usage: 'RCPT TO:<forward-path> [NOTIFY= ORCPT=]',
  async run(session, argument) {
    const transaction = session.transaction;
    if (transaction === null) return mistake(503, '5.5.1 MAIL first');
    const path = /^TO:[ \t]*/i.exec(argument);
    if (path === null) return mistake(501, '5.5.4 It is written RCPT TO:<forward-path>');
    const to = readPath(argument.slice(path[0].length), { postmaster: session.ownDomain() });
    if ('wrong' in to) return mistake(501, to.wrong);
    const wishes = readWishes(session, to.rest);
    if ('code' in wishes) return wishes;
    if (!to.ascii && !transaction.smtputf8) return { code: 553, text: '5.6.7 This address needs SMTPUTF8; RFC 6531' };
    transaction.tried += 1;
    if (transaction.recipients.length >= session.limits.recipients)
      return {
        code: 452,
        text: `4.5.3 At most ${session.limits.recipients} recipients at once; send the rest after this`,
      };
    const refused =
      (await fault(session, 'smtp.rcpt', to.address)) ??
      (await session.policy.rcpt(session.peer, to.address, transaction.reversePath));
    if (refused !== null) return refused;
    add(transaction, recipient(to.address, wishes.original, wishes.notify));
    session.state = 'rcpt';
    return { code: 250, text: `2.1.5 To ${to.address}` };
  },
};

function readWishes(
  session: Session,
  rest: string,
): { original: string | null; notify: readonly Notify[] | null } | Answer {
  const parameters = readParameters(rest);
  if (typeof parameters === 'string') return mistake(501, parameters);
  let original: string | null = null;
  let notify: readonly Notify[] | null = null;
  for (const [name, value] of parameters) {
    if (!session.peer.extended) return mistake(555, `5.5.4 ${name}: parameters need EHLO`);
    if (name === 'NOTIFY') {
      notify = value === null ? null : readNotify(value);
      if (notify === null) return mistake(501, '5.5.4 NOTIFY is NEVER, or some of SUCCESS, FAILURE, DELAY');
    } else if (name === 'ORCPT') {
      // RFC 3461 §4.2: at most 500 octets.
      original = value === null || Buffer.byteLength(value) > 500 ? null : readOriginal(value);
      if (original === null) return mistake(501, '5.5.4 ORCPT is a type, a semicolon and an address in xtext');
    } else return mistake(555, `5.5.4 ${name} is not known here`);
  }
  return { original, notify };
}

/** The same one twice gets it once; the first wishes count. */
function add(transaction: Transaction, one: Envelope['recipients'][number]): void {
  if (!transaction.recipients.some(({ address }) => address === one.address)) transaction.recipients.push(one);
}
