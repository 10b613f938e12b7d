/** What a server offers, from its answer to EHLO: RFC 5321 §4.1.1.1. */
import type { Reply } from './reply.ts';

export interface Offer {
  /** Keywords in upper case, with their parameters as they are. */
  readonly extensions: ReadonlyMap<string, string>;
  /** SASL mechanisms in upper case, RFC 4954. */
  readonly mechanisms: readonly string[];
  /** Octets of the largest message, RFC 1870; null where none is told (also for `SIZE` alone and `SIZE 0`). */
  readonly size: number | null;
}

export const nothingOffered: Offer = { extensions: new Map(), mechanisms: [], size: null };

export function readOffer(reply: Reply): Offer {
  const extensions = new Map<string, string>();
  const mechanisms = new Set<string>();
  // The first line is the server's name.
  for (const line of reply.lines.slice(1)) {
    // `AUTH=LOGIN PLAIN`: an old form that some servers still send beside the right one.
    const [, keyword = '', rest = ''] = /^\s*([^\s=]+)[\s=]*([^]*)$/.exec(line) ?? [];
    const name = keyword.toUpperCase();
    if (name === '') continue;
    if (!extensions.has(name)) extensions.set(name, rest.trim());
    if (name === 'AUTH') for (const one of rest.toUpperCase().split(/\s+/)) if (one !== '') mechanisms.add(one);
  }
  const size = /^\d{1,15}$/.exec(extensions.get('SIZE') ?? '')?.[0];
  return { extensions, mechanisms: [...mechanisms], size: Number(size ?? 0) > 0 ? Number(size) : null };
}
