/** EHLO and HELO, RFC 5321 §4.1.1.1: who calls, and what is offered. Both end a transaction, §4.1.4. */
import { fault } from '../faults.ts';
import { isHelloName } from '../grammar.ts';
import { type Answer, mistake } from '../replies.ts';
import type { Session } from '../session.ts';
import type { Verb } from './verb.ts';

export const ehlo: Verb = { name: 'EHLO', usage: 'EHLO name', run: (session, name) => hello(session, name, true) };
export const helo: Verb = { name: 'HELO', usage: 'HELO name', run: (session, name) => hello(session, name, false) };

async function hello(session: Session, name: string, extended: boolean): Promise<Answer> {
  if (!isHelloName(name)) return mistake(501, '5.5.4 Say your name, as EHLO host.example');
  const struck = await fault(session, 'smtp.ehlo');
  if (struck !== null) return struck;
  session.forgetTransaction();
  session.hello(name, extended);
  const greeting = `${session.host} greets ${name}`;
  return { code: 250, text: extended ? [greeting, ...offers(session)] : greeting };
}

function offers(session: Session): string[] {
  return [
    'PIPELINING',
    `SIZE ${session.policy.maxSize()}`,
    '8BITMIME',
    'SMTPUTF8',
    'DSN',
    'ENHANCEDSTATUSCODES',
    'CHUNKING',
    ...(session.mayStartTls() ? ['STARTTLS'] : []),
    ...(session.mayAuth() ? ['AUTH PLAIN LOGIN'] : []),
    'HELP',
  ];
}
