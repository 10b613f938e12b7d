/** What goes wrong in the spool, in IMAP's words. RFC 5530. */
import { MailError } from '../../base/errors.ts';
import { no, Refusal } from './refusal.ts';

export function refusalOf(thrown: unknown): Refusal {
  if (thrown instanceof Refusal) return thrown;
  if (!(thrown instanceof MailError)) return no('A fault of ours', 'SERVERBUG');
  const said = thrown.said ?? '';
  switch (thrown.reason) {
    case 'message-refused':
    case 'message-too-large':
      return no(said === '' ? 'Refused' : said, /quota/i.test(said) ? 'OVERQUOTA' : 'LIMIT');
    case 'not-found':
      return no(said === '' ? 'It is not there (any more)' : said, 'NONEXISTENT');
    case 'bad-value':
    case 'bad-address':
      return no(
        said === '' ? 'That name cannot be' : said,
        /exists|is there|already/i.test(said) ? 'ALREADYEXISTS' : 'CANNOT',
      );
    case 'disk-full':
      return no('The disk is full', 'UNAVAILABLE');
    case 'disk-failed':
      return no('The disk has failed', 'UNAVAILABLE');
    default:
      return no(said === '' ? thrown.reason : said, 'SERVERBUG');
  }
}
