/** How a message's file is called: `1763767065.Kq3…,S=5012:2,FS`. Its first part is the message's guid, and stays; only the flags change. */
import { createHash, randomBytes } from 'node:crypto';
import { flagLetters } from './flags.ts';
import type { StoredMessage } from './store.ts';

/** A colon cannot stand in a file name of Windows; other programs use the semicolon there. */
const MARK = process.platform === 'win32' ? ';' : ':';
/** 96 bits, in 16 characters. */
const OCTETS = 12;

/** A name for a new message. With a key it is the same for the same key, but for the second. */
export const newGuid = (now: number, key: string = randomKey()): string => `${Math.floor(now / 1000)}.${key}`;
const randomKey = (): string => randomBytes(OCTETS).toString('base64url');
/** What is left of a delivery's `once`. */
export const onceKey = (once: string): string => digest(`once ${once}`);
/** The part of a guid that a delivery is recognised by. */
export const keyOf = (guid: string): string => guid.slice(guid.indexOf('.') + 1);
/** For a file that another program put here: the same each time it is looked at. */
export const foreignGuid = (base: string): string => `0.${digest(`file ${base}`)}`;

const digest = (text: string): string =>
  createHash('sha256').update(text).digest().subarray(0, OCTETS).toString('base64url');

/** Without flags; `S=` as Maildir++ has it. */
export const baseOf = (message: Pick<StoredMessage, 'guid' | 'size'>): string => `${message.guid},S=${message.size}`;
/** The guid in a name that is one of ours. */
export const guidOfBase = (base: string): string | null => /^(\d+\.[\w-]{16}),S=\d+$/.exec(base)?.[1] ?? null;
/** The part before the flags of any file in a Maildir. */
export function baseOfFile(name: string): string {
  const end = name.indexOf(`${MARK}2,`);
  return end < 0 ? name : name.slice(0, end);
}
export function lettersOfFile(name: string): string {
  const end = name.indexOf(`${MARK}2,`);
  return end < 0 ? '' : name.slice(end + 3);
}

/** Where it belongs, inside the mailbox's folder: `new/` as long as it has no flags, `cur/` with them. */
export function placeOf(message: Pick<StoredMessage, 'guid' | 'size' | 'flags'>): string {
  const letters = flagLetters(message.flags);
  return letters === '' ? `new/${baseOf(message)}` : `cur/${baseOf(message)}${MARK}2,${letters}`;
}
