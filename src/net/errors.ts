/** What Node, OpenSSL, imapflow and nodemailer call a failed connection, as MailError. */
import { type Advice, type Kind, MailError, type Reason } from '../base/errors.ts';
import { limits } from './limits.ts';

type Verdict = readonly [Kind, Reason, Advice];

const byCode: Readonly<Record<string, Verdict>> = {
  ENOTFOUND: ['unreachable', 'name-not-found', 'check-server'],
  ENODATA: ['unreachable', 'name-not-found', 'check-server'],
  EAI_AGAIN: ['unreachable', 'name-not-found', 'retry-later'], // the resolver is away: most often we are offline
  ECONNREFUSED: ['unreachable', 'connection-refused', 'check-server'],
  EHOSTUNREACH: ['unreachable', 'no-route', 'retry-later'],
  ENETUNREACH: ['unreachable', 'no-route', 'retry-later'],
  EHOSTDOWN: ['unreachable', 'no-route', 'retry-later'],
  ENETDOWN: ['unreachable', 'no-route', 'retry-later'],
  EADDRNOTAVAIL: ['unreachable', 'no-route', 'retry-later'],
  EINVAL: ['unreachable', 'no-route', 'check-server'], // a link-local address without a zone
  ECONNRESET: ['unreachable', 'reset', 'retry-later'],
  ECONNABORTED: ['unreachable', 'reset', 'retry-later'],
  EPIPE: ['unreachable', 'closed', 'retry-later'],
  ERR_STREAM_PREMATURE_CLOSE: ['unreachable', 'closed', 'retry-later'],
  ERR_STREAM_DESTROYED: ['unreachable', 'closed', 'retry-later'],
  ERR_STREAM_WRITE_AFTER_END: ['unreachable', 'closed', 'retry-later'],
  ABORT_ERR: ['unreachable', 'cancelled', 'retry-later'],
  // imapflow
  NoConnection: ['unreachable', 'closed', 'retry-later'],
  EConnectionClosed: ['unreachable', 'closed', 'retry-later'],
  CONNECT_TIMEOUT: ['unreachable', 'connect-timeout', 'retry-later'],
  GREETING_TIMEOUT: ['unreachable', 'silent', 'check-security'],
  UPGRADE_TIMEOUT: ['unreachable', 'silent', 'check-security'],
  SOCKET_TIMEOUT: ['unreachable', 'silent', 'retry-later'],
  ETIMEOUT: ['unreachable', 'silent', 'retry-later'],
  STARTTLS_INJECTION: ['untrusted', 'tls-early-data', 'check-security'],
  LineTooLarge: ['broken-grammar', 'too-long', 'report'],
  LiteralTooLarge: ['broken-grammar', 'too-long', 'report'],
  // nodemailer
  ECONNECTION: ['unreachable', 'closed', 'retry-later'],
  ETLS: ['untrusted', 'tls-failed', 'check-security'],
  EDNS: ['unreachable', 'name-not-found', 'check-server'],
};

/**
 * A failure of the connection as MailError; what is one already is given back as it is.
 * @param at where, as `net.connect`, `imap.read`
 * @param peer `host:port`
 */
export function asNetError(thrown: unknown, at: string, peer: string): MailError {
  if (thrown instanceof MailError) return thrown;
  const cause = causeOf(thrown);
  if (cause) return cause;
  const [kind, reason, advice] = verdictOf(thrown, at);
  // OpenSSL's message names its source files; its reason is the part that means something.
  const words = text(thrown, 'reason') ?? (thrown instanceof Error ? thrown.message : undefined);
  const said = words === undefined ? undefined : oneLine(words);
  return new MailError({ kind, at, reason, advice, peer, said }, thrown);
}

/** A MailError that a library has wrapped into an error of its own. */
function causeOf(thrown: unknown): MailError | null {
  for (let error = thrown, depth = 0; error instanceof Error && depth < 5; error = error.cause, depth++)
    if (error instanceof MailError) return error;
  return null;
}

function verdictOf(thrown: unknown, at: string): Verdict {
  for (const code of [text(thrown, 'timeoutType'), text(thrown, 'originalCode'), text(thrown, 'code')]) {
    if (!code) continue;
    if (code === 'ETIMEDOUT')
      return text(thrown, 'syscall') === 'connect' || at === 'net.connect'
        ? ['unreachable', 'connect-timeout', 'retry-later']
        : ['unreachable', 'silent', 'retry-later'];
    // Node's word for a peer that hung up during the handshake.
    if (code === 'ECONNRESET' && !text(thrown, 'syscall')) return ['unreachable', 'closed', 'retry-later'];
    if (code.startsWith('ERR_SSL_') || code.startsWith('ERR_TLS_') || code.startsWith('ERR_OSSL') || code === 'EPROTO')
      return ['untrusted', 'tls-failed', 'check-security'];
    const verdict = byCode[code];
    if (verdict) return verdict;
  }
  if (thrown instanceof Error && thrown.name === 'AbortError') return byCode.ABORT_ERR as Verdict;
  return ['bad-input', 'unexpected', 'report'];
}

export function closedError(at: string, peer: string, said?: string): MailError {
  return new MailError({ kind: 'unreachable', at, reason: 'closed', advice: 'retry-later', peer, said });
}

export function cancelledError(at: string, peer: string): MailError {
  return new MailError({ kind: 'unreachable', at, reason: 'cancelled', advice: 'retry-later', peer });
}

/** The peer's words fit for one line of a dialog: printable, and not without end. */
export function oneLine(words: string | Uint8Array): string {
  const raw = typeof words === 'string' ? words : decode(words.subarray(0, limits.said * 4));
  const line = raw
    .replace(/[\r\n\t]+/g, ' ')
    .replace(/[\p{Cc}\p{Cf}\u2028\u2029]/gu, '\uFFFD')
    .trim();
  return line.length > limits.said ? `${line.slice(0, limits.said)}…` : line;
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
/** UTF-8 where it is, else one character for each octet: nothing that a peer says is lost. */
export function decode(bytes: Uint8Array): string {
  try {
    return utf8.decode(bytes);
  } catch {
    return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');
  }
}

function text(thrown: unknown, field: string): string | undefined {
  const value = (thrown as Record<string, unknown> | null | undefined)?.[field];
  return typeof value === 'string' ? value : undefined;
}
