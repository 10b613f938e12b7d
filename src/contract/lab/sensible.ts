/**
 * Which effect of a fault means something at which point: what a server can do there. A world with another one is refused, and an
 * editor offers these only.
 */
import type { FaultEffect, FaultPoint } from './world.ts';

type Kind = FaultEffect['kind'];

const answered: readonly Kind[] = ['refuse', 'defer', 'delay', 'drop'];
/** A host that is dead says nothing on any line; one of these points is named so that the world tells which service is meant to be missed. */
const connecting: readonly Kind[] = [...answered, 'dead-host', 'bad-tls'];
const storing: readonly Kind[] = [...answered, 'disk-full'];

export const sensible: Readonly<Record<FaultPoint, readonly Kind[]>> = {
  'dns.answer': [...answered, 'dead-host', 'servfail'],
  'smtp.connect': connecting,
  'smtp.greeting': answered,
  'smtp.ehlo': answered,
  'smtp.starttls': [...answered, 'bad-tls'],
  'smtp.auth': answered,
  'smtp.mail': storing,
  // RFC 6647 §2.1: here the triplet is known.
  'smtp.rcpt': [...storing, 'greylist'],
  'smtp.data': storing,
  'smtp.content': storing,
  'smtp.end-of-data': storing,
  // No line to be late on or to be cut: that is smtp.end-of-data.
  'queue.store': ['disk-full'],
  'spool.store': ['refuse', 'defer', 'delay', 'disk-full'],
  'pop3.connect': connecting,
  'pop3.pass': answered,
  'pop3.stat': [...answered, 'lying-size'],
  'pop3.list': [...answered, 'lying-size'],
  'pop3.uidl': [...answered, 'uidl-missing', 'uidl-duplicate', 'uidl-changed'],
  'pop3.retr': [...answered, 'lying-size', 'expunge-during-fetch'],
  'pop3.quit': storing,
  'imap.connect': connecting,
  'imap.login': answered,
  'imap.select': [...answered, 'uidvalidity-bump'],
  'imap.fetch': [...answered, 'lying-size', 'expunge-during-fetch'],
  'imap.append': storing,
};

/** For the words of a complaint: where an effect can be. */
export const pointsOf = (kind: Kind): FaultPoint[] =>
  (Object.keys(sensible) as FaultPoint[]).filter((point) => sensible[point].includes(kind));
