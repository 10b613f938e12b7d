/** CAPABILITY. RFC 3501 §6.1.1. */
import { capabilities } from '../capabilities.ts';
import { anytime, type Verb } from '../verb.ts';

export const capability: Verb = {
  name: 'CAPABILITY',
  states: anytime,
  async run(session, args) {
    args.end();
    session.untagged(`CAPABILITY ${capabilities(session)}`);
    return 'That is all';
  },
};
