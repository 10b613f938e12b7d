/** FETCH: what is read from the selected folder. Rows are read by fetch-row.ts, not by imapflow: raw octets, a third of the time. */
import { type FileHandle, open } from 'node:fs/promises';
import { MailError } from '../base/errors.ts';
import { readInternalDate } from './dates.ts';
import { readEnvelope } from './envelope.ts';
import { type FetchRow, readFetchRow, type Value } from './fetch-row.ts';
import { flagsOf } from './flags.ts';
import { type Response, say, type Token } from './flow.ts';
import { lookAgain, selectedFolder } from './folders.ts';
import { piece, setLength } from './limits.ts';
import { isSet, packSets, splitSet, unpackSet } from './sequence.ts';
import { readStructure } from './structure.ts';
import type { Talk } from './talk.ts';
import type { FlagReport, FlagState, Headline, PreviewItem, Selected, Summary } from './types.ts';

export class Fetches {
  /** Who takes the rows of the FETCH under way. */
  #take: ((row: FetchRow) => void) | null = null;
  /** Rows of the FETCH under way that could not be read, by their uid (0 where that could not be read either). */
  #broken: number[] = [];

  constructor(private readonly talk: Talk) {
    const { flow } = talk;
    const handle = flow.handleResponse.bind(flow);
    flow.handleResponse = async (data) => {
      const take = this.#take;
      if (!take) return handle(data);
      let row: FetchRow | null;
      try {
        row = readFetchRow(data.payload, data.literals);
      } catch {
        this.#broken.push(Number(/[( ]UID (\d{1,10})[ )]/i.exec(data.payload.toString('latin1'))?.[1] ?? 0));
        return true;
      }
      // Without a UID it is news of another's change (RFC 9051 §7.5.2), which imapflow tells on.
      if (!row?.items.has('UID')) return handle(data);
      take(row);
      return true;
    };
  }

