/** Writes a message as a file of the exact octets that are sent and filed: RFC 5322, MIME, CRLF line ends, no Bcc. */
import { createReadStream } from 'node:fs';
import { open, rm, stat } from 'node:fs/promises';
import { resolve } from 'node:path';
import MailComposer, { type MailComposerAttachment, type MailComposerOptions } from 'nodemailer/lib/mail-composer';
import { encodeWord } from 'nodemailer/lib/mime-funcs';
import { asMailError, MailError } from '../base/errors.ts';
import type { Address } from '../contract/mail.ts';
import { isAddress } from './address.ts';

export interface Composition {
  readonly from: Address;
  readonly to: readonly Address[];
  readonly cc: readonly Address[];
  /** In the envelope only; the message does not name them. */
  readonly bcc: readonly Address[];
  readonly subject: string;
  readonly text: string;
  /** `file` is read while the message is written and may be large. `type` is a media type, with at most a charset. */
  readonly attachments: readonly { readonly file: string; readonly name: string; readonly type: string }[];
  /** Message-IDs with angle brackets, as the answered message had them. What is none is left out. */
  readonly inReplyTo?: string | undefined;
  readonly references?: readonly string[] | undefined;
  /** Ms since 1970. */
  readonly date: number;
  /** With angle brackets. */
  readonly messageId: string;
}

export interface Composed {
  /** Octets of the file. */
  readonly size: number;
  /** Domains in ASCII (RFC 5891), unless the part before the @ needs UTF-8 anyway. Each recipient once. */
  readonly envelope: { readonly from: string; readonly to: string[] };
}

/**
 * Writes `out` and fsyncs it; renaming it into place is the caller's. Nothing is left behind when it fails.
 * @throws MailError `bad-address`, `bad-value`, `not-found` (an attachment), `disk-full`
 */
export async function compose(o: Composition, out: string): Promise<Composed> {
  for (const { address } of [o.from, ...o.to, ...o.cc, ...o.bcc]) checkAddress(address);
  if (!messageIdForm.test(o.messageId)) throw bad('bad-value', 'compose.message-id', { value: o.messageId });
  if (!Number.isFinite(o.date)) throw bad('bad-value', 'compose.date', { value: String(o.date) });
  const attachments: MailComposerAttachment[] = [];
  for (const one of o.attachments) attachments.push(await attachment(one));

  const message = new MailComposer({
    from: named(o.from),
    // RFC 5322 §3.6.3 allows no To at all, but relays that miss it write one of their own.
    to: o.to.length > 0 ? o.to.map(named) : o.cc.length > 0 ? [] : 'Undisclosed recipients:;',
    cc: o.cc.map(named),
    ...subject(oneLine(o.subject)),
    messageId: o.messageId,
    date: new Date(o.date),
    ...threading(o),
    text: canonicalText(o.text),
    attachments,
    newline: '\r\n',
    boundaryPrefix: '=_', // RFC 2045 §6.7: cannot occur in quoted-printable
    disableUrlAccess: true,
  }).compile();
  const envelope = new MailComposer({ from: named(o.from), to: [...o.to, ...o.cc, ...o.bcc].map(named) })
    .compile()
    .getEnvelope();
  if (!envelope.from) throw bad('bad-address', 'compose.from', { address: o.from.address });

  try {
    const size = await write(message.createReadStream(), out);
    return { size, envelope: { from: envelope.from, to: envelope.to } };
  } catch (thrown) {
    await rm(out, { force: true });
    throw asMailError(thrown, 'compose.write');
  }
}

async function write(content: AsyncIterable<Buffer>, out: string): Promise<number> {
  const file = await open(out, 'w', 0o600);
  let size = 0;
  try {
    for await (const chunk of content) {
      size += chunk.length;
      for (let at = 0; at < chunk.length; ) at += (await file.write(chunk, at)).bytesWritten;
    }
    await file.sync();
    return size;
  } finally {
    await file.close();
  }
}

/** RFC 5322 §3.6.4, ASCII only: what comes from the answered mail is a stranger's. */
const messageIdForm = /^<[\x21-\x3b\x3d\x3f-\x7e]{1,900}>$/;

