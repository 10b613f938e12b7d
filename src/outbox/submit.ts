import { randomUUID } from 'node:crypto';
import { MailError } from '../base/errors.ts';
import type { AccountRow } from '../contract/account.ts';
import type { Draft } from '../contract/outbox.ts';
import { type Composition, compose } from '../message/compose.ts';
import type { Vault } from '../vault/index.ts';

/**
 * Makes a draft into a mail that will be sent. Composed, on disk and committed when this resolves; the draft goes in the same transaction.
 * @throws MailError bad-address, bad-value, not-found, disk-full; then nothing changed and the draft is as it was.
 */
export async function submitDraft(
  vault: Vault,
  account: AccountRow,
  draft: Draft,
  draftId: number | null,
  now: number,
): Promise<{ id: number; messageId: string }> {
  if (draft.to.length + draft.cc.length + draft.bcc.length === 0)
    throw new MailError({
      kind: 'bad-input',
      at: 'outbox.submit',
      reason: 'bad-address',
      advice: 'check-address',
      said: 'no recipient',
    });
  const uploads = draft.attachments.map((each) => vault.uploads.get(each.upload));
  const answered = draft.answers === null ? null : vault.messages.find(draft.answers.message);
  const messageId = `<${randomUUID()}@${account.settings.email.split('@').at(-1) ?? 'localhost'}>`;
  const composition: Composition = {
    from: { name: account.settings.name, address: account.settings.email },
    to: draft.to,
    cc: draft.cc,
    bcc: draft.bcc,
    subject: draft.subject,
    text: draft.text,
    attachments: uploads.map(({ id, name, type }) => ({ file: vault.files.uploadPath(id), name, type })),
    ...(draft.answers?.how === 'reply' && answered?.messageId != null
      ? { inReplyTo: answered.messageId, references: [...answered.references, answered.messageId] }
      : {}),
    date: now,
    messageId,
  };
  const { staged, result } = await vault.files.receive((file) => compose(composition, file));
  await vault.files.seal([staged]);
  try {
    const id = vault.write(() => {
      if (draftId !== null) vault.drafts.remove(draftId);
      return vault.outbox.add({
        account: account.id,
        draft,
        messageId,
        subject: draft.subject,
        sender: result.envelope.from,
        recipients: result.envelope.to,
        file: staged.sha256,
        size: result.size,
      });
    });
    return { id, messageId };
  } catch (thrown) {
    vault.abandon([staged]);
    throw thrown;
  }
}