  async #fetch(
    set: string,
    items: string,
    take: (row: FetchRow) => void,
    o: { modifiers?: string; vanished?: (response: Response) => void } = {},
  ): Promise<void> {
    this.#broken = [];
    this.#take = take;
    try {
      const verbatim = `${set} (${items})${o.modifiers ? ` (${o.modifiers})` : ''}`;
      await say(this.talk.flow, 'UID FETCH', verbatim, o.vanished && { untagged: { VANISHED: o.vanished } });
    } finally {
      this.#take = null;
    }
  }

  /** @see ImapSession.summaries */
  async summaries(uids: readonly number[], take: (summary: Summary) => void): Promise<void> {
    const { talk } = this;
    const modseq = hasModseq(talk) ? ' MODSEQ' : '';
    const items = `UID FLAGS RFC822.SIZE INTERNALDATE${modseq} ENVELOPE BODYSTRUCTURE BODY.PEEK[HEADER.FIELDS (REFERENCES)]`;
    for (const set of packSets(uids, setLength)) {
      await talk.ask('imap.fetch', async () => {
        let failed: unknown = null;
        await this.#fetch(set, items, (row) => {
          // Without its size it is news of changed flags that happens to name its uid.
          if (failed !== null || !row.items.has('RFC822.SIZE')) return;
          try {
            take(summary(row));
          } catch (thrown) {
            failed = thrown ?? new Error('unknown');
          }
        });
        const broken = this.#broken;
        if (failed === null && broken.length > 0) await this.#bare(broken, take);
        if (failed !== null) throw failed;
      });
    }
  }

  /** @see ImapSession.headlines */
  async headlines(uids: readonly number[]): Promise<Headline[]> {
    const found: Headline[] = [];
    for (const set of packSets(uids, setLength))
      await this.talk.ask('imap.fetch', () =>
        this.#fetch(set, 'UID ENVELOPE', (row) => {
          if (!row.items.has('ENVELOPE')) return;
          const { messageId, subject } = readEnvelope(row.items.get('ENVELOPE'), null);
          found.push({ uid: uidOf(row), messageId, subject });
        }),
      );
    return found;
  }

  /** Some servers' ENVELOPE or BODYSTRUCTURE of odd mail breaks the grammar: such mail is listed with what can be read. */
  async #bare(broken: readonly number[], take: (summary: Summary) => void): Promise<void> {
    if (broken.includes(0)) throw brokenReply('imap.fetch', this.talk.state.peer);
    for (const set of packSets(broken, setLength)) {
      await this.#fetch(set, 'UID FLAGS RFC822.SIZE INTERNALDATE', (row) => take(summary(row)));
      this.#check();
    }
  }

  /** @throws MailError broken-reply where a row of the last FETCH could not be read */
  #check(): void {
    if (this.#broken.length > 0) throw brokenReply('imap.fetch', this.talk.state.peer);
  }

  /** @see ImapSession.previews */
  async previews(items: readonly PreviewItem[], octets: number): Promise<Map<number, Uint8Array>> {
    const byPart = new Map<string, number[]>();
    for (const { uid, part } of items) {
      checkPart(part);
      const uids = byPart.get(part);
      if (uids) uids.push(uid);
      else byPart.set(part, [uid]);
    }
    const found = new Map<number, Uint8Array>();
    for (const [part, uids] of byPart)
      for (const set of packSets(uids, setLength))
        await this.talk.ask('imap.fetch', () =>
          this.#fetch(set, `UID BODY.PEEK[${part}]<0.${octets}>`, (row) => {
            const bytes = row.bodies.get(part);
            if (bytes) found.set(uidOf(row), bytes.subarray(0, octets));
          }),
        );
    return found;
  }

  /** @see ImapSession.flags */
  flags(range: string, changedSince: string | undefined): Promise<FlagReport> {
    const { talk } = this;
    if (!isSet(range) || (changedSince !== undefined && !/^\d{1,20}$/.test(changedSince)))
      return Promise.reject(badValue('imap.fetch'));
    return talk.ask('imap.fetch', async () => {
      const modseq = hasModseq(talk);
      const since = modseq && changedSince !== undefined && changedSince !== '0' ? changedSince : null;
      const qresync = since !== null && talk.flow.enabled.has('QRESYNC');
      const messages = new Map<number, FlagState>();
      const vanished: number[] = [];
      let told = qresync;
      const take = (row: FetchRow) => {
        const state = { uid: uidOf(row), flags: flagsOf(row.items.get('FLAGS')), ...modseqOf(row) };
        if (row.items.has('FLAGS')) messages.set(state.uid, state);
      };
      const gone = (response: Response) => {
        // RFC 7162 §3.2.6: VANISHED (EARLIER) set; servers may name uids that never were. Without EARLIER it is news of now.
        if (!Array.isArray(response.attributes?.[0])) void talk.flow.untaggedHandlers.VANISHED?.(response);
        const numbers = unpackSet(String(tokens(response).at(-1)?.value ?? ''), mostVanished);
        if (numbers) for (const n of numbers) vanished.push(n);
        else told = false;
      };
      const modifiers = since === null ? {} : { modifiers: `CHANGEDSINCE ${since}${qresync ? ' VANISHED' : ''}` };
      for (const set of splitSet(range, setLength)) {
        await this.#fetch(set, modseq ? 'UID FLAGS MODSEQ' : 'UID FLAGS', take, { ...modifiers, vanished: gone });
        this.#check();
      }
      return { messages: [...messages.values()], vanished: told ? vanished.sort((a, b) => a - b) : null };
    });
  }

  /** @see ImapSession.part */
  async part(uid: number, part: string, maxBytes: number): Promise<Uint8Array> {
    const pieces: Buffer[] = [];
    await this.#pieces(uid, part, maxBytes, async (bytes) => {
      pieces.push(bytes);
    });
    return pieces.length === 1 ? (pieces[0] as Buffer) : Buffer.concat(pieces);
  }

  /** @see ImapSession.partToFile */
  async partToFile(uid: number, part: string, file: string, before?: (octets: number) => void): Promise<number> {
    let handle: FileHandle | null = null;
    let size = 0;
    try {
      await this.#pieces(uid, part, Number.MAX_SAFE_INTEGER, async (bytes) => {
        before?.(bytes.length);
        handle ??= await open(file, 'w', 0o600);
        await handle.writeFile(bytes);
        size += bytes.length;
      });
      await (handle as FileHandle | null)?.sync();
    } catch (thrown) {
      throw this.talk.error(thrown, 'imap.fetch');
    } finally {
      await (handle as FileHandle | null)?.close();
    }
    return size;
  }

  /** Piece by piece (RFC 9051 §6.4.5, partial), so that a large part is never whole in memory. The first may be empty. */
  async #pieces(uid: number, part: string, most: number, take: (bytes: Buffer) => Promise<void>): Promise<void> {
    if (part !== '') checkPart(part);
    await lookAgain(this.talk, [uid]);
    const folder = selectedFolder(this.talk);
    for (let from = 0; from < most; ) {
      const length = Math.min(piece, most - from);
      const bytes = await this.talk.ask('imap.fetch', async () => {
        // The rest of one message must never come from another that has its number elsewhere.
        if (from > 0 && !isSame(folder, selectedFolder(this.talk))) throw otherFolder();
        const found: Buffer[] = [];
        await this.#fetch(String(uid), `UID BODY.PEEK[${part}]<${from}.${length}>`, (row) => {
          const body = row.bodies.get(part);
          if (body && uidOf(row) === uid) found.push(body);
        });
        this.#check();
        return found[0] ?? null;
      });
      if (bytes === null && from === 0) throw this.talk.notFound('imap.fetch');
      if (bytes === null) return;
      if (bytes.length > length) {
        // A server that does not know partial FETCH gives all of it at once; later it would shift what comes after.
        if (from > 0) throw brokenReply('imap.fetch', this.talk.state.peer);
        return take(bytes.subarray(0, most));
      }
      if (bytes.length > 0 || from === 0) await take(bytes);
      from += bytes.length;
      if (bytes.length < length) return;
    }
  }
}

