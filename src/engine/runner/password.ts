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
