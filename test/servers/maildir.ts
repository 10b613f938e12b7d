/** Mail written straight into a Maildir (https://cr.yp.to/proto/maildir.html; names as Dovecot writes them). */
import {
  chownSync,
  closeSync,
  existsSync,
  fchownSync,
  futimesSync,
  mkdirSync,
  openSync,
  readdirSync,
  readFileSync,
  renameSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';

/** A count of generated mails, the mails themselves (CRLF line ends), or a function that makes the i-th. */
export type Mails = number | readonly (string | Uint8Array)[] | { count: number; make(i: number): string | Uint8Array };

export interface FillOptions {
  /** Maildir flags: S seen, F flagged, R answered, T deleted, D draft, P passed. Without any, the mail is unread. */
  flags?: string;
  /** Generated mails have at least so many octets. */
  size?: number;
  /** Received at, ms since 1970; the i-th mail of this call is one second later. */
  receivedFrom?: number;
}

let serial = 0;

/** Writes to tmp and renames, as a delivery does, so that a server that looks at the same time sees whole mails only. */
export function appendMails(
  maildir: string,
  mails: Mails,
  owner: { uid: number; gid: number } | null,
  options: FillOptions = {},
): string[] {
  for (const folder of [maildir, ...['cur', 'new', 'tmp'].map((name) => join(maildir, name))]) {
    if (existsSync(folder)) continue;
    mkdirSync(folder, { recursive: true });
    if (owner) chownSync(folder, owner.uid, owner.gid);
  }
  const many = typeof mails === 'number';
  const count = many ? mails : 'count' in mails ? mails.count : mails.length;
  const start = options.receivedFrom ?? Date.now() - count * 1000;
  const files: string[] = [];
  for (let i = 0; i < count; i++) {
    const mail = many
      ? generatedMail(i, options.size)
      : 'make' in mails
        ? mails.make(i)
        : (mails[i] as string | Uint8Array);
    const bytes = typeof mail === 'string' ? Buffer.from(mail, 'utf8') : mail;
    const received = (start + i * 1000) / 1000;
    serial += 1;
    // Written now, and zero-padded, so that UIDs are given in this order: Dovecot sorts new files by name.
    const name = `${Math.floor(Date.now() / 1000)}.M${String(serial).padStart(9, '0')}P${process.pid}.test,S=${bytes.length},W=${virtualSize(bytes)}`;
    const temp = join(maildir, 'tmp', name);
    const file = openSync(temp, 'wx', 0o600);
    writeSync(file, bytes);
    if (owner) fchownSync(file, owner.uid, owner.gid);
    futimesSync(file, received, received);
    closeSync(file);
    const target =
      options.flags === undefined ? join(maildir, 'new', name) : join(maildir, 'cur', `${name}:2,${options.flags}`);
    renameSync(temp, target);
    files.push(target);
  }
  return files;
}

/** Octets with CRLF line ends: what RFC822.SIZE tells. */
function virtualSize(bytes: Uint8Array): number {
  let size = bytes.length;
  for (let at = bytes.indexOf(10); at !== -1; at = bytes.indexOf(10, at + 1)) if (bytes[at - 1] !== 13) size += 1;
  return size;
}

/** The mails of a Maildir as bytes, in order of their file names (about the order of delivery). */
export function readMaildir(maildir: string): Buffer[] {
  return ['new', 'cur']
    .flatMap((name) => (existsSync(join(maildir, name)) ? readdirSync(join(maildir, name)).map((f) => [name, f]) : []))
    .sort(([, a], [, b]) => ((a ?? '') < (b ?? '') ? -1 : 1))
    .map((path) => readFileSync(join(maildir, ...path)));
}

/** Where Maildir++ keeps a folder: `A/日本` is `.A.&ZeVnLA-`. */
export function maildirPath(root: string, folder: string, separator: string): string {
  if (folder.toUpperCase() === 'INBOX') return root;
  return join(root, `.${folder.split(separator).map(modifiedUtf7).join('.')}`);
}

/** RFC 3501 §5.1.3. */
export function modifiedUtf7(name: string): string {
  return name.replace(/[^\x20-\x7e]+|&/g, (run) => {
    if (run === '&') return '&-';
    const utf16 = Buffer.from(run, 'utf16le').swap16();
    return `&${utf16.toString('base64').replace(/=+$/, '').replaceAll('/', ',')}-`;
  });
}

/** A plain mail; the i-th of each fill has the same subject, so that a test can name it. */
export function generatedMail(i: number, size = 0): string {
  const head = [
    `From: Sender ${i % 50} <sender${i % 50}@elsewhere.example>`,
    'To: Me <me@example.test>',
    `Subject: Mail number ${i}`,
    `Date: ${new Date(Date.UTC(2026, 0, 1) + i * 60_000).toUTCString().replace('GMT', '+0000')}`,
    `Message-ID: <generated-${i}-${serial}-${process.pid}@elsewhere.example>`,
    'MIME-Version: 1.0',
    'Content-Type: text/plain; charset=utf-8',
    'Content-Transfer-Encoding: 8bit',
  ].join('\r\n');
  const text = `\r\n\r\nHello, this is the text of mail number ${i}.\r\nこんにちは。\r\n`;
  const filler = 'The quick brown fox jumps over the lazy dog, again and again. 0123456789\r\n';
  const missing = Math.max(0, size - head.length - text.length);
  return head + text + filler.repeat(Math.ceil(missing / filler.length));
}