/** More than this in one VANISHED: it is cheaper to compare with uids(). */
const mostVanished = 1_000_000;

function summary(row: FetchRow): Summary {
  const { items, bodies } = row;
  return {
    uid: uidOf(row),
    flags: flagsOf(items.get('FLAGS')),
    size: Number(items.get('RFC822.SIZE')) || 0,
    internalDate: readInternalDate(text(items.get('INTERNALDATE'))),
    envelope: readEnvelope(items.get('ENVELOPE'), bodies.get('HEADER.FIELDS (REFERENCES)') ?? null),
    structure: readStructure(items.get('BODYSTRUCTURE')),
    ...modseqOf(row),
  };
}

function isSame(a: Selected | null, b: Selected | null): boolean {
  return a?.path === b?.path && a?.uidValidity === b?.uidValidity;
}
/** A fault of ours: somebody selected without within(). */
function otherFolder(): MailError {
  return new MailError({ kind: 'bad-input', at: 'imap.fetch', reason: 'unexpected', advice: 'report' });
}
function uidOf(row: FetchRow): number {
  return Number(row.items.get('UID')) || 0;
}
function modseqOf(row: FetchRow): { modseq?: string } {
  const value = row.items.get('MODSEQ');
  const modseq = Array.isArray(value) ? value[0] : value;
  return typeof modseq === 'string' && /^\d{1,20}$/.test(modseq) ? { modseq } : {};
}
function text(value: Value | undefined): string {
  return typeof value === 'string' ? value : '';
}
function tokens(response: Response): Token[] {
  return (response.attributes ?? []).filter((token): token is Token => token !== null && !Array.isArray(token));
}
function hasModseq(talk: Talk): boolean {
  return talk.flow.enabled.has('CONDSTORE') && talk.flow.mailbox !== false && !talk.flow.mailbox.noModseq;
}
function checkPart(part: string): void {
  if (!/^\d{1,9}(\.\d{1,9}){0,100}(\.(TEXT|HEADER|MIME))?$/.test(part)) throw badValue('imap.fetch');
}
function badValue(at: string): MailError {
  return new MailError({ kind: 'bad-input', at, reason: 'bad-value', advice: 'check-input' });
}
function brokenReply(at: string, peer: string): MailError {
  return new MailError({ kind: 'broken-grammar', at, reason: 'broken-reply', advice: 'report', peer });
}
