/** MAIL, RFC 5321 §4.1.1.2: who sends, that is, where bounces go. Parameters: RFC 1870, 6152, 6531, 3461, 4954. */
import { fault } from '../faults.ts';
import { decodeXtext, readParameters } from '../parameters.ts';
import { readPath } from '../path.ts';
import { type Answer, mistake } from '../replies.ts';
import type { Session } from '../session.ts';
import type { Transaction } from '../transaction.ts';
import type { Verb } from './verb.ts';

export const mail: Verb = {
  name: 'MAIL',
  usage: 'MAIL FROM:<reverse-path> [SIZE= BODY= SMTPUTF8 RET= ENVID= AUTH=]',
  async run(session, argument) {
    const lacks = session.mayHandOver();
    if (lacks !== null) return lacks;
    const path = /^FROM:[ \t]*/i.exec(argument);
    if (path === null) return mistake(501, '5.5.4 It is written MAIL FROM:<reverse-path>');
    const from = readPath(argument.slice(path[0].length), { allowNull: true });
    if ('wrong' in from) return mistake(501, from.wrong);
    const transaction = begin(session, from.address, from.rest);
    if ('code' in transaction) return transaction;
    if (!from.ascii && !transaction.smtputf8) return { code: 553, text: '5.6.7 This address needs SMTPUTF8; RFC 6531' };
    const refused =
      (await fault(session, 'smtp.mail', from.address)) ?? (await session.policy.mail(session.peer, from.address));
    if (refused !== null) return refused;
    session.begin(transaction);
    return { code: 250, text: from.address === '' ? '2.1.0 A bounce then' : `2.1.0 From ${from.address}` };
  },
};

function begin(session: Session, reversePath: string, rest: string): Transaction | Answer {
  const parameters = readParameters(rest);
  if (typeof parameters === 'string') return mistake(501, parameters);
  let body: Transaction['body'] = '7bit';
  let ret: Transaction['ret'] = null;
  let envid: string | null = null;
  let smtputf8 = false;
  for (const [name, value] of parameters) {
    if (!session.peer.extended) return mistake(555, `5.5.4 ${name}: parameters need EHLO`);
    if (name === 'SIZE') {
      if (value === null || !/^\d{1,20}$/.test(value)) return mistake(501, '5.5.4 SIZE is a number of octets');
      // RFC 1870 §6.1: so nothing is sent in vain.
      if (Number(value) > session.policy.maxSize())
        return { code: 552, text: `5.3.4 At most ${session.policy.maxSize()} octets are taken here` };
    } else if (name === 'BODY') {
      const wanted = value?.toLowerCase();
      if (wanted !== '7bit' && wanted !== '8bitmime') return mistake(501, '5.5.4 BODY is 7BIT or 8BITMIME');
      body = wanted;
    } else if (name === 'SMTPUTF8') {
      if (value !== null) return mistake(501, '5.5.4 SMTPUTF8 has no value');
      smtputf8 = true;
    } else if (name === 'RET') {
      const wanted = value?.toLowerCase();
      if (wanted !== 'full' && wanted !== 'hdrs') return mistake(501, '5.5.4 RET is FULL or HDRS');
      ret = wanted;
    } else if (name === 'ENVID') {
      // RFC 3461 §4.4: at most 100 octets.
      envid = value === null || value.length > 100 ? null : decodeXtext(value);
      if (envid === null) return mistake(501, '5.5.4 ENVID is xtext of at most 100 octets');
    } else if (name === 'AUTH') {
      // RFC 4954 §5: who handed it in first; nobody here believes it, and that is allowed.
      if (value === null || (value !== '<>' && decodeXtext(value) === null))
        return mistake(501, '5.5.4 AUTH is xtext or <>');
    } else return mistake(555, `5.5.4 ${name} is not known here`);
  }
  return { reversePath, ret, envid, smtputf8, body, recipients: [], tried: 0 };
}
