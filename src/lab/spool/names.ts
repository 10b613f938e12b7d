/**
 * Names of mailboxes, and the folders that they lie in, as in Maildir++: `Projects/春` is the folder `.Projects.&ZiU-`. Characters outside ASCII are
 * modified UTF-7 (RFC 3501 §5.1.3), and what would mean something to Maildir++ or to a file system is %XX: `v1.0` is `.v1%2E0`.
 */
import { MailError } from '../../base/errors.ts';
import { DEEPEST, LONGEST_FOLDER } from './limits.ts';

/** INBOX in its one spelling, also as the first level. @throws MailError bad-value where it can be no name here. */
export function mailboxName(name: string): string {
  const levels = name.split('/');
  if (levels[0]?.toUpperCase() === 'INBOX') levels[0] = 'INBOX';
  if (levels.length > DEEPEST || levels.some((level) => level === '' || /[\x00-\x1f\x7f%*]/.test(level)))
    throw unusable(name);
  const whole = levels.join('/');
  // A lone surrogate could not be read back.
  if (/\p{Surrogate}/u.test(whole) || folderOf(whole).length > LONGEST_FOLDER) throw unusable(name);
  return whole;
}

/** Names of the levels above, outermost first. */
export function parentsOf(name: string): string[] {
  const levels = name.split('/');
  return levels.slice(1).map((_, at) => levels.slice(0, at + 1).join('/'));
}

export const isBelow = (name: string, parent: string): boolean => name.startsWith(`${parent}/`);

/** '' is the owner's own folder: INBOX. */
export function folderOf(name: string): string {
  if (name === 'INBOX') return '';
  return `.${name.split('/').map(encodeLevel).join('.')}`;
}

/** Null: no folder of a mailbox. */
export function nameOfFolder(folder: string): string | null {
  if (!folder.startsWith('.') || folder.length < 2) return null;
  const levels = folder.slice(1).split('.').map(decodeLevel);
  const name = levels.join('/');
  try {
    return mailboxName(name) === name && folderOf(name) === folder ? name : null;
  } catch {
    return null;
  }
}

/** Mailboxes of `#news` belong to nobody: no address is without an @. */
const PUBLIC = 'public';

export const folderOfOwner = (owner: string): string =>
  owner === '' ? PUBLIC : percent(encodeUtf7(owner)).replace(/^\./, '%2E');

export function ownerOfFolder(folder: string): string | null {
  if (folder === PUBLIC) return '';
  const owner = decodeUtf7(unpercent(folder));
  return owner.includes('@') && folderOfOwner(owner) === folder ? owner : null;
}

const encodeLevel = (level: string): string => percent(encodeUtf7(level)).replaceAll('.', '%2E');
const decodeLevel = (level: string): string => decodeUtf7(unpercent(level));

const percent = (text: string): string =>
  text.replace(/[%/\\:*?"<>|]/g, (found) => `%${found.charCodeAt(0).toString(16).toUpperCase().padStart(2, '0')}`);
const unpercent = (text: string): string =>
  text.replace(/%([0-9A-F]{2})/g, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));

function encodeUtf7(text: string): string {
  return text.replace(/&|[^\x20-\x7e]+/g, (found) => {
    if (found === '&') return '&-';
    const octets = Buffer.from(found, 'utf16le').swap16();
    return `&${octets.toString('base64').replace(/=+$/, '').replaceAll('/', ',')}-`;
  });
}

function decodeUtf7(text: string): string {
  return text.replace(/&([A-Za-z0-9+,]*)-/g, (_, coded: string) => {
    if (coded === '') return '&';
    const octets = Buffer.from(coded.replaceAll(',', '/'), 'base64');
    return octets
      .subarray(0, octets.length & ~1)
      .swap16()
      .toString('utf16le');
  });
}

const unusable = (name: string): MailError =>
  new MailError({
    kind: 'bad-input',
    at: 'spool.name',
    reason: 'bad-value',
    advice: 'check-input',
    said: `no name for a mailbox: ${name.slice(0, 80)}`,
  });
