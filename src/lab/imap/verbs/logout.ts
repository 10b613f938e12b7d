/** LOGOUT. RFC 3501 §6.1.3. */
import { anytime, type Verb } from '../verb.ts';

export const logout: Verb = {
  name: 'LOGOUT',
  states: anytime,
  async run(session, args) {
    args.end();
    session.leave();
    session.untagged('BYE Goodbye');
    session.state = 'logout';
    return 'Goodbye';
  },
};
