import type { ImapOptions, ImapSession } from './types.ts';

/** Connects, secures, signs in. @throws MailError whose `at` names the step: net.connect, tls.…, imap.greeting, imap.starttls, imap.auth */
export function openImap(_o: ImapOptions): Promise<ImapSession> {
  return Promise.reject(new Error('not yet'));
}
