/** Looks through a message file before anything is said to the server. */
import { createReadStream } from 'node:fs';
import { asMailError, MailError } from '../base/errors.ts';

export interface Content {
  readonly size: number;
  /** Octets over 127 anywhere: needs 8BITMIME, RFC 6152. */
  readonly eightBit: boolean;
  /** Octets over 127 in the header: needs SMTPUTF8, RFC 6531. */
  readonly utf8Header: boolean;
}

/**
 * @throws MailError `bad-value` where the file is not made of CRLF lines: it would not be sent as it is, so it is not sent;
 *   `not-found`, `disk-failed`
 */
export async function inspect(file: string): Promise<Content> {
  let size = 0;
  let eightBit = false;
  let utf8Header = false;
  let inHeader = true;
  let last = 10;
  let lineIsEmpty = true;
  try {
    for await (const chunk of createReadStream(file) as AsyncIterable<Buffer>) {
      size += chunk.length;
      for (const octet of chunk) {
        // RFC 5321 §2.3.8: CR and LF only together. A bare one can be taken for the end of the message (smuggling).
        if ((octet === 10) !== (last === 13)) throw notLines(size);
        if (octet > 127) {
          eightBit = true;
          if (inHeader) utf8Header = true;
        }
        if (octet === 10) {
          if (lineIsEmpty) inHeader = false;
          lineIsEmpty = true;
        } else if (octet !== 13) lineIsEmpty = false;
        last = octet;
      }
    }
  } catch (thrown) {
    if (thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT')
      throw new MailError({ kind: 'not-stored', at: 'smtp.message', reason: 'not-found', advice: 'report' }, thrown);
    throw asMailError(thrown, 'smtp.message');
  }
  if (size === 0 || last !== 10) throw notLines(size);
  return { size, eightBit, utf8Header };
}

function notLines(offset: number): MailError {
  return new MailError({
    kind: 'bad-input',
    at: 'smtp.message',
    reason: 'bad-value',
    advice: 'report',
    said: 'the message is not made of CRLF lines',
    facts: { offset },
  });
}
