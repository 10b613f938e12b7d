/** AUTH, RFC 4954: PLAIN (RFC 4616) and LOGIN, which no RFC has but every old program. */
import { fault } from '../faults.ts';
import { type Answer, mistake } from '../replies.ts';
import type { Session } from '../session.ts';
import type { Verb } from './verb.ts';

export const auth: Verb = {
  name: 'AUTH',
  usage: 'AUTH PLAIN|LOGIN [initial response]',
  async run(session, argument) {
    const words = argument.split(/[ \t]+/);
    const mechanism = words[0]?.toUpperCase() ?? '';
    if (words.length > 2 || mechanism === '') return mistake(501, '5.5.4 It is written AUTH MECHANISM [response]');
    if (session.kind === 'mx') return mistake(502, '5.5.1 Nobody signs in here; hand your mail to a submission server');
    if (session.peer.user !== null) return mistake(503, '5.5.1 Signed in already');
    if (mechanism !== 'PLAIN' && mechanism !== 'LOGIN') return mistake(504, '5.5.4 PLAIN or LOGIN');
    if (!session.mayAuth()) return mistake(538, '5.7.11 STARTTLS first: a password is not sent in clear');
    const given = await (mechanism === 'PLAIN' ? plain : login)(session, words[1]);
    if ('code' in given) return given;
    return signIn(session, mechanism, given);
  },
};

interface Credentials {
  readonly user: string;
  readonly password: string;
}

async function signIn(session: Session, mechanism: string, { user, password }: Credentials): Promise<Answer> {
  const refused =
    (await fault(session, 'smtp.auth', user)) ?? (await session.policy.authenticate(session.peer, user, password));
  session.tell({ kind: 'signed-in', user, mechanism, accepted: refused === null });
  if (refused !== null) return session.countSignIn(refused);
  session.peer.user ??= user;
  return { code: 235, text: `2.7.0 Welcome, ${user}` };
}

/** RFC 4616: authorization identity NUL authentication identity NUL password. */
async function plain(session: Session, initial: string | undefined): Promise<Credentials | Answer> {
  const response = decode(initial ?? (await session.ask('')));
  if ('code' in response) return response;
  const parts = response.text.split('\0');
  const [authorization, user, password] = parts;
  if (parts.length !== 3 || authorization === undefined || !user || !password)
    return mistake(501, '5.5.2 PLAIN is two NULs between three words');
  if (authorization !== '' && authorization.toLowerCase() !== user.toLowerCase())
    return { code: 535, text: '5.7.8 Nobody signs in for another here' };
  return { user, password };
}

async function login(session: Session, initial: string | undefined): Promise<Credentials | Answer> {
  const user = decode(initial ?? (await session.ask('Username:')));
  if ('code' in user) return user;
  const password = decode(await session.ask('Password:'));
  return 'code' in password ? password : { user: user.text, password: password.text };
}

function decode(line: string | null): { text: string } | Answer {
  if (line === null) return mistake(500, '5.5.6 That line cannot be read');
  if (line === '*') return { code: 501, text: '5.7.0 Given up, as you wish' };
  // RFC 4954 §4: `=` is an initial response without octets.
  if (line === '=') return { text: '' };
  if (!/^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$/.test(line))
    return mistake(501, '5.5.2 That is not Base64');
  return { text: Buffer.from(line, 'base64').toString('utf8') };
}
