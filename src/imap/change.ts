/** STORE, COPY, MOVE, EXPUNGE, APPEND: what changes the server's mail. */
import { readFile } from 'node:fs/promises';
import { parseCopyUid } from 'imapflow/lib/commands/copyuid-parser.js';
import { MailError } from '../base/errors.ts';
import { writeInternalDate } from './dates.ts';
import { isSystem, plainFlag, wireFlag } from './flags.ts';
import { exec, type Response, say, type Token } from './flow.ts';
import { lookAgain, selectAnew, selectedFolder } from './folders.ts';
import { setLength } from './limits.ts';
import { mailbox } from './mailbox-name.ts';
import { packSets } from './sequence.ts';
import type { Talk } from './talk.ts';
import type { Appended, FlagChange } from './types.ts';

/** @see ImapSession.store */
export async function storeFlags(talk: Talk, uids: readonly number[], change: FlagChange): Promise<void> {
  const set = wireFlags(change.set ?? []);
  const unset = wireFlags(change.unset ?? []);
  await lookAgain(talk, uids);
  await mustBeKept(talk, [...(change.set ?? []), ...(change.unset ?? [])]);
  for (const range of packSets(uids, setLength))
    await talk.ask('imap.store', async () => {
      if (set) await say(talk.flow, 'UID STORE', `${range} +FLAGS.SILENT (${set})`);
      if (unset) await say(talk.flow, 'UID STORE', `${range} -FLAGS.SILENT (${unset})`);
    });
}

/** @see ImapSession.move */
export async function moveMessages(
  talk: Talk,
  uids: readonly number[],
  to: string,
): Promise<Map<number, number> | null> {
  const verb = talk.has('MOVE') ? 'UID MOVE' : 'UID COPY';
  if (verb === 'UID COPY') await mustBeKept(talk, ['deleted']);
  const moved = new Map<number, number>();
  let told = true;
  for (const value of packSets(uids, setLength)) {
    await talk.ask('imap.move', async () => {
      const map: { uidMap?: Map<number, number> } = {};
      // RFC 6851 §4.3: MOVE tells COPYUID in an untagged OK, some servers in the tagged one.
      const read = (response: Response) => parseCopyUid(response as Parameters<typeof parseCopyUid>[0], map as never);
      read(await exec(talk.flow, verb, [{ type: 'SEQUENCE', value }, mailbox(talk, to)], { untagged: { OK: read } }));
      if (map.uidMap) for (const [from, now] of map.uidMap) moved.set(from, now);
      else told = false;
    });
  }
  if (verb === 'UID COPY') await removeMessages(talk, uids);
  return told && uids.length > 0 ? moved : null;
}

/** @see ImapSession.remove */
export async function removeMessages(talk: Talk, uids: readonly number[]): Promise<'expunged' | 'marked'> {
  await storeFlags(talk, uids, { set: ['deleted'] });
  if (talk.has('UIDPLUS')) {
    for (const set of packSets(uids, setLength))
      await talk.ask('imap.expunge', () => say(talk.flow, 'UID EXPUNGE', set));
    return 'expunged';
  }
  // EXPUNGE removes whatever is marked (RFC 9051 §6.4.3), so it may be said only where all of it is ours.
  return talk.ask('imap.expunge', async () => {
    const ours = new Set(uids);
    let others = 0;
    await say(talk.flow, 'UID SEARCH', 'DELETED', {
      untagged: {
        SEARCH: (response) => {
          for (const uid of searched(response)) if (!ours.has(uid)) others++;
        },
      },
    });
    if (others > 0) return 'marked';
    await say(talk.flow, 'EXPUNGE', null);
    return 'expunged';
  });
}

/** @see ImapSession.append */
export async function appendMessage(
  talk: Talk,
  path: string,
  file: string,
  flags: readonly string[],
  date: number,
): Promise<Appended> {
  const list = flags.map((flag) => ({ type: 'ATOM', value: checked(flag) }));
  const content = await readFile(file).catch((thrown: unknown) => {
    throw talk.error(thrown, 'imap.append');
  });
  return talk.ask('imap.append', async () => {
    const when = { type: 'STRING', value: writeInternalDate(date) };
    const { attributes } = await exec(talk.flow, 'APPEND', [
      mailbox(talk, path),
      list,
      when,
      { type: 'LITERAL', value: content },
    ]);
    // RFC 4315 §3: OK [APPENDUID uidvalidity uid]
    const first = attributes?.[0];
    const section = first && !Array.isArray(first) ? ((first as Token).section ?? []) : [];
    const [code, uidValidity, uid] = section.map((token) => String((token as Token | null)?.value ?? ''));
    if (code?.toUpperCase() !== 'APPENDUID' || !/^\d{1,10}$/.test(uid ?? '')) return { uid: null, uidValidity: null };
    return { uid: Number(uid), uidValidity: uidValidity ?? null };
  });
}

/**
 * RFC 3501 §7.1: what is not among PERMANENTFLAGS is ignored by a STORE, or forgotten with the session, and the server says OK all the
 * same (Dovecot, in a folder that another user shares). Keywords are not worth a refusal: many servers keep none.
 */
async function mustBeKept(talk: Talk, flags: readonly string[]): Promise<void> {
  const before = selectedFolder(talk);
  if (before === null || notKept(talk, flags) === null) return;
  // Whoever shares it may have given more rights since it was selected.
  await selectAnew(talk, before);
  const flag = notKept(talk, flags);
  if (flag === null) return;
  throw new MailError({
    kind: 'refused',
    at: 'imap.store',
    reason: 'flag-not-kept',
    advice: 'check-input',
    peer: talk.state.peer,
    facts: { flag, folder: before.path },
  });
}

function notKept(talk: Talk, flags: readonly string[]): string | null {
  const box = talk.flow.mailbox;
  // Where the server does not tell them, all are kept.
  if (!box || box.permanentFlags === undefined) return null;
  const kept = new Set([...box.permanentFlags].map(plainFlag));
  return flags.map(plainFlag).find((each) => isSystem(each) && !kept.has(each)) ?? null;
}

function wireFlags(flags: readonly string[]): string {
  return flags.map(checked).join(' ');
}

function checked(flag: string): string {
  const wire = wireFlag(flag);
  if (wire === null)
    throw new MailError({
      kind: 'bad-input',
      at: 'imap.store',
      reason: 'bad-value',
      advice: 'check-input',
      facts: { flag },
    });
  return wire;
}

function searched(response: Response): number[] {
  if ('numbers' in response && Array.isArray(response.numbers)) return response.numbers as number[];
  return (response.attributes ?? [])
    .map((token) => Number((token as Token | null)?.value))
    .filter(Number.isSafeInteger);
}
