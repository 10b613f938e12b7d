import { MailError } from '../../base/errors.ts';
import type { AccountRow } from '../../contract/account.ts';
import type { RunnerPorts } from './runner.ts';

/** @throws MailError password-missing: it was kept for one session only, or never given here. */
export async function passwordOf(ports: Pick<RunnerPorts, 'passwords'>, account: AccountRow): Promise<string> {
  const password = await ports.passwords.get(account.id);
  if (password !== null) return password;
  throw new MailError({
    kind: 'bad-input',
    at: 'secrets.get',
    reason: 'password-missing',
    advice: 'sign-in-again',
    peer: account.settings.incoming.host,
    facts: { user: account.settings.incoming.user },
  });
}

/** A refused password is told with the name that it was for: a person may have several. */
export async function asUser<T>(user: string | null, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (thrown) {
    if (!(thrown instanceof MailError) || thrown.reason !== 'password-refused' || user === null) throw thrown;
    throw new MailError({ ...thrown.toValue(), facts: { ...thrown.facts, user } }, thrown);
  }
}
