/** A conversation from its greeting to its end. */
import { createHash } from 'node:crypto';
import { TooLong } from '../line/channel.ts';
import { suffer } from './fault.ts';
import { readCommand } from './grammar.ts';
import { LONGEST_LINE, MOST_ERRORS } from './limits.ts';
import type { Session } from './session.ts';
import { verbFor } from './states.ts';

/** `full`: only to say that there is no room. */
export async function converse(session: Session, o: { implicitTls: boolean; full: boolean }): Promise<void> {
  try {
    if (o.full) await refuse(session, 'no line is free', 'SYS/TEMP');
    else if (await begin(session, o.implicitTls)) await answerAll(session);
  } catch (thrown) {
    if (!(thrown instanceof TooLong)) throw thrown;
    await refuse(session, 'that line is too long');
  } finally {
    // RFC 1939 §3: without the UPDATE state, nothing is deleted.
    session.maildrop?.unlock();
  }
}

async function answerAll(session: Session): Promise<void> {
  const { channel } = session;
  while (channel.isOpen && session.state !== 'over') {
    const line = await channel.line(LONGEST_LINE);
    if (line === null) return;
    await answer(session, line);
    if (session.errors >= MOST_ERRORS) await refuse(session, 'this is no conversation');
  }
}

async function refuse(session: Session, text: string, code?: 'SYS/TEMP'): Promise<void> {
  await session.err(text, code);
  session.end('refused');
}

/** RFC 1939 §4, §7: the timestamp is another one each time. */
export const timestampOf = (host: string, random: number, now: number, count: number): string =>
  `<${createHash('md5').update(`${random} ${now} ${count}`).digest('hex').slice(0, 16)}.${now}@${host}>`;

/** To the greeting. False: it is over already. */
async function begin(session: Session, implicitTls: boolean): Promise<boolean> {
  const effect = session.strike('pop3.connect');
  session.connection.spoilsTls = effect?.kind === 'bad-tls';
  // Nobody is there, or leaves at once: before any handshake.
  const absent = effect?.kind === 'dead-host' || (effect?.kind === 'drop' && effect.afterOctets === 0);
  if (!absent && implicitTls && (await session.connection.secure()) === null) return false;
  if (await suffer(session, effect)) {
    session.end('refused');
    return false;
  }
  await session.ok(`POP3 at ${session.around.host} ${session.timestamp}`);
  return true;
}

async function answer(session: Session, line: Buffer): Promise<void> {
  const text = line.toString('utf8');
  session.tell({ kind: 'command', text });
  const command = readCommand(line);
  if (command === null) return session.err('no command of POP3');
  const verb = verbFor(session.state, command.keyword);
  // PASS comes right after USER. RFC 1939 §7.
  if (command.keyword !== 'PASS') session.named = null;
  if (verb === 'unknown') return session.err(`I do not know ${command.keyword}`);
  if (verb === 'not-now') return session.err(`${command.keyword} is not for now`);
  await verb.run(session, command.argument);
}
