/** Which commands a machine said, read off its transcript. */
import type { WireLine } from '../../contract/wire.ts';

/** RFC 3501 §6: a tag, then the command, which may be one on UIDs. */
const imap = /^[A-Z0-9]+ ((?:UID )?[A-Z]+)\b/i;
/** RFC 1939 §3 and RFC 5321 §4.1: the command is the first word. What is no command goes on with one (a step of the sign-in, message data). */
const others: Readonly<Record<'pop3' | 'smtp', ReadonlySet<string>>> = {
  pop3: new Set('APOP AUTH CAPA DELE LANG LIST NOOP PASS QUIT RETR RSET STAT STLS TOP UIDL USER UTF8'.split(' ')),
  smtp: new Set('AUTH BDAT DATA EHLO HELO MAIL NOOP QUIT RCPT RSET STARTTLS VRFY'.split(' ')),
};

export function verbsOf(lines: readonly WireLine[]): Record<string, number> {
  const verbs: Record<string, number> = {};
  for (const line of lines) {
    const verb = line.who === 'C' ? verbOf(line) : null;
    if (verb !== null) verbs[verb] = (verbs[verb] ?? 0) + 1;
  }
  return verbs;
}

function verbOf({ protocol, text }: WireLine): string | null {
  if (protocol === 'imap') return imap.exec(text)?.[1]?.toUpperCase() ?? null;
  const word = (text.split(/\s/, 1)[0] ?? '').toUpperCase();
  return others[protocol].has(word) ? word : null;
}
