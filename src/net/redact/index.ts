import type { Protocol } from '../types.ts';
import { imapRedactor } from './imap.ts';
import { pop3Redactor } from './pop3.ts';
import { smtpRedactor } from './smtp.ts';
import type { Redactor, Tells } from './types.ts';

export type { Redactor, Tells } from './types.ts';

export function redactor(protocol: Protocol, tells: Tells): Redactor {
  return { imap: imapRedactor, pop3: pop3Redactor, smtp: smtpRedactor }[protocol](tells);
}
