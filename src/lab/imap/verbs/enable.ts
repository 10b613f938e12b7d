/** ENABLE. RFC 5161; RFC 7162 §3.1, §3.2.3: QRESYNC brings CONDSTORE with it. */
import { enableCondstore } from '../news.ts';
import { signedIn, type Verb } from '../verb.ts';

export const enable: Verb = {
  name: 'ENABLE',
  states: signedIn,
  async run(session, args) {
    const wanted: string[] = [];
    do {
      args.sp();
      wanted.push(args.atom().toUpperCase());
    } while (args.peek() === ' ');
    args.end();
    const before = new Set(session.enabled);
    const qresync = wanted.includes('QRESYNC');
    if (qresync) session.enabled.add('QRESYNC');
    if (qresync || wanted.includes('CONDSTORE')) enableCondstore(session);
    const fresh = (['CONDSTORE', 'QRESYNC'] as const).filter((each) => session.enabled.has(each) && !before.has(each));
    session.untagged(['ENABLED', ...fresh].join(' '));
    return 'Enabled';
  },
};
