/** A status line: its grammar, and what its refusal means. RFC 1939 §3, RFC 2449 §8, RFC 3206 */
import { type Advice, MailError, type Reason } from '../base/errors.ts';
import { decode, oneLine } from '../net/index.ts';

export interface Reply {
  readonly status: 'ok' | 'err' | 'challenge';
  /** The extended response code in upper case, as `IN-USE`, `SYS/TEMP`, `LOGIN-DELAY`. */
  readonly code: string | null;
  /** What follows the status. */
  readonly text: string;
  /** The whole line. */
  readonly line: string;
}

/** @returns null where the line is no reply of this protocol */
export function parseReply(bytes: Uint8Array): Reply | null {
  const line = decode(bytes);
  const found = /^(\+OK|-ERR|\+(?= |$))[ \t]*(.*)$/is.exec(line);
  if (!found) return null;
  const mark = found[1]?.toUpperCase();
  const text = found[2] ?? '';
  const code = /^\[([^\]\s]{1,100})\]/.exec(text)?.[1]?.toUpperCase() ?? null;
  return { status: mark === '+OK' ? 'ok' : mark === '-ERR' ? 'err' : 'challenge', code, text, line };
}

export interface RefusalContext {
  readonly at: string;
  readonly peer: string;
  /** Whether the refused step was about who we are. */
  readonly signIn: boolean;
  /** The server promised to mark refused passwords with [AUTH] (RFC 3206 §4), so that an unmarked refusal is another. */
  readonly marksPasswords: boolean;
  /** Must not appear in the error. */
  readonly secrets: readonly string[];
  readonly facts?: Readonly<Record<string, string | number>> | undefined;
}

export function refusal(reply: Reply, o: RefusalContext): MailError {
  const [reason, advice] = verdict(reply, o);
  return new MailError({
    kind: 'refused',
    at: o.at,
    reason,
    advice,
    said: without(o.secrets, oneLine(reply.line)),
    peer: o.peer,
    facts: o.facts,
  });
}

function verdict({ code, text }: Reply, o: RefusalContext): [Reason, Advice] {
  if (code === 'IN-USE') return ['mailbox-locked', 'close-other'];
  if (code === 'LOGIN-DELAY') return ['server-busy', 'retry-later'];
  if (code === 'SYS/TEMP') return ['server-busy', 'retry-later'];
  if (code?.startsWith('SYS/')) return ['server-refused', 'check-server'];
  if (!o.signIn) return ['server-refused', 'report'];
  // RFC 2595 §2.2 and every server in its own words: not like this, not in the clear.
  if (/\b(plaintext|cleartext|ssl|tls|unencrypted|insecure)\b/i.test(text))
    return ['mechanism-missing', 'check-security'];
  if (code === 'AUTH') return ['password-refused', 'sign-in-again'];
  // RFC 1939 §7, from before there were codes: "-ERR maildrop already locked", "-ERR unable to lock maildrop".
  if (/maildrop|mailbox|mail drop/i.test(text) && /\block|in use|\bbusy\b/i.test(text))
    return ['mailbox-locked', 'close-other'];
  return o.marksPasswords ? ['server-refused', 'retry-later'] : ['password-refused', 'sign-in-again'];
}

function without(secrets: readonly string[], words: string): string {
  return secrets.reduce((line, secret) => (secret.length > 0 ? line.replaceAll(secret, '***') : line), words);
}
