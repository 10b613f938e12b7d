/** PASS: the second half, right after USER. All after the space is the password. RFC 1939 §7. */
import { signIn } from '../sign-in.ts';
import type { Verb } from '../verb.ts';

export const pass: Verb = {
  name: 'PASS',
  async run(session, argument) {
    const name = session.named;
    session.named = null;
    if (name === null) return session.err('USER comes first');
    await signIn(session, 'USER', name, ({ password }) => password === argument);
  },
};
