/** Message ids of a field (RFC 5322 §3.6.4), with their angle brackets. */
import { limits } from './limits.ts';

/** `<a@b> <c@d>` as a list. Old mailers put words between ids, and leave the brackets out of a lone id. */
export function messageIds(field: string): string[] {
  const ids: string[] = [];
  for (const match of field.matchAll(/<\s*([^<>\s]{1,995})\s*>/g)) ids.push(`<${match[1]}>`);
  if (ids.length === 0) {
    const bare = field.trim();
    if (/^[^\s<>]{1,995}@[^\s<>]{1,995}$/.test(bare)) ids.push(`<${bare}>`);
  }
  // The root and the nearest ancestors name the thread.
  return ids.length <= limits.references ? ids : [ids[0] as string, ...ids.slice(1 - limits.references)];
}
