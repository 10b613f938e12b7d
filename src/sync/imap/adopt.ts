import type { MessageRecord, NewMessage } from '../../vault/index.ts';

/**
 * Finds, among the messages of a folder that have no UID, the one that the server now shows under one: moved or filed by us on a server
 * that did not tell the new UID, or renumbered. The one found is taken out of `homeless`.
 */
export function adopt(message: NewMessage, homeless: MessageRecord[]): MessageRecord | null {
  const at = homeless.findIndex((record) => isSame(record, message));
  return at < 0 ? null : (homeless.splice(at, 1)[0] ?? null);
}

function isSame(a: MessageRecord, b: NewMessage): boolean {
  // Sizes are compared only without a Message-ID: servers may count a line end differently from the file that was appended.
  if (a.messageId !== null || b.messageId !== null) return a.messageId === b.messageId && a.subject === b.subject;
  return a.size === b.size && a.date === b.date && a.subject === b.subject;
}
