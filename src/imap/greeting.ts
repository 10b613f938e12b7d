/** The first line that a server says, looked at before anything else happens. RFC 9051 §7.1 */
import type { Duplex } from 'node:stream';
import { MailError } from '../base/errors.ts';
import { cut } from './errors.ts';

/** Longer greetings than any server's. */
const longest = 8192;
/** How long we wait for the rest of a line that is no IMAP greeting, only to quote it. */
const quoteMs = 500;

/** Resolves when an IMAP greeting lies unread in the stream. @throws MailError not-this-protocol, and what the stream ended with */
export function awaitGreeting(stream: Duplex, peer: string): Promise<void> {
  return new Promise((resolve, reject) => {
    let seen = Buffer.alloc(0);
    let timer: NodeJS.Timeout | undefined;
    const settle = (error: MailError | null) => {
      clearTimeout(timer);
      stream.off('readable', read).off('end', ended).off('close', ended).off('error', failed);
      if (error) reject(error);
      else resolve();
    };
    const failed = (thrown: Error) => settle(thrown instanceof MailError ? thrown : closed(peer));
    const ended = () =>
      settle(stream.errored instanceof MailError ? stream.errored : seen.length > 0 ? other(seen, peer) : closed(peer));
    const read = () => {
      for (let chunk: Buffer | null; (chunk = stream.read() as Buffer | null); ) seen = Buffer.concat([seen, chunk]);
      if (seen.length === 0) return;
      const end = seen.indexOf(10);
      if (end < 0 && seen.length > longest) return settle(other(seen, peer));
      if (end < 0) {
        if (!'* '.startsWith(seen.toString('latin1', 0, 2)))
          timer ??= setTimeout(() => settle(other(seen, peer)), quoteMs);
        return;
      }
      if (!/^\* (OK|PREAUTH|BYE)\b/i.test(seen.toString('latin1', 0, 20))) return settle(other(seen, peer));
      settle(null);
      stream.unshift(seen);
    };
    if (stream.destroyed) return ended();
    stream.on('readable', read).on('end', ended).on('close', ended).on('error', failed);
    read();
  });
}

function other(seen: Buffer, peer: string): MailError {
  const [line = ''] = seen.toString('utf8', 0, 1000).split(/\r?\n/, 1);
  return new MailError({
    kind: 'broken-grammar',
    at: 'imap.greeting',
    reason: 'not-this-protocol',
    advice: 'check-server',
    said: cut(line.replaceAll('\ufffd', '?')),
    peer,
  });
}

function closed(peer: string): MailError {
  return new MailError({ kind: 'unreachable', at: 'imap.greeting', reason: 'closed', advice: 'check-server', peer });
}
