/** Signing in: SASL PLAIN (RFC 5034, 4616) where offered, else USER and PASS (RFC 1939 §7). */
import { MailError } from '../base/errors.ts';
import type { Conversation } from './conversation.ts';
import { limits } from './limits.ts';

/** What cannot be said in one line must not be tried: it would be another command. @throws MailError bad-value */
export function checkCredentials(user: string, password: string, peer: string): void {
  const at = 'pop3.auth';
  if (password === '')
    throw new MailError({ kind: 'bad-input', at, reason: 'password-missing', advice: 'sign-in-again', peer });
  if (user === '' || /[\r\n\0]/.test(user + password))
    throw new MailError({ kind: 'bad-input', at, reason: 'bad-value', advice: 'check-input', peer });
}

/** @param capabilities null where the server does not tell. @throws MailError password-refused, mechanism-missing, mailbox-locked, … */
export async function signIn(
  talk: Conversation,
  capabilities: ReadonlySet<string> | null,
  user: string,
  password: string,
): Promise<void> {
  const plain = Buffer.from(`\0${user}\0${password}`).toString('base64');
  talk.secrets = [password, plain];
  talk.marksPasswords = capabilities?.has('AUTH-RESP-CODE') ?? false;
  if (capabilities?.has('SASL PLAIN')) await authPlain(talk, plain);
  // A CAPA that names no way at all has forgotten USER; one that names others has left it out.
  else if (!capabilities || capabilities.has('USER') || !capabilities.has('SASL')) await userPass(talk, user, password);
  else throw mechanismMissing(talk, capabilities);
}

async function authPlain(talk: Conversation, plain: string): Promise<void> {
  const at = 'pop3.auth';
  const inOne = `AUTH PLAIN ${plain}`;
  const twoSteps = inOne.length + 2 > limits.authLine;
  let reply = await talk.ask(at, twoSteps ? 'AUTH PLAIN' : inOne, true);
  if (twoSteps && reply.status === 'challenge') reply = await talk.ask(at, plain, true);
  if (reply.status === 'challenge') {
    // It wants to go on where PLAIN has nothing more to say. RFC 5034 §4: a single star gives up.
    await talk.ask(at, '*', true);
    talk.broken(Buffer.from(reply.line));
  }
}

async function userPass(talk: Conversation, user: string, password: string): Promise<void> {
  await talk.ask('pop3.auth.user', `USER ${user}`, true);
  await talk.ask('pop3.auth.pass', `PASS ${password}`, true);
}

function mechanismMissing(talk: Conversation, capabilities: ReadonlySet<string>): MailError {
  const offered = [...capabilities].filter((one) => one.startsWith('SASL ')).map((one) => one.slice(5));
  return new MailError({
    kind: 'refused',
    at: 'pop3.auth',
    reason: 'mechanism-missing',
    advice: 'check-server',
    peer: talk.wire.peer,
    facts: { offered: offered.join(', ') },
  });
}
