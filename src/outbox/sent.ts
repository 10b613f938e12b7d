import type { AccountRow } from '../contract/account.ts';
import { previewOf } from '../message/index.ts';
import type { OutboxRecord, Vault } from '../vault/index.ts';
import { folderFor } from './place.ts';

/** Within the transaction that notes the server's yes: the bytes that were sent become a message in Sent, on the server too where it can. */
export function fileInSent(vault: Vault, account: AccountRow, record: OutboxRecord, now: number): void {
  const { draft } = record;
  const sent = folderFor(vault, account, 'sent');
  const answered = draft.answers === null ? null : vault.messages.find(draft.answers.message);
  const message = vault.messages.add(
    {
      account: account.id,
      folder: sent.id,
      uid: null,
      uidl: null,
      messageId: record.messageId,
      inReplyTo: draft.answers?.how === 'reply' ? (answered?.messageId ?? null) : null,
      references: [],
      from: { name: account.settings.name, address: account.settings.email },
      to: draft.to,
      cc: draft.cc,
      bcc: draft.bcc,
      replyTo: [],
      subject: draft.subject,
      date: record.created,
      size: record.size,
      flags: ['seen'],
      preview: previewOf(draft.text, 'text'),
      // Parts of a composed mail: 1 is the text, files follow (RFC 3501 §6.4.5).
      attachments: draft.attachments.map(({ name, type, size }, at) => ({
        part: String(at + 2),
        name,
        type,
        size,
        held: true,
      })),
      structure: null,
      file: record.file,
    },
    `sent: ${account.settings.outgoing.host} took it`,
  );
  if (account.settings.protocol === 'imap')
    vault.operations.add(
      account.id,
      {
        kind: 'append',
        to: sent.id,
        message,
        file: record.file,
        messageId: record.messageId,
        flags: ['seen'],
        date: now,
      },
      [message],
    );
  if (answered !== null) markAnswered(vault, answered.id, draft.answers?.how === 'forward' ? '$forwarded' : 'answered');
}

function markAnswered(vault: Vault, id: number, flag: string): void {
  const record = vault.messages.get(id);
  if (!vault.messages.setFlags(id, [...record.flags, flag], 'answered or passed on from here')) return;
  if (vault.accounts.get(record.account).settings.protocol === 'imap')
    vault.operations.add(record.account, { kind: 'flag', set: [flag], unset: [] }, [id]);
}
