/** What a list of a queue shows of a mail: its subject and Message-ID, from the first octets of its header. */
import { fieldOf, readHeader } from '../../message/header.ts';
import { decodeWords } from '../../message/words.ts';

export function subjectAndId(head: Uint8Array): { readonly subject: string; readonly messageId: string | null } {
  const { fields } = readHeader(head, 0, head.length, () => false);
  const id = fieldOf(fields, 'message-id')?.trim() ?? null;
  return {
    subject: decodeWords(fieldOf(fields, 'subject') ?? '').slice(0, 500),
    messageId: id === null || id === '' ? null : id.slice(0, 998),
  };
}
