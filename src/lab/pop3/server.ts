/** The POP3 server of one host. RFC 1939. */
import type { Around, Listening } from '../around.ts';
import { lineLimits } from '../line/limits.ts';
import { serveLines } from '../line/serve.ts';
import type { Place } from '../places/places.ts';
import type { Spool } from '../spool/store.ts';
import { converse, timestampOf } from './dialogue.ts';
import { IDLE_MS, LONGEST_WAITING } from './limits.ts';
import { Session } from './session.ts';

export interface Pop3Settings {
  /** Port 0 is a free one. */
  readonly bind: Place;
  /** POP3S: TLS from the first octet. */
  readonly implicitTls: boolean;
  /** Real time without a word of the client until it is logged out, with nothing deleted. */
  readonly idleMs?: number;
}

/** @throws MailError bad-value for an address that is not of this machine alone; what listening fails with */
export function servePop3(around: Around, settings: Pop3Settings, spool: Spool): Promise<Listening> {
  const { bind, implicitTls, idleMs = IDLE_MS } = settings;
  let count = 0;
  return serveLines(around, {
    bind,
    protocol: 'pop3',
    implicitTls,
    encoding: 'utf8',
    limits: { ...lineLimits, ahead: LONGEST_WAITING, silenceMs: idleMs },
    converse: (connection, full) => {
      const timestamp = timestampOf(around.host, around.random(), around.clock.now(), ++count);
      return converse(new Session({ connection, spool, timestamp }), { implicitTls, full });
    },
  });
}
