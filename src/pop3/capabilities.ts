/** CAPA, RFC 2449 §5. */
import type { Conversation } from './conversation.ts';
import { limits } from './limits.ts';

/**
 * What the server can do, in upper case: keywords, and each keyword with each of its parameters (`SASL`, `SASL PLAIN`).
 * Null where it does not know the question.
 */
export async function askCapabilities(talk: Conversation): Promise<ReadonlySet<string> | null> {
  talk.begin('pop3.capa');
  talk.send('CAPA');
  const reply = await talk.reply();
  if (reply.status !== 'ok') return null;
  return parseCapabilities(await talk.whole(limits.line * 16));
}

export function parseCapabilities(listing: Buffer): ReadonlySet<string> {
  const found = new Set<string>();
  for (const line of listing.toString('latin1').toUpperCase().split('\n')) {
    const [keyword, ...parameters] = line.trim().split(/\s+/);
    if (!keyword) continue;
    found.add(keyword);
    for (const parameter of parameters) found.add(`${keyword} ${parameter}`);
  }
  return found;
}
