/** Which SASL mechanism is used, and how. */
import { MailError } from '../base/errors.ts';
import type { Offer } from './ehlo.ts';

export type Mechanism = 'PLAIN' | 'LOGIN' | 'CRAM-MD5' | 'XOAUTH2';

/**
 * Inside TLS the plain ones, which every server gets right; in clear the one that does not show the password. A token is given
 * by XOAUTH2 only.
 * @throws MailError `mechanism-missing`; nothing was sent
 */
export function chooseMechanism(offer: Offer, o: { token: boolean; secure: boolean; peer: string }): Mechanism {
  const wanted: readonly Mechanism[] = o.token
    ? ['XOAUTH2']
    : o.secure
      ? ['PLAIN', 'LOGIN', 'CRAM-MD5']
      : ['CRAM-MD5', 'PLAIN', 'LOGIN'];
  const found = wanted.find((mechanism) => offer.mechanisms.includes(mechanism));
  if (found) return found;
  throw new MailError({
    kind: 'refused',
    at: 'smtp.auth',
    reason: 'mechanism-missing',
    // Servers that offer AUTH inside TLS only say nothing of it before.
    advice: o.secure ? 'check-server' : 'check-security',
    peer: o.peer,
    facts: { offered: offer.mechanisms.join(' '), wanted: wanted.join(' ') },
  });
}

/** Google's and Microsoft's XOAUTH2: the initial response, base64. */
export function xoauth2(user: string, token: string): string {
  return Buffer.from(`user=${user}\x01auth=Bearer ${token}\x01\x01`, 'utf8').toString('base64');
}
