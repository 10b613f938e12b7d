/** USER: the first half of signing in. Every name is taken: who exists is not told. RFC 1939 §7. */
import type { Verb } from '../verb.ts';

export const user: Verb = {
  name: 'USER',
  async run(session, argument) {
    const name = argument.trim();
    if (name === '') return session.err('a name, please');
    session.named = name;
    await session.ok('and the password?');
  },
};
