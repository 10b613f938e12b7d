/** Which verbs may follow which, RFC 5321 §4.1.4. */
import { type Answer, mistake } from './replies.ts';

/** `refused`: greeted with 554; `greeted`: no EHLO yet; `ready`: no transaction; `mail`: MAIL, no recipient; `rcpt`: with one; `chunks`: after the first BDAT. */
export type State = 'refused' | 'greeted' | 'ready' | 'mail' | 'rcpt' | 'chunks';

const always = ['EHLO', 'HELO', 'NOOP', 'HELP', 'RSET', 'VRFY', 'EXPN', 'QUIT'];
export const allowed: Readonly<Record<State, ReadonlySet<string>>> = {
  // §3.1: after 554 everything but QUIT is 503.
  refused: new Set(['QUIT']),
  greeted: new Set(always),
  ready: new Set([...always, 'STARTTLS', 'AUTH', 'MAIL']),
  mail: new Set([...always, 'RCPT']),
  rcpt: new Set([...always, 'RCPT', 'DATA', 'BDAT']),
  chunks: new Set([...always, 'BDAT']),
};

/** Why not now. `tried`: recipients were given, and all were refused. */
export function outOfOrder(state: State, verb: string, tried: boolean): Answer {
  if (state === 'refused') return mistake(503, '5.5.1 Only QUIT, after that greeting');
  if (state === 'greeted') return mistake(503, '5.5.1 EHLO first');
  if (state === 'ready') return mistake(503, '5.5.1 MAIL first');
  // RFC 2920 §3.1: a pipelining client cannot know; it is no mistake of its.
  if (state === 'mail' && tried && (verb === 'DATA' || verb === 'BDAT'))
    return { code: 554, text: '5.5.1 No valid recipients' };
  if (state === 'mail' && (verb === 'DATA' || verb === 'BDAT')) return mistake(503, '5.5.1 RCPT first');
  if (state === 'chunks') return mistake(503, '5.5.1 Only BDAT until its LAST, or RSET; RFC 3030');
  return mistake(503, `5.5.1 No ${verb} within a transaction; end it or say RSET`);
}
