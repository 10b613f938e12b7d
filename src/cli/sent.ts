import { MailError } from '../base/errors.ts';
import type { Engine } from '../engine/index.ts';

/** Waits for the server's answer, and for the copy in Sent. @throws MailError the server's refusal. */
export async function sent(engine: Engine, id: number): Promise<void> {
  const { outbox: runner, vault, runners } = engine.parts;
  await runner.sendNow(id);
  const record = vault.outbox.get(id);
  if (record.error !== undefined) throw new MailError(record.error);
  const refused = record.recipients.find((each) => each.state !== 'accepted');
  if (refused !== undefined)
    throw new MailError({
      kind: 'refused',
      at: 'smtp.rcpt',
      reason: 'recipient-refused',
      advice: 'check-address',
      said: refused.said,
      facts: { address: refused.address },
    });
  await runners.of(record.account).flush();
}
