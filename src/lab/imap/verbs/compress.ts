/** COMPRESS DEFLATE. RFC 4978. */
import { bad, no } from '../refusal.ts';
import { signedIn, type Verb } from '../verb.ts';

export const compress: Verb = {
  name: 'COMPRESS',
  states: signedIn,
  async run(session, args, tag) {
    args.sp();
    const algorithm = args.atom().toUpperCase();
    args.end();
    const { channel } = session;
    if (channel.isCompressed) throw no('It is compressed already', 'COMPRESSIONACTIVE');
    if (algorithm !== 'DEFLATE') throw no('Only DEFLATE is here', 'CANNOT');
    if (channel.isAhead) throw bad('Nothing may follow COMPRESS before its answer');
    channel.write(`${tag} OK Compressed from here on\r\n`);
    channel.compress();
    return '';
  },
};
