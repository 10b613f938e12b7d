/** An SMTP server of the lab: an exchanger's port 25, or a submission server (RFC 6409) in clear with STARTTLS or inside TLS (RFC 8314). */
import type { Around, Listening } from '../around.ts';
import { serveLines } from '../line/serve.ts';
import type { Place } from '../places/places.ts';
import { converse } from './dialogue.ts';
import { Greylist } from './greylist.ts';
import { type SmtpServerLimits, limits as usual } from './limits.ts';
import type { SmtpPolicy } from './policy.ts';
import { type Kind, Session, type Shared } from './session.ts';

export interface SmtpServing {
  readonly bind: Place;
  readonly kind: Kind;
  readonly policy: SmtpPolicy;
  /** Others than usual. */
  readonly limits?: Partial<SmtpServerLimits>;
}

/** @throws MailError bad-value for an address that is not of this machine alone; what listening fails with */
export function serveSmtp(around: Around, { bind, kind, policy, ...o }: SmtpServing): Promise<Listening> {
  const limits = { ...usual, ...o.limits };
  const greylist = new Greylist(() => around.clock.now(), limits.triplets);
  const shared: Shared = { kind, policy, limits, greylist };
  return serveLines(around, {
    bind,
    protocol: kind === 'mx' ? 'smtp' : 'submission',
    implicitTls: kind === 'submissions',
    encoding: 'utf8',
    limits,
    converse: (connection, full) => converse(new Session(shared, connection), full),
  });
}
