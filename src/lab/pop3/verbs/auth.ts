/** AUTH PLAIN, with the response in the same line or after `+`. RFC 5034, RFC 4616. */
import { readPlain } from '../grammar.ts';
import { LONGEST_LINE } from '../limits.ts';
import type { Session } from '../session.ts';
import { signIn } from '../sign-in.ts';
import type { Verb } from '../verb.ts';

export const auth: Verb = {
  name: 'AUTH',
  async run(session, argument) {
    const [mechanism = '', initial, ...rest] = argument.trim().split(/ +/);
    if (mechanism.toUpperCase() !== 'PLAIN') return session.err('of the SASL mechanisms I know PLAIN');
    if (rest.length > 0) return session.err('one response, please');
    const response = initial ?? (await ask(session));
    if (response === null) return;
    if (response === '*') return session.err('as you wish', 'AUTH');
    const read = readPlain(response === '=' ? '' : response);
    if (read === null) return session.err('that is no response of PLAIN', 'AUTH');
    // Acting for somebody else is not offered.
    const allowed = read.authorize === '' || read.authorize.toLowerCase() === read.user.toLowerCase();
    await signIn(session, 'PLAIN', read.user, ({ password }) => allowed && password === read.password);
  },
};

/** Null: nobody is there to answer. */
async function ask(session: Session): Promise<string | null> {
  await session.goOn();
  const line = await session.channel.line(LONGEST_LINE);
  return line === null ? null : line.toString('latin1').trim();
}
