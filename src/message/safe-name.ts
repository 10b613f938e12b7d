/** File names from mails, made safe for a disk and honest to the eye. Japanese and other letters stay. */
import { limits } from './limits.ts';

/** Windows keeps these names for devices, with any extension. */
const reserved = /^(con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])(\.|$)/i;

/** `fallback` is the name for what leaves nothing. Never empty, never with a path, at most `limits.nameOctets` octets of UTF-8. */
export function safeName(name: string | null, fallback: string): string {
  let safe = (name ?? '').normalize('NFC');
  // Direction overrides make `exe.fdp` of `pdf.exe`; zero-width characters hide; both are of no use in a name.
  safe = safe.replace(/[\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff\ufff9-\ufffb\u061c]/g, '');
  safe = safe.replace(/[\x00-\x1f\x7f-\x9f\u2028\u2029]+/g, ' ');
  safe = safe.replace(/[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/g, '\ufffd');
  // A path: only its last part is a name. U+2215 and U+29F5 look like separators and are none.
  safe = safe.slice(Math.max(safe.lastIndexOf('/'), safe.lastIndexOf('\\')) + 1);
  safe = safe.replace(/[<>:"|?*\u2044\u2215\u29f5]/g, '_').replace(/\s+/g, ' ');
  safe = safe
    .trim()
    .replace(/^\.+/, (dots) => '_'.repeat(dots.length))
    .replace(/[. ]+$/, '');
  if (safe === '' || /^_+$/.test(safe)) return fallback;
  if (reserved.test(safe)) safe = `_${safe}`;
  return shorten(safe);
}

/** Cuts the stem, keeps the extension, never inside a character. */
function shorten(name: string): string {
  const octets = (text: string): number => Buffer.byteLength(text, 'utf8');
  if (octets(name) <= limits.nameOctets) return name;
  const dot = name.lastIndexOf('.');
  const extension = dot > 0 && octets(name.slice(dot)) <= 20 ? name.slice(dot) : '';
  const room = limits.nameOctets - octets(extension);
  let stem = '';
  let used = 0;
  for (const character of name.slice(0, name.length - extension.length)) {
    used += octets(character);
    if (used > room) break;
    stem += character;
  }
  return stem.trimEnd() + extension;
}

/** The extension by which a part without a name is offered. */
const extensions: Readonly<Record<string, string>> = {
  'text/plain': 'txt',
  'text/html': 'html',
  'text/calendar': 'ics',
  'text/csv': 'csv',
  'text/vcard': 'vcf',
  'text/x-vcard': 'vcf',
  'text/rfc822-headers': 'txt',
  'message/rfc822': 'eml',
  'message/global': 'eml',
  'message/delivery-status': 'txt',
  'message/disposition-notification': 'txt',
  'application/pdf': 'pdf',
  'application/zip': 'zip',
  'application/json': 'json',
  'application/xml': 'xml',
  'application/pkcs7-signature': 'p7s',
  'application/x-pkcs7-signature': 'p7s',
  'application/pkcs7-mime': 'p7m',
  'application/pgp-signature': 'asc',
  'application/pgp-encrypted': 'asc',
  'application/ms-tnef': 'dat',
  'image/jpeg': 'jpg',
  'image/jpg': 'jpg',
  'image/png': 'png',
  'image/gif': 'gif',
  'image/webp': 'webp',
  'image/svg+xml': 'svg',
  'image/bmp': 'bmp',
  'image/tiff': 'tif',
  'audio/mpeg': 'mp3',
  'video/mp4': 'mp4',
};

/** `part-2.1.pdf`: the name of a part that has none. */
export function nameForPart(part: string, type: string): string {
  const extension = Object.hasOwn(extensions, type) ? extensions[type] : undefined;
  return `part-${part}.${extension ?? 'bin'}`;
}
