/** NAMESPACE. RFC 2342. */
import { signedIn, type Verb } from '../verb.ts';
import { NEWS, OTHERS } from './prefixes.ts';

export const namespace: Verb = {
  name: 'NAMESPACE',
  states: signedIn,
  async run(session, args) {
    args.end();
    session.untagged(`NAMESPACE (("" "/")) (("${OTHERS}/" "/")) (("${NEWS}/" "/"))`);
    return 'Namespaces';
  },
};
