/** Which file of the built renderer an address of app:// means. */
import path from 'node:path';

const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.json': 'application/json; charset=utf-8',
  '.map': 'application/json; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
};

/** The file behind a path of the scheme, or null: only known types, nothing outside the folder, no hidden names. */
export function fileOf(folder: string, pathname: string): string | null {
  let decoded: string;
  try {
    decoded = decodeURIComponent(pathname);
  } catch {
    return null;
  }
  if (decoded.includes('\0') || decoded.includes('\\')) return null;
  const names = decoded.split('/').slice(1);
  if (names.some((name) => name === '' || name.startsWith('.'))) return null;
  return typeOf(decoded) === undefined ? null : path.join(folder, ...names);
}

export const typeOf = (file: string): string | undefined => TYPES[path.extname(file)];
