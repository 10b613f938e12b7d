/** APOP: the password itself is not sent, but a digest over it and the greeting's timestamp. RFC 1939 §7. */
import { createHash } from 'node:crypto';
import { signIn } from '../sign-in.ts';
import type { Verb } from '../verb.ts';

export const apop: Verb = {
  name: 'APOP',
  async run(session, argument) {
    const found = /^(\S+) ([0-9a-fA-F]{32})$/.exec(argument.trim());
    if (found === null) return session.err('a name and a digest of 32 hex digits, please');
    const [, name = '', digest = ''] = found;
    await signIn(session, 'APOP', name, ({ password }) => {
      const right = createHash('md5').update(session.timestamp).update(password).digest('hex');
      return right === digest.toLowerCase();
    });
  },
};
