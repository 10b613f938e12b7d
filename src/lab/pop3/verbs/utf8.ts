/** UTF8: names and headers may be UTF-8. Mail goes out as it came in anyway. RFC 6856 §2. */
import type { Verb } from '../verb.ts';

export const utf8: Verb = {
  name: 'UTF8',
  run: (session) => session.ok('UTF-8 it is'),
};
