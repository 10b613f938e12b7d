import type { Protocol } from '../types.ts';
import { imapRedactor } from './imap.ts';
import { pop3Redactor } from './pop3.ts';
import { smtpRedactor } from './smtp.ts';
import type { Redactor, Tells } from './types.ts';

export type { Redactor, Tells } from './types.ts';

export function redactor(protocol: Protocol, tells: Tells): Redactor {
  const { line } = tells;
  return { imap: imapRedactor, pop3: pop3Redactor, smtp: smtpRedactor }[protocol]({
    command: tells.command,
    line: line && (({ who, text }) => line({ who, text: visible(text) })),
  });
}

/** A transcript is printed on terminals: what could steer one is shown as its picture (␛), never sent on. */
function visible(text: string): string {
  return text.replace(/\p{Cc}/gu, (one) => {
    const code = one.charCodeAt(0);
    return code < 0x20 ? String.fromCharCode(0x2400 + code) : '\uFFFD';
  });
}
