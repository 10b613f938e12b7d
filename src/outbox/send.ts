import { asMailError, type MailError } from '../base/errors.ts';
import type { AccountRow } from '../contract/account.ts';
import type { Recipient } from '../contract/outbox.ts';
import type { Counters, Route, TranscriptLine } from '../net/index.ts';
import { SubmitError, submit } from '../smtp/index.ts';
import type { OutboxRecord, Vault } from '../vault/index.ts';
import { backoff } from './backoff.ts';
import { fileInSent } from './sent.ts';

export interface SendPorts {
  now(): number;
  random(): number;
  readonly counters?: Counters | undefined;
  readonly route?: Route | undefined;
  readonly record?: ((line: TranscriptLine) => void) | undefined;
  readonly signal?: AbortSignal | undefined;
}

/** One try to hand a mail to the submission server. What came of it is in the vault when this resolves; it never throws for what a server does. */
export async function trySend(
  vault: Vault,
  account: AccountRow,
  record: OutboxRecord,
  password: string | null,
  ports: SendPorts,
): Promise<void> {
  const { outgoing, trust } = account.settings;
  const to = record.recipients.filter((each) => each.state === 'waiting').map((each) => each.address);
  const attempts = record.attempts + 1;
  vault.write(() => vault.outbox.set(record.id, { ...record, state: 'sending', attempts, error: undefined }));
  const result = await submit({
    server: outgoing,
    password,
    trust,
    counters: ports.counters,
    route: ports.route,
    record: ports.record,
    signal: ports.signal,
    envelope: { from: record.sender, to },
    message: vault.files.mailPath(record.file),
    size: record.size,
  }).catch((thrown: unknown) => {
    const error = asMailError(thrown, 'smtp.send');
    const refused = thrown instanceof SubmitError ? thrown.recipients.refused : [];
    const failure = afterFailure(answers(record.recipients, [], refused), attempts, error, ports);
    vault.write(() => vault.outbox.set(record.id, { said: record.said, ...failure }));
    return null;
  });
  // Outside of what catches a refusal: what goes wrong from here on does not mean that the server said no.
  if (result === null) return;
  const recipients = answers(record.recipients, result.accepted, result.refused);
  settle(vault, account, record, recipients, attempts, result.said, ports);
}

/** The server took the message for those it accepted: filed in Sent and noted as sent in one transaction. */
function settle(
  vault: Vault,
  account: AccountRow,
  record: OutboxRecord,
  recipients: Recipient[],
  attempts: number,
  said: string | null,
  ports: SendPorts,
): void {
  const wait = recipients.some((each) => each.state === 'waiting');
  const refused = recipients.some((each) => each.state === 'refused');
  const firstTime = !record.recipients.some((each) => each.state === 'accepted');
  vault.write(() => {
    vault.outbox.set(record.id, {
      state: wait ? 'queued' : refused ? 'refused' : 'sent',
      recipients,
      attempts,
      nextTry: wait ? ports.now() + backoff(attempts, ports.random()) : null,
      said: said ?? undefined,
    });
    if (firstTime) fileInSent(vault, account, record, ports.now());
  });
}

function afterFailure(recipients: Recipient[], attempts: number, error: MailError, ports: SendPorts) {
  const final = isFinal(error);
  const mine = needsPerson(error);
  return {
    state: final ? ('refused' as const) : ('queued' as const),
    recipients,
    attempts,
    nextTry: final || mine ? null : ports.now() + backoff(attempts, ports.random()),
    error: error.toValue(),
  };
}

/** 5xx: asking again gets the same answer (RFC 5321 §4.2.1). A refused sign-in is not about this mail, so it waits for the person. */
function isFinal(error: MailError): boolean {
  if (needsPerson(error) || error.facts?.['permanent'] === 0) return false;
  if (error.facts?.['permanent'] === 1) return true;
  return error.reason === 'message-too-large' || error.reason === 'bad-address' || error.reason === 'unexpected';
}

/** Trying again by itself would only repeat a wrong password, or a certificate that nobody looked at. */
function needsPerson(error: MailError): boolean {
  return (
    error.kind === 'untrusted' ||
    error.reason === 'password-refused' ||
    error.reason === 'password-missing' ||
    error.reason === 'mechanism-missing'
  );
}

function answers(
  before: readonly Recipient[],
  accepted: readonly { address: string; said: string }[],
  refused: readonly { address: string; said: string; permanent: boolean }[],
): Recipient[] {
  return before.map((each) => {
    if (each.state !== 'waiting') return each;
    const yes = accepted.find((answer) => answer.address === each.address);
    if (yes !== undefined) return { address: each.address, state: 'accepted', said: yes.said };
    const no = refused.find((answer) => answer.address === each.address);
    if (no !== undefined) return { address: each.address, state: no.permanent ? 'refused' : 'waiting', said: no.said };
    return each; // nothing new about this one: what was said before stands
  });
}
