import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { MailError } from '../../src/base/errors.ts';
import { type ImapSession, openImap, type Summary } from '../../src/imap/index.ts';
import { play, readScript, type Script } from '../pop3/support/script.ts';

const folder = new URL('../transcripts/imap/', import.meta.url).pathname;
const temp = mkdtempSync(join(tmpdir(), 'tegami-imap-'));
afterAll(() => rmSync(temp, { recursive: true }));

for (const name of readdirSync(folder).sort()) {
  const script = readScript(folder + name);
  for (const pieces of ['glued', 'bytes'] as const)
    test(`${script.title} (${name}, ${pieces})`, async () => {
      const server = await play(script.steps, pieces);
      try {
        const outcome = await follow(script, server.port).catch((thrown: unknown) => thrown);
        expect(server.faults).toEqual([]);
        if (script.error) {
          const { at, reason, more } = script.error;
          if (!(outcome instanceof MailError)) expect(outcome).toBeInstanceOf(MailError);
          expect((outcome as MailError).toValue()).toMatchObject({ at, reason, ...more });
          expect(JSON.stringify((outcome as MailError).toValue())).not.toContain(script.login[1]);
        } else {
          if (outcome instanceof Error) throw outcome;
          expect(outcome).toEqual(JSON.parse(script.gives ?? 'null'));
        }
        const commands = script.steps.flatMap((step) => ('hear' in step ? [step.hear] : []));
        expect(server.heard.filter((line) => !/ LOGOUT$/.test(line))).toEqual(commands);
      } finally {
        await server.close();
      }
    });
}

/** Does what the script's `do:` line says; gives what the last call gave. */
async function follow(script: Script, port: number): Promise<unknown> {
  const ending = new AbortController();
  const session = await openImap({
    server: { host: '127.0.0.1', port, security: script.security },
    user: script.login[0],
    password: script.login[1],
    trust: { pins: [] },
    signal: ending.signal,
    limits: { connectMs: 5000, silenceMs: 600, idleAfterMs: 100_000 },
  });
  try {
    let result: unknown = null;
    for (const call of script.calls) result = await one(session, call);
    return result;
  } finally {
    ending.abort(); // without LOGOUT, which the scripts do not await
  }
}

async function one(session: ImapSession, call: string): Promise<unknown> {
  const [name, a = '', b = '', c = ''] = call.split(' ');
  const uids = a.split(',').map(Number);
  const summaries = async (): Promise<Summary[]> => {
    const found: Summary[] = [];
    await session.summaries(call.split(' ').slice(1).map(Number), (summary) => found.push(summary));
    return found;
  };
  switch (name) {
    case 'capabilities':
      return [...session.capabilities];
    case 'folders':
      return session.folders();
    case 'roles':
      return (await session.folders())
        .map(({ path, role }) => [path, role])
        .sort(([x], [y]) => (x === 'INBOX' ? -1 : y === 'INBOX' ? 1 : String(x) < String(y) ? -1 : 1));
    case 'paths':
      return (await session.folders()).map(({ path, selectable }) => (selectable ? path : `(${path})`));
    case 'createFolder':
      return session.createFolder(a);
    case 'select':
      return session.select(a.replaceAll('_', ' '));
    case 'status':
      return session.status(a);
    case 'uids':
      return session.uids();
    case 'summaries':
      return summaries();
    case 'subjects':
      return (await summaries()).map(({ uid, envelope, structure }) => [uid, envelope.subject, structure.type]);
    case 'part':
      return Buffer.from(await session.part(Number(a), b, c ? { maxBytes: Number(c) } : {})).toString('latin1');
    case 'previews': {
      const items = call
        .split(' ')
        .slice(1)
        .map((item) => item.split('/'));
      const found = await session.previews(items.map(([uid, part]) => ({ uid: Number(uid), part: part ?? '' })));
      return [...found].sort(([x], [y]) => x - y).map(([uid, bytes]) => [uid, Buffer.from(bytes).toString()]);
    }
    case 'flags':
      return session.flags(a, b);
    case 'store': {
      const list = (text: string) => text.slice(1).split(',').filter(Boolean);
      await session.store(uids, { set: list(b), unset: list(c) });
      return null;
    }
    case 'move':
      return [...((await session.move(uids, b)) ?? [])];
    case 'remove':
      return session.remove(uids);
    case 'append': {
      const file = join(temp, 'append');
      writeFileSync(file, c);
      return session.append(a, file, [b], Date.UTC(2026, 10, 21, 11, 14, 33));
    }
    case 'search':
      return session.search({ [a]: [b.replaceAll('_', ' ')] });
    case 'headlines':
      return session.headlines(uids);
    case 'share':
      await session.share(a, b, c as 'read');
      return null;
    case 'find':
      return session.findByMessageId(a, b);
    default:
      throw new Error(`no such call: ${call}`);
  }
}
