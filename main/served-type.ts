/** As what the bytes of a part are handed to the window. */

/** Pictures that Chromium draws without running anything; all else but text goes out as bytes without a type. */
const PICTURES = new Set([
  'image/png',
  'image/jpeg',
  'image/gif',
  'image/webp',
  'image/avif',
  'image/bmp',
  'image/svg+xml',
]);

/** What the window is told of the type. Text in the vault is UTF-8 already, whatever it was on the wire. */
export function servedType(type: string): string {
  const name = (type.split(';')[0] ?? '').trim().toLowerCase();
  if (name === 'text/html') return 'text/html; charset=utf-8';
  if (name.startsWith('text/')) return 'text/plain; charset=utf-8';
  return PICTURES.has(name) ? name : 'application/octet-stream';
}
