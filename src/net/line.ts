/** One line from a stream that nobody else reads, for the few words before TLS. */
import type { Duplex } from 'node:stream';
import { MailError } from '../base/errors.ts';
import { closedError } from './errors.ts';

/**
 * The next line without its line end (CRLF or LF); what follows it stays in the stream.
 * @throws MailError too-long, closed, and whatever the stream failed with
 */
export function takeLine(stream: Duplex, o: { at: string; peer: string; limit: number }): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  return new Promise((resolve, reject) => {
    const settle = (then: () => void) => {
      stream.off('readable', read).off('end', ended).off('error', failed).off('close', ended);
      then();
    };
    const failed = (thrown: Error) => settle(() => reject(thrown));
    const ended = () => settle(() => reject(stream.errored ?? closedError(o.at, o.peer)));
    const read = () => {
      for (let chunk: Buffer | null; (chunk = stream.read() as Buffer | null); ) {
        const end = chunk.indexOf(10);
        chunks.push(end < 0 ? chunk : chunk.subarray(0, end));
        size += chunks.at(-1)?.length ?? 0;
        if (size > o.limit) return failed(tooLong(o.at, o.peer));
        if (end < 0) continue;
        const rest = chunk.subarray(end + 1);
        settle(() => {
          if (rest.length > 0) stream.unshift(rest);
          const line = Buffer.concat(chunks);
          resolve(line.at(-1) === 13 ? line.subarray(0, -1) : line);
        });
        return;
      }
    };
    if (stream.destroyed) return ended();
    stream.on('readable', read).on('end', ended).on('error', failed).on('close', ended);
    read();
  });
}

function tooLong(at: string, peer: string): MailError {
  return new MailError({ kind: 'broken-grammar', at, reason: 'too-long', advice: 'report', peer });
}
