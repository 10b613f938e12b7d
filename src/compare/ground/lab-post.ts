/** Mail comes into a mailbox of the lab as mail does: handed over outside, looked up, relayed, stored. */
import { rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { MailError } from '../../base/errors.ts';
import { removeFolder, temporaryFolder } from '../../base/temporary.ts';
import { type LabUser, settingsFor } from '../../contract/lab/settings.ts';
import type { Lab } from '../../lab/index.ts';
import { submit } from '../../smtp/index.ts';
import type { RawMail } from '../mails/mail.ts';

interface Post {
  /** Whose submission server takes it. */
  readonly from: LabUser;
  readonly to: string;
  readonly mails: readonly RawMail[];
}

/** Resolves when all of them lie in the inbox, in their order. @throws MailError what a server refused; message-refused where one did not arrive */
export async function post(lab: Lab, { from, to, mails }: Post): Promise<void> {
  const folder = await temporaryFolder('tegami-post-');
  try {
    const server = settingsFor(lab.status(), from, 'imap')?.outgoing;
    if (server === undefined) throw new Error(`nobody takes mail of ${from.address}`);
    const trust = { ca: lab.status().ca, pins: [] };
    for (const { mail, messageId, raw } of mails) {
      const began = lab.trace.last;
      const message = path.join(folder, `${mail}.eml`);
      await writeFile(message, raw);
      await submit({
        server,
        password: from.password,
        trust,
        envelope: { from: from.address, to: [to] },
        message,
        size: raw.length,
      }).catch((thrown: unknown) => {
        throw ownDiskFull(thrown) ?? thrown;
      });
      // One after the other: servers that work on many at once would give the UIDs in any order.
      await lab.settled();
      if (!isStored(lab, began, to, messageId)) throw lost(messageId);
      await rm(message);
    }
  } finally {
    await removeFolder(folder);
  }
}

/** RFC 3463 §3.4, X.3.1: mail system full. The lab's system is this computer, and waiting does not help. */
function ownDiskFull(thrown: unknown): MailError | null {
  if (!(thrown instanceof MailError) || !/^[45]\d\d[ -][45]\.3\.1\b/.test(thrown.said ?? '')) return null;
  return new MailError(
    { kind: 'not-stored', at: 'compare.deliver', reason: 'disk-full', advice: 'free-space', said: thrown.said },
    thrown,
  );
}

const isStored = (lab: Lab, began: number, user: string, messageId: string): boolean =>
  lab.trace
    .since(began)
    .some((event) => event.kind === 'stored' && event.user === user && event.messageId === messageId);

const lost = (messageId: string): MailError =>
  new MailError({
    kind: 'refused',
    at: 'compare.deliver',
    reason: 'message-refused',
    advice: 'report',
    facts: { message: messageId },
  });
