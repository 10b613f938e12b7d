/** Sessions of our own client with a private Dovecot. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onTestFinished } from 'vitest';
import type { MailError } from '../../../src/base/errors.ts';
import { type ImapOptions, type ImapSession, type News, openImap, type Summary } from '../../../src/imap/index.ts';
import { Counters } from '../../../src/net/index.ts';
import type { Dovecot } from '../../servers/dovecot.ts';

export interface Signed {
  readonly session: ImapSession;
  readonly counters: Counters;
  /** The transcript: `C: …`, `S: …`. */
  readonly lines: string[];
  readonly news: { path: string; what: News }[];
  readonly ends: (MailError | null)[];
  /** Resolves at the first news of this kind, also past ones. */
  untilNews(what: News): Promise<string>;
  untilEnd(): Promise<MailError | null>;
}

export async function signIn(dovecot: Dovecot, user: string, o: Partial<ImapOptions> = {}): Promise<Signed> {
  const counters = new Counters();
  const lines: string[] = [];
  const news: { path: string; what: News }[] = [];
  const ends: (MailError | null)[] = [];
  const looks = new Set<() => void>();
  const look = () => {
    for (const each of [...looks]) each();
  };
  const session = await openImap({
    server: { host: 'localhost', port: dovecot.imap, security: 'none' },
    user,
    password: dovecot.users[user] ?? '',
    trust: { ca: dovecot.caPem, pins: [] },
    counters,
    record: ({ who, text }) => lines.push(`${who}: ${text}`),
    onNews: (path, what) => {
      news.push({ path, what });
      look();
    },
    onClose: (error) => {
      ends.push(error);
      look();
    },
    ...o,
  });
  onTestFinished(() => session.close());
  const until = <T>(find: () => { found: T } | undefined) =>
    new Promise<T>((resolve) => {
      const each = () => {
        const result = find();
        if (!result) return;
        looks.delete(each);
        resolve(result.found);
      };
      looks.add(each);
      each();
    });
  return {
    session,
    counters,
    lines,
    news,
    ends,
    untilNews: (what) =>
      until(() => {
        const one = news.find((each) => each.what === what);
        return one && { found: one.path };
      }),
    untilEnd: () => until(() => (ends.length > 0 ? { found: ends[0] as MailError | null } : undefined)),
  };
}

export async function summariesOf(session: ImapSession, uids?: readonly number[]): Promise<Summary[]> {
  const found: Summary[] = [];
  await session.summaries(uids ?? (await session.uids()), (summary) => found.push(summary));
  return found;
}

export function tempFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), 'tegami-imap-'));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}
