/** A conversation from its greeting to its end. */
import { createHash } from 'node:crypto';
import type { FaultEffect } from '../../contract/lab/world.ts';
import { suffer } from './fault.ts';
import { readCommand } from './grammar.ts';
import { MOST_ERRORS } from './limits.ts';
import type { Session } from './session.ts';
import { verbFor } from './states.ts';

/** Why it ended, as the trace says it. */
export async function converse(
  session: Session,
  atConnect: FaultEffect | null,
): Promise<'quit' | 'dropped' | 'refused'> {
  const { channel } = session;
  if (!(await greet(session, atConnect))) return 'refused';
  while (channel.isOpen && session.state !== 'over') {
    const line = await channel.input.next();
    if (line.kind === 'end') return 'dropped';
    if (line.kind === 'too-long') {
      await session.err('that line is too long');
      return 'refused';
    }
    await answer(session, line.octets);
    if (session.errors >= MOST_ERRORS) {
      await session.err('this is no conversation');
      return 'refused';
    }
  }
  return channel.isOpen ? session.why : 'dropped';
}

/** RFC 1939 §4, §7: the timestamp is another one each time. */
export const timestampOf = (host: string, random: number, now: number, count: number): string =>
  `<${createHash('md5').update(`${random} ${now} ${count}`).digest('hex').slice(0, 16)}.${now}@${host}>`;

async function greet(session: Session, effect: FaultEffect | null): Promise<boolean> {
  if (await suffer(session, effect)) return false;
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
