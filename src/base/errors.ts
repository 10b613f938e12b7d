/**
 * The one error that crosses the engine's layers: who refused what, in the peer's own words, and what helps.
 *
 * A layer that knows more than the one below wraps the error once; nobody turns it into a sentence before the view
 * (see contract/words), so that English and Japanese are written from the same facts.
 */

/** What kind of failure it is. It decides whether trying again can help. */
export type Kind =
  | 'broken-grammar' // the peer, or a file, said something that its own standard does not allow
  | 'refused' // the peer understood and said no
  | 'unreachable' // nothing answered, or it stopped answering
  | 'untrusted' // the peer could not prove who it is
  | 'not-stored' // the disk, the vault or the keychain did not take it
  | 'bad-input'; // what the user or the caller gave cannot be used

/** What helps. The view turns it into a button or a sentence. */
export type Advice =
  | 'retry-later'
  | 'sign-in-again'
  | 'check-address'
  | 'check-server'
  | 'check-security'
  | 'check-certificate'
  | 'free-space'
  | 'close-other'
  | 'update-app'
  | 'check-input'
  | 'report';

/** The exact case; each has one sentence in every language (contract/words). */
export const reasons = [
  'name-not-found', // DNS knows no such host
  'connection-refused', // the host answers, that port does not
  'no-route',
  'connect-timeout',
  'silent', // connected, then nothing was said in time
  'closed', // the peer closed the connection in the middle
  'reset',
  'not-this-protocol', // the greeting is not one of the protocol
  'broken-reply', // a reply that the protocol's grammar does not allow
  'too-long', // a line, literal or message over our limit
  'tls-not-offered', // STARTTLS was asked for and is not there; nothing secret was sent
  'tls-failed', // the handshake itself broke
  'tls-early-data', // bytes arrived between STARTTLS and the handshake
  'certificate-expired',
  'certificate-not-yet-valid',
  'certificate-self-signed',
  'certificate-unknown-issuer',
  'certificate-wrong-host',
  'certificate-changed', // pinned, and another one is shown now
  'password-refused',
  'password-missing',
  'mechanism-missing', // no sign-in method in common
  'server-refused', // any other refusal, in the peer's words
  'server-busy', // a refusal that says: later
  'mailbox-locked', // POP3 [IN-USE]
  'sender-refused',
  'recipient-refused',
  'message-refused',
  'message-too-large',
  'pop3-no-search', // RFC 1939 has no command that looks for mail
  'pop3-no-sharing', // a maildrop belongs to one user
  'acl-missing', // the server has no RFC 4314
  'shared-with-oneself',
  'flag-not-kept', // the server does not let this user keep it in this folder: RFC 3501 §7.1, PERMANENTFLAGS
  'disk-full',
  'disk-failed',
  'vault-locked', // another process has the profile open
  'vault-damaged',
  'vault-newer', // written by a later version of the app
  'lab-locked', // another process runs a lab in that folder
  'lab-off', // it was not started
  'lab-world', // its world is not sound
  'lab-no-address', // no part of 127.0.0.0/8 is free for its hosts
  'too-few-mailboxes', // an experiment needs more of them at once than there are
  'mailbox-not-empty', // the comparison works in mailboxes that nobody uses
  'would-delete-foreign', // a POP3 machine deletes whatever lies on the server
  'folder-not-ours', // the experiment would work in a folder that was there before it
  'left-behind', // mails of the comparison that the server did not remove
  'keychain-missing',
  'not-found', // no such account, folder, message, part
  'no-such-file', // named by the person, and not there
  'bad-address',
  'bad-value',
  'too-deep', // a mail nested beyond our limit
  'cancelled',
  'unexpected', // a fault of ours
] as const;
export type Reason = (typeof reasons)[number];

export interface MailErrorFields {
  readonly kind: Kind;
  /** Where: protocol and verb, as `pop3.pass`, `tls.verify`, `vault.open`. */
  readonly at: string;
  readonly reason: Reason;
  readonly advice: Advice;
  /** The peer's own words, one line, secrets removed. */
  readonly said?: string | undefined;
  /** `host:port` of the peer. */
  readonly peer?: string | undefined;
  /** What the sentence needs beside: names, numbers, fingerprints. */
  readonly facts?: Readonly<Record<string, string | number>> | undefined;
}

/** The same as plain data: how an error crosses the contract and lies in the vault. */
export type ErrorValue = MailErrorFields;

export class MailError extends Error implements MailErrorFields {
  readonly kind: Kind;
  readonly at: string;
  readonly reason: Reason;
  readonly advice: Advice;
  readonly said: string | undefined;
  readonly peer: string | undefined;
  readonly facts: Readonly<Record<string, string | number>> | undefined;

  constructor(fields: MailErrorFields, cause?: unknown) {
    super(
      [fields.at, fields.reason, fields.said].filter(Boolean).join(': '),
      cause === undefined ? undefined : { cause },
    );
    this.name = 'MailError';
    this.kind = fields.kind;
    this.at = fields.at;
    this.reason = fields.reason;
    this.advice = fields.advice;
    this.said = fields.said;
    this.peer = fields.peer;
    this.facts = fields.facts;
  }

  /** Plain data for the wire and the vault; leaves out what is not known. */
  toValue(): ErrorValue {
    const { kind, at, reason, advice, said, peer, facts } = this;
    return {
      kind,
      at,
      reason,
      advice,
      ...(said === undefined ? {} : { said }),
      ...(peer === undefined ? {} : { peer }),
      ...(facts === undefined ? {} : { facts }),
    };
  }
}

const noSpace: ReadonlySet<string> = new Set(['ENOSPC', 'EDQUOT', 'SQLITE_FULL', 'SQLITE_IOERR_SHMSIZE']);
const damage: ReadonlySet<string> = new Set(['SQLITE_CORRUPT', 'SQLITE_NOTADB']);
const diskFailures: ReadonlySet<string> = new Set([
  'EIO',
  'EROFS',
  'EACCES',
  'EPERM',
  'ENOTDIR',
  'SQLITE_CANTOPEN',
  'SQLITE_READONLY',
]);

/** Any thrown thing as a MailError: what is not one yet is a fault of ours, named as such. */
export function asMailError(thrown: unknown, at: string): MailError {
  if (thrown instanceof MailError) return thrown;
  const code = codeOf(thrown);
  if (code !== undefined && noSpace.has(code))
    return new MailError({ kind: 'not-stored', at, reason: 'disk-full', advice: 'free-space' }, thrown);
  if (code !== undefined && damage.has(code))
    return new MailError(
      { kind: 'not-stored', at, reason: 'vault-damaged', advice: 'report', said: messageOf(thrown) },
      thrown,
    );
  if (code !== undefined && (diskFailures.has(code) || code.startsWith('SQLITE_IOERR')))
    return new MailError(
      { kind: 'not-stored', at, reason: 'disk-failed', advice: 'report', said: messageOf(thrown) },
      thrown,
    );
  return new MailError(
    { kind: 'bad-input', at, reason: 'unexpected', advice: 'report', said: messageOf(thrown) },
    thrown,
  );
}

function codeOf(thrown: unknown): string | undefined {
  return thrown instanceof Error && 'code' in thrown && typeof thrown.code === 'string' ? thrown.code : undefined;
}

function messageOf(thrown: unknown): string {
  return thrown instanceof Error ? thrown.message : String(thrown);
}
