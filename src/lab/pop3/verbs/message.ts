/** A message that a command names by its number. */
import type { StoredMessage } from '../../spool/store.ts';
import { readNumbers } from '../grammar.ts';
import type { Session } from '../session.ts';

/** The numbers, if there are as many as wanted; null: -ERR was said. */
export async function numbers(session: Session, argument: string, wanted: number): Promise<number[] | null> {
  const found = readNumbers(argument);
  if (found?.length === wanted) return found;
  await session.err(wanted === 1 ? 'a message-number, please' : 'a message-number and a number of lines, please');
  return null;
}

export interface Named {
  readonly number: number;
  readonly message: StoredMessage;
}

/** By its number; null: -ERR was said. */
export async function named(session: Session, number: number): Promise<Named | null> {
  const message = session.drop.get(number);
  if (message !== null) return { number, message };
  await session.err(`no such message: ${number}`);
  return null;
}

/** Of a command whose argument is a number and nothing else; null: -ERR was said. */
export async function theOne(session: Session, argument: string): Promise<Named | null> {
  const given = await numbers(session, argument, 1);
  return given === null ? null : named(session, given[0] ?? 0);
}
