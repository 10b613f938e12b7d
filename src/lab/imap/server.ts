/** The IMAP server of a host. */
import type { Around, Listening } from '../around.ts';
import { lineLimits } from '../line/limits.ts';
import { serveLines } from '../line/serve.ts';
import type { Place } from '../places/places.ts';
import type { Spool } from '../spool/store.ts';
import { Dialogue } from './dialogue.ts';
import { INPUT_HIGH, SIGN_IN_MS } from './limits.ts';
import { takeSummaries } from './summary/shared.ts';

export interface ImapOptions {
  readonly bind: Place;
  /** TLS from the first octet on (imaps). */
  readonly implicitTls: boolean;
  /** Folder for what can be made again: envelopes and structures. Without it they are held in memory. */
  readonly cache?: string;
}

/** Resolves when it listens. Speaks to whoever connects, until `close`. */
export async function serveImap(around: Around, o: ImapOptions, spool: Spool): Promise<Listening> {
  const { summaries, letGo } = takeSummaries(spool, o.cache ?? null);
  try {
    const listening = await serveLines(around, {
      bind: o.bind,
      protocol: 'imap',
      implicitTls: o.implicitTls,
      encoding: 'latin1',
      limits: { ...lineLimits, ahead: INPUT_HIGH, silenceMs: SIGN_IN_MS },
      converse: (connection, full) =>
        new Dialogue({ connection, spool, summaries }).run({ implicitTls: o.implicitTls, full }),
    });
    let closing: Promise<void> | null = null;
    return { ...listening, close: () => (closing ??= listening.close().then(letGo)) };
  } catch (thrown) {
    letGo();
    throw thrown;
  }
}
