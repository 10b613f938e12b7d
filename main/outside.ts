/** Which addresses may be handed to the system's other programs. */

/** The address as it would be opened, or null. Only http, https and mailto, without a password in it, of bounded length. */
export function checkedOutside(url: unknown): string | null {
  if (typeof url !== 'string' || url.length > 8192) return null;
  try {
    const parsed = new URL(url);
    if (!['http:', 'https:', 'mailto:'].includes(parsed.protocol)) return null;
    if (parsed.protocol !== 'mailto:' && parsed.hostname === '') return null;
    if (parsed.username !== '' || parsed.password !== '') return null;
    return parsed.href;
  } catch {
    return null;
  }
}
