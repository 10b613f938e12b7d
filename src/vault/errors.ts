import { MailError } from '../base/errors.ts';

/** No such thing in this profile. */
export function notFound(at: string, what: string): MailError {
  return new MailError({ kind: 'bad-input', at, reason: 'not-found', advice: 'check-input', facts: { what } });
}