/** What looks like an encoded word already is encoded once more, or a reader would decode it (RFC 2047 §7). */
function subject(text: string): Pick<MailComposerOptions, 'subject' | 'headers'> {
  if (!text.includes('=?')) return { subject: text };
  return { headers: { Subject: { prepared: true, foldLines: true, value: encodeWord(text, 'B', 52) } } };
}

/** RFC 5322 §3.6.4. A thread's first id and its latest ones are what others thread by; the middle of a long one may go. */
function threading(o: Composition): { inReplyTo?: string; references?: string[] } {
  const valid = (o.references ?? []).filter((id) => messageIdForm.test(id));
  const references = valid.length > 50 ? [...valid.slice(0, 1), ...valid.slice(-49)] : valid;
  return {
    ...(o.inReplyTo !== undefined && messageIdForm.test(o.inReplyTo) ? { inReplyTo: o.inReplyTo } : {}),
    ...(references.length > 0 ? { references } : {}),
  };
}

function checkAddress(address: string): void {
  if (!isAddress(address) || /\p{Cc}/u.test(address)) throw bad('bad-address', 'compose.address', { address });
}

/** A name goes into one line; an address was checked before. */
function named({ name, address }: Address): { name: string; address: string } {
  return { name: oneLine(name), address };
}

/** What a header field may hold: one line, no control characters, no half of a surrogate pair. */
function oneLine(text: string): string {
  return wellFormed(text)
    .replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')
    .trim();
}

/** RFC 2046 §4.1.1: text has CRLF line ends, whatever it is encoded as. */
function canonicalText(text: string): string {
  const lines = wellFormed(text).replace(/\r\n|\r|\n/g, '\r\n');
  return lines === '' ? '\r\n' : lines; // an empty text is still a text part, before the attachments
}

function wellFormed(text: string): string {
  return Buffer.from(text, 'utf8').toString('utf8');
}

async function attachment({ file, name, type }: Composition['attachments'][number]): Promise<MailComposerAttachment> {
  const path = resolve(file); // an absolute path is never taken for a URL
  const known = await stat(path).catch(() => null);
  const filename = oneLine(name) || 'attachment';
  if (!known?.isFile())
    throw new MailError({
      kind: 'bad-input',
      at: 'compose.attachment',
      reason: 'not-found',
      advice: 'check-input',
      facts: { name: filename },
    });
  const contentType = mediaType(type);
  const part = { path, filename, contentDisposition: 'attachment' };
  if (contentType !== 'message/rfc822') return { ...part, contentType, contentTransferEncoding: 'base64' };
  // RFC 2046 §5.2.1: a message may not be base64, so one that is not made of lines is a file like any other.
  const form = await formOf(path);
  return form === 'binary'
    ? { ...part, contentType: 'application/octet-stream', contentTransferEncoding: 'base64' }
    : { ...part, contentType, contentTransferEncoding: form };
}

/** A media type with at most a charset. Composite types have a structure that a file cannot promise. */
function mediaType(type: string): string {
  const found = /^\s*([\w!#$&^.+-]+\/[\w!#$&^.+-]+)\s*(?:;\s*charset="?([\w.:+-]+)"?)?/i.exec(type);
  const essence = found?.[1]?.toLowerCase() ?? '';
  const charset = found?.[2];
  if (essence === 'message/rfc822') return essence;
  if (essence === '' || /^(multipart|message)\//.test(essence)) return 'application/octet-stream';
  return charset === undefined ? essence : `${essence}; charset=${charset}`;
}

/** RFC 2045 §2.7 to §2.9. */
async function formOf(file: string): Promise<'7bit' | '8bit' | 'binary'> {
  let form: '7bit' | '8bit' = '7bit';
  let length = 0;
  let last = 0;
  for await (const chunk of createReadStream(file) as AsyncIterable<Buffer>) {
    for (const octet of chunk) {
      if (octet === 0 || (last === 13 && octet !== 10)) return 'binary';
      if (octet > 127) form = '8bit';
      length = octet === 10 ? 0 : length + 1;
      if (length > 998) return 'binary';
      last = octet;
    }
  }
  return last === 13 ? 'binary' : form;
}

function bad(
  reason: 'bad-address' | 'bad-value',
  at: string,
  facts: Readonly<Record<string, string | number>>,
): MailError {
  const advice = reason === 'bad-address' ? 'check-address' : 'report';
  return new MailError({ kind: 'bad-input', at, reason, advice, facts });
}
