/** What was done on a machine reaches the server, as far as it can: changes, and mails that wait to be sent. */
import { MailError } from '../../base/errors.ts';
import type { OutboxRow } from '../../contract/outbox.ts';
import type { Site } from './acts/act.ts';

/** Nothing where the machine is offline: it waits for the next sync then. @throws MailError who refused it */
export async function carry({ program, offline }: Pick<Site, 'program' | 'offline'>): Promise<void> {
  if (offline) return;
  const failed = failures(program);
  await sendWaiting(program);
  await program.runner.flush();
  const fresh = [...failures(program)].filter(([id]) => !failed.has(id));
  const first = fresh[0]?.[1];
  if (first === undefined) return;
  // The server's no is the last word: what is shown here becomes what is so there, as the app would do at once.
  await program.runner.syncOnce();
  throw new MailError(first);
}

/** Hands over the mails that wait, due or not. @throws MailError the first that nobody took; it waits on, or it was refused for good */
async function sendWaiting({ vault, engine }: Site['program']): Promise<void> {
  const waiting = vault.outbox.list().filter(({ state }) => state === 'queued');
  for (const { id } of waiting) await engine.parts.outbox.sendNow(id);
  for (const { id } of waiting) {
    const now = vault.outbox.find(id);
    if (now !== null && now.state !== 'sent') throw notSent(now);
  }
}

function notSent(mail: OutboxRow): MailError {
  if (mail.error !== undefined) return new MailError(mail.error);
  const no = mail.recipients.find(({ state }) => state !== 'accepted');
  return new MailError({
    kind: 'refused',
    at: 'smtp.rcpt',
    reason: 'recipient-refused',
    advice: 'check-address',
    said: no?.said,
    facts: { address: no?.address ?? '' },
  });
}

/** Operations that the server refused for good, with its words. */
function failures({ vault, account }: Site['program']) {
  return new Map(
    vault.operations
      .list()
      .flatMap((each) =>
        each.account === account && each.state === 'failed' && each.error !== undefined
          ? [[each.id, each.error] as const]
          : [],
      ),
  );
}
