/** LOGIN and AUTHENTICATE PLAIN. RFC 3501 §6.2.2, §6.2.3; RFC 4616; RFC 4959 (SASL-IR). In clear too, as mail was. */
import { domainOf, userOf } from '../../around.ts';
import { capabilities } from '../capabilities.ts';
import { strike } from '../fault.ts';
import { COMMAND_TEXT, SIGN_IN_ATTEMPTS } from '../limits.ts';
import { bad, no } from '../refusal.ts';
import type { Session } from '../session.ts';
import type { Verb } from '../verb.ts';

export const login: Verb = {
  name: 'LOGIN',
  states: ['not-authenticated'],
  async run(session, args) {
    args.sp();
    const user = args.astring();
    args.sp();
    const password = args.astring();
    args.end();
    return signIn(session, 'LOGIN', utf8(user), utf8(password));
  },
};

export const authenticate: Verb = {
  name: 'AUTHENTICATE',
  states: ['not-authenticated'],
  async run(session, args) {
    args.sp();
    const mechanism = args.atom().toUpperCase();
    const initial = args.take(' ') ? args.match(/[A-Za-z0-9+/=]+/y) : null;
    args.end();
    if (mechanism !== 'PLAIN') throw no('Only PLAIN is here', 'CANNOT');
    const answer = initial ?? (await ask(session));
    if (answer === '*') throw bad('Given up');
    if (!/^(=|[A-Za-z0-9+/]*={0,2})$/.test(answer)) throw bad('That is not base64');
    const [authorize, user, password, ...more] = Buffer.from(answer, 'base64').toString('utf8').split('\0');
    if (authorize === undefined || user === undefined || password === undefined || more.length > 0)
      throw bad('PLAIN is: authorization id, NUL, user, NUL, password');
    if (authorize !== '' && authorize.toLowerCase() !== user.toLowerCase())
      throw no('Nobody acts for somebody else here', 'AUTHORIZATIONFAILED');
    return signIn(session, 'PLAIN', user, password);
  },
};

async function ask(session: Session): Promise<string> {
  session.channel.write('+ \r\n');
  session.channel.flush();
  const line = await session.channel.line(COMMAND_TEXT);
  return line?.toString('latin1') ?? '*';
}

const attempts = new WeakMap<Session, number>();

async function signIn(session: Session, mechanism: string, address: string, password: string): Promise<string> {
  const { around } = session;
  await strike(session, 'imap.login', { user: address.toLowerCase(), refusedAs: 'AUTHENTICATIONFAILED' });
  const world = around.world();
  const user = userOf(world, address);
  const domain = world.domains.find((each) => each.name === domainOf(address));
  const accepted = user !== undefined && user.password === password && domain?.mailboxes === around.host;
  session.tell({ kind: 'signed-in', user: address, mechanism, accepted });
  if (!accepted) {
    const failed = (attempts.get(session) ?? 0) + 1;
    attempts.set(session, failed);
    if (failed >= SIGN_IN_ATTEMPTS) session.bye('Too many failed sign-ins');
    throw no('No such user, or not that password', 'AUTHENTICATIONFAILED');
  }
  session.user = user.address;
  session.state = 'authenticated';
  return `[CAPABILITY ${capabilities(session)}] Welcome`;
}

const utf8 = (octets: string): string => Buffer.from(octets, 'latin1').toString('utf8');
