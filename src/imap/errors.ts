/** What imapflow throws, as MailError. */
import { asMailError, type Kind, MailError, type MailErrorFields, type Reason } from '../base/errors.ts';

export interface ErrorContext {
  /** As `imap.fetch`. */
  readonly at: string;
  readonly peer: string;
  /** Why the connection ended, where that is known. */
  readonly ended: MailError | null;
}

/** imapflow's errors carry these beside the message. */
interface FlowError extends Error {
  code?: unknown;
  responseStatus?: unknown;
  responseText?: unknown;
  serverResponseCode?: unknown;
  authenticationFailed?: unknown;
  tlsFailed?: unknown;
  response?: unknown;
  reason?: unknown;
  mailboxMissing?: unknown;
  _err?: unknown;
}

const gone = new Set([
  'NoConnection',
  'EConnectionClosed',
  'StateLogout',
  'ClosedAfterConnectText',
  'ClosedAfterConnectTLS',
]);
const tooLong = new Set(['LineTooLarge', 'LiteralTooLarge', 'ResponseTooLarge', 'TooManyTokens', 'TooManyResponses']);

export function asImapError(thrown: unknown, context: ErrorContext): MailError {
  if (thrown instanceof MailError) return thrown;
  if (!(thrown instanceof Error)) return asMailError(thrown, context.at);
  const error = thrown as FlowError;
  if (error._err instanceof MailError) return error._err;
  const code = typeof error.code === 'string' ? error.code : '';
  const make = (kind: Kind, reason: Reason, advice: MailErrorFields['advice'], said?: string, at = context.at) =>
    new MailError({ kind, at, reason, advice, said, peer: context.peer }, thrown);

  if (code === 'STARTTLS_INJECTION')
    return make('untrusted', 'tls-early-data', 'check-security', undefined, 'tls.handshake');
  if (tooLong.has(code)) return make('broken-grammar', 'too-long', 'report');
  if (code === 'CONNECT_TIMEOUT' || code === 'GREETING_TIMEOUT' || code === 'ETIMEOUT' || code === 'UPGRADE_TIMEOUT')
    return make('unreachable', 'silent', 'retry-later');
  if (error.responseStatus === 'NO' || error.responseStatus === 'BAD') return refusal(error, context, make);
  if (gone.has(code)) {
    const ended = context.ended;
    if (ended) return rename(ended, context.at);
    return make(
      'unreachable',
      'closed',
      'retry-later',
      typeof error.reason === 'string' ? cut(`BYE ${error.reason}`) : undefined,
    );
  }
  if (error.tlsFailed === true) {
    // doSTARTTLS without an offer, after PREAUTH, or refused: nothing secret was sent.
    return make('untrusted', 'tls-not-offered', 'check-security', undefined, 'imap.starttls');
  }
  if (error.authenticationFailed === true || error.message === 'Unsupported authentication mechanism')
    return make('refused', 'mechanism-missing', 'check-security', undefined, 'imap.auth');
  if (code === 'UnexpectedTag' || code === 'MissingTag' || code === 'InvalidResponse' || code.startsWith('Parser'))
    return make('broken-grammar', 'broken-reply', 'report');
  if (code === 'ResponseProcessingFailed' || code === 'MAX_IMAP_NESTING_REACHED' || code === 'COMPRESS_TRAILING_DATA')
    return make('broken-grammar', 'broken-reply', 'report');
  if (code === 'NotFound' || code === 'NoMailboxSelected') return make('bad-input', 'not-found', 'check-input');
  if (code.startsWith('Invalid')) return make('bad-input', 'bad-value', 'check-input');
  if (code === 'Z_DATA_ERROR' || code === 'Z_BUF_ERROR') return make('broken-grammar', 'broken-reply', 'report');
  return asMailError(thrown, context.at);
}

/** RFC 5530 response codes that say: later. */
const later = new Set(['UNAVAILABLE', 'INUSE', 'LIMIT', 'SERVERBUG', 'CONTACTADMIN']);

function refusal(
  error: FlowError,
  context: ErrorContext,
  make: (kind: Kind, reason: Reason, advice: MailErrorFields['advice'], said?: string) => MailError,
): MailError {
  const said = saidBy(error);
  const code = codeOf(error);
  if (context.at === 'imap.auth' && error.responseStatus === 'NO') {
    if (later.has(code)) return make('refused', 'server-busy', 'retry-later', said);
    if (code === 'PRIVACYREQUIRED') return make('refused', 'mechanism-missing', 'check-security', said);
    return make('refused', 'password-refused', 'sign-in-again', said);
  }
  if (code === 'NONEXISTENT' || code === 'TRYCREATE' || error.mailboxMissing === true)
    return make('refused', 'not-found', 'check-input', said);
  if (code === 'INUSE' || code === 'UNAVAILABLE' || code === 'LIMIT')
    return make('refused', 'server-busy', 'retry-later', said);
  return make('refused', 'server-refused', 'report', said);
}

/** `NO [OVERQUOTA] Quota exceeded`, as the server said it, without the tag. */
function saidBy(error: FlowError): string {
  const code = codeOf(error);
  const text = typeof error.responseText === 'string' ? error.responseText : '';
  return cut([String(error.responseStatus), code && `[${code}]`, text].filter(Boolean).join(' '));
}

function codeOf(error: FlowError): string {
  if (typeof error.serverResponseCode === 'string') return error.serverResponseCode.toUpperCase();
  const response = error.response;
  if (typeof response !== 'object' || response === null || !('attributes' in response)) return '';
  const first: unknown = Array.isArray(response.attributes) ? response.attributes[0] : undefined;
  if (typeof first !== 'object' || first === null || !('section' in first) || !Array.isArray(first.section)) return '';
  const name: unknown = first.section[0];
  return typeof name === 'object' && name !== null && 'value' in name && typeof name.value === 'string'
    ? name.value.toUpperCase()
    : '';
}

/** The same failure, seen from another command. */
export function rename(error: MailError, at: string): MailError {
  return new MailError({ ...error.toValue(), at }, error);
}

/** One line, printable, at most 300 characters. */
export function cut(text: string): string {
  return text
    .replace(/[\p{Cc}]+/gu, ' ')
    .trim()
    .slice(0, 300);
}
