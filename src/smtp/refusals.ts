/** What a server's no means: RFC 5321 §4.2.3, RFC 3463, RFC 4954 §6. */
import { type Advice, MailError, type MailErrorFields, type Reason } from '../base/errors.ts';
import type { Reply } from './reply.ts';

/** A recipient's own answer. */
export interface Accepted {
  readonly address: string;
  readonly said: string;
}
export interface Refused extends Accepted {
  /** 5xx: trying again does not help. 4xx: it may. */
  readonly permanent: boolean;
}

/**
 * A submission that failed. The recipients' answers as far as they came: an accepted recipient has not got the message.
 * Where facts hold `taken: 'unknown'`, the whole message was handed over and its answer never came: the server may have taken it.
 */
export class SubmitError extends MailError {
  readonly recipients: { readonly accepted: readonly Accepted[]; readonly refused: readonly Refused[] };

  constructor(fields: MailErrorFields, recipients: SubmitError['recipients'], cause?: unknown) {
    super(fields, cause);
    this.name = 'SubmitError';
    this.recipients = recipients;
  }
}

export const isPermanent = (reply: Reply): boolean => reply.code >= 500;

/** The refusal of one command. `at` is `smtp.` and the command. */
export function refusal(at: string, reply: Reply, peer: string, facts: MailErrorFields['facts'] = {}): MailErrorFields {
  const [reason, advice] = meaning(at, reply);
  const permanent = isPermanent(reply) ? 1 : 0;
  return {
    kind: 'refused',
    at,
    reason,
    advice,
    said: reply.said,
    peer,
    facts: { ...facts, code: reply.code, permanent, ...(reply.enhanced ? { enhanced: reply.enhanced } : {}) },
  };
}

function meaning(at: string, reply: Reply): [Reason, Advice] {
  const { code, enhanced } = reply;
  // RFC 1870 §6.1 and .2; 5.3.4 and 5.2.3 say the same for a system and for a mailbox.
  if (code === 552 || enhanced === '5.3.4' || enhanced === '5.2.3') return ['message-too-large', 'check-input'];
  // RFC 4954 §6. Some servers say 535 4.7.0 for what a moment's waiting mends, but the password is worth a look first.
  if (at === 'smtp.auth') {
    if (code === 538 || code === 530) return ['server-refused', 'check-security'];
    if (code === 504) return ['mechanism-missing', 'check-server'];
    return code >= 500 ? ['password-refused', 'sign-in-again'] : ['server-busy', 'retry-later'];
  }
  if (code < 500) return ['server-busy', 'retry-later'];
  // RFC 4954 §6: 530, authentication required.
  if (code === 530) return ['server-refused', 'sign-in-again'];
  if (at === 'smtp.mail') return ['sender-refused', 'check-address'];
  if (at === 'smtp.rcpt') return ['recipient-refused', 'check-address'];
  if (at === 'smtp.data') return ['message-refused', 'check-input'];
  return ['server-refused', 'check-server'];
}
