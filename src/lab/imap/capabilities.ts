/** What the server can, at this moment of the conversation. RFC 3501 §6.1.1. */
import type { Session } from './session.ts';

/** LITERAL+ takes what LITERAL- would; RFC 7888 §5: never both. */
const before = ['IMAP4rev1', 'SASL-IR', 'LITERAL+', 'ID', 'ENABLE', 'IDLE'];
const after = [
  ...['UIDPLUS', 'MOVE', 'NAMESPACE', 'CHILDREN', 'UNSELECT', 'SPECIAL-USE', 'CREATE-SPECIAL-USE'],
  ...['LIST-EXTENDED', 'LIST-STATUS', 'STATUS=SIZE', 'CONDSTORE', 'QRESYNC', 'ESEARCH', 'SEARCHRES', 'WITHIN'],
  ...['ACL', 'RIGHTS=texk', 'QUOTA'],
];

export function capabilities(session: Session): string {
  const list = [...before];
  if (session.user === '') {
    if (!session.channel.isSecure && session.around.secure() !== null) list.push('STARTTLS');
    list.push('AUTH=PLAIN');
  } else {
    list.push(...after);
    if (!session.channel.isCompressed) list.push('COMPRESS=DEFLATE');
  }
  return list.join(' ');
}
