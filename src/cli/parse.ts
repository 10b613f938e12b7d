/** `tegami parse FILE.eml`: one mail as the program understands it, with no profile. */
import { parserPool } from '../message/index.ts';

/** What `parse` prints with --json; `show` has the same fields and more. @throws MailError not-found where there is no such file. */
export async function parseCommand(file: string) {
  const pool = parserPool();
  try {
    const message = await pool.parse(file);
    const textOf = (kind: 'text' | 'html'): string | null =>
      message.textParts.find((t) => t.kind === kind)?.text ?? null;
    return {
      messageId: message.messageId,
      inReplyTo: message.inReplyTo,
      references: message.references,
      date: message.date === null ? null : new Date(message.date).toISOString(),
      from: message.from,
      sender: message.sender,
      to: message.to,
      cc: message.cc,
      bcc: message.bcc,
      replyTo: message.replyTo,
      subject: message.subject,
      preview: message.preview,
      text: textOf('text'),
      html: textOf('html'),
      attachments: message.attachments,
      problems: message.problems,
      parts: message.parts,
      size: message.size,
    };
  } finally {
    await pool.close();
  }
}
