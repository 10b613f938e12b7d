/** The one place that may speak to the shell. */
export const APP_ORIGIN = 'app://tegami';
export const START = `${APP_ORIGIN}/index.html`;

/** True for a page of ours: the whole origin is compared, never a prefix of the text. */
export function isOurs(url: string | undefined): boolean {
  if (url === undefined) return false;
  try {
    const { protocol, host, username, password } = new URL(url);
    return protocol === 'app:' && host === 'tegami' && username === '' && password === '';
  } catch {
    return false;
  }
}
