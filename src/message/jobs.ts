/** What a parser does with one mail on disk, in a worker or in process: reads the file, gives plain data or writes one part. */
import { closeSync, fstatSync, openSync, readSync, rmSync, writeFileSync } from 'node:fs';
import { asMailError, type ErrorValue, MailError } from '../base/errors.ts';
import { limits } from './limits.ts';
import { parseMessage } from './parse.ts';
import type { HeldMessage, ParsedMessage } from './parsed.ts';

export type Job =
  | { do: 'parse'; file: string }
  /** The same without what only a reader needs: headers, parts and texts are empty, so that little has to cross. */
  | { do: 'outline'; file: string }
  /** Only the header section: the second chance of a mail on which the parser hung or died. */
  | { do: 'parse-header'; file: string }
  | { do: 'extract'; file: string; part: string; out: string };

export type Outcome =
  | { did: 'parse'; message: ParsedMessage }
  | { did: 'extract'; size: number; type: string }
  | { did: 'fail'; error: ErrorValue };

/** Blocking reads: in a thread of its own they take a third of the time that asynchronous ones do. */
export function runJob(job: Job): Outcome {
  try {
    const head = job.do === 'parse-header';
    const { bytes, size } = readHead(job.file, head ? 64 * 1024 : limits.messageOctets);
    if (job.do === 'extract') return extract(bytes, job);
    const message = plain(parseMessage(head ? headerOf(bytes) : bytes, size));
    return { did: 'parse', message: job.do === 'outline' ? outline(message) : message };
  } catch (thrown) {
    return { did: 'fail', error: asFileError(thrown, `message.${job.do}`).toValue() };
  }
}

function extract(bytes: Uint8Array, job: Job & { do: 'extract' }): Outcome {
  const message = parseMessage(bytes);
  const content = message.content(job.part);
  if (content === null) throw notFound('message.extract', job.part);
  try {
    writeFileSync(job.out, content);
  } catch (thrown) {
    rmSync(job.out, { force: true });
    throw thrown;
  }
  const type = message.parts.find((p) => p.part === job.part)?.type ?? 'application/octet-stream';
  return { did: 'extract', size: content.length, type };
}

/** The first `most` octets of a file, and how many it has. */
function readHead(file: string, most: number): { bytes: Uint8Array; size: number } {
  const handle = openSync(file, 'r');
  try {
    const { size } = fstatSync(handle);
    const bytes = Buffer.allocUnsafe(Math.min(size, most));
    let at = 0;
    while (at < bytes.length) {
      const read = readSync(handle, bytes, at, bytes.length - at, at);
      if (read === 0) break;
      at += read;
    }
    return { bytes: bytes.subarray(0, at), size };
  } finally {
    closeSync(handle);
  }
}

function headerOf(bytes: Uint8Array): Uint8Array {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const ends = [text.indexOf('\r\n\r\n'), text.indexOf('\n\n')].filter((at) => at >= 0);
  return bytes.subarray(0, ends.length === 0 ? bytes.length : Math.min(...ends));
}

/** What can cross to another thread: without the functions. */
export function plain(message: HeldMessage): ParsedMessage {
  const { content: _, ...rest } = message;
  return { ...rest, attachments: rest.attachments.map(({ content: _content, ...attachment }) => attachment) };
}

function outline(message: ParsedMessage): ParsedMessage {
  return { ...message, headers: [], parts: [], textParts: [] };
}

function asFileError(thrown: unknown, at: string): MailError {
  const missing = thrown instanceof Error && 'code' in thrown && thrown.code === 'ENOENT';
  return missing ? notFound(at, undefined) : asMailError(thrown, at);
}

function notFound(at: string, said: string | undefined): MailError {
  return new MailError({ kind: 'bad-input', at, reason: 'not-found', advice: 'report', said });
}
