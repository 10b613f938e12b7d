import type { ImapSession, Summary, TextChoice } from '../../imap/index.ts';
import { decodeText, decodeTransfer, previewOf } from '../../message/index.ts';
import type { NewMessage } from '../../vault/index.ts';

/** What the vault keeps of a message of which only the envelope, the flags and the structure are here. */
export function newMessage(
  summary: Summary,
  choice: TextChoice,
  preview: string,
  place: { account: number; folder: number },
): NewMessage {
  const { envelope } = summary;
  return {
    ...place,
    uid: summary.uid,
    uidl: null,
    messageId: envelope.messageId,
    inReplyTo: envelope.inReplyTo,
    references: envelope.references,
    from: envelope.from,
    to: envelope.to,
    cc: envelope.cc,
    bcc: envelope.bcc,
    replyTo: envelope.replyTo,
    subject: envelope.subject,
    date: envelope.date ?? summary.internalDate,
    size: summary.size,
    flags: [...summary.flags].sort(),
    preview,
    attachments: choice.attachments.map(({ part, name, type, size, cid }) => ({
      part,
      name,
      type,
      size,
      held: false,
      ...(cid === undefined ? {} : { cid }),
    })),
    structure: summary.structure,
    file: null,
  };
}

/** The first words of each message, by one partial FETCH for each kind of place where the text stands. */
export async function previewsOf(
  session: ImapSession,
  batch: readonly { uid: number; choice: TextChoice }[],
): Promise<Map<number, string>> {
  const items = batch.flatMap(({ uid, choice }) => {
    const text = choice.alternatives.find((each) => each.kind === 'text') ?? choice.shown;
    return text === null ? [] : [{ uid, text }];
  });
  const bytes = await session.previews(items.map(({ uid, text }) => ({ uid, part: text.part })));
  const previews = new Map<number, string>();
  for (const { uid, text } of items) {
    const beginning = bytes.get(uid);
    if (beginning === undefined) continue;
    // The cut may fall inside a character; what that leaves is not worth a problem in a preview.
    const decoded = decodeText(decodeTransfer(beginning, text.encoding).bytes, text.charset).text.replace(
      /\uFFFD+$/,
      '',
    );
    previews.set(uid, previewOf(decoded, text.kind));
  }
  return previews;
}
