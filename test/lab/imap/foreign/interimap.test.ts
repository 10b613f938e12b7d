import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { AIKO, type ImapHouse, mail, PASSWORD, startImapHouse } from './house.ts';
import { describeWith, run } from './programs.ts';

/** It works by QRESYNC, LIST-STATUS, UIDPLUS and LITERAL+, and gives up at the first octet that it did not expect. */
describeWith(['interimap'], 'InterIMAP keeps two servers of the lab alike by QRESYNC', () => {
  let here: ImapHouse;
  let there: ImapHouse;
  let rc: string;
  beforeAll(async () => {
    here = await startImapHouse();
    there = await startImapHouse();
    rc = join(here.folder, 'config');
    writeFileSync(
      rc,
      `
database = ${join(here.folder, 'state.db')}
list-mailbox = "*"
ignore-mailbox = ^(Other Users|#news)(?:\\x00|$)

[local]
type = imap
host = 127.0.0.1
port = ${here.imap}
STARTTLS = NO
username = ${AIKO}
password = ${PASSWORD}
auth = PLAIN LOGIN

[remote]
type = imaps
host = localhost
port = ${there.imaps}
username = ${AIKO}
password = ${PASSWORD}
compress = YES
SSL_CAfile = ${here.caFile}
`,
      { mode: 0o600 },
    );
  });
  afterAll(async () => {
    await here?.close();
    await there?.close();
  });

  async function sync(): Promise<void> {
    const ended = await run('interimap', ['--config', rc, '--quiet'], { env: { HOME: here.folder } });
    // What it makes for itself it tells on stderr too.
    const err = ended.err.replace(/^(Creating new schema in database file|database: Created mailbox) .*\n/gm, '');
    const said = { code: ended.code, err, refused: [...here.refusals(), ...there.refusals()] };
    if (said.code !== 0) console.error(here.transcripts().slice(-3000), there.transcripts().slice(-3000));
    expect(said).toEqual({ code: 0, err: '', refused: [] });
  }

  async function state(house: ImapHouse, withNumbers: boolean): Promise<Record<string, string[]>> {
    const found: Record<string, string[]> = {};
    for (const { name } of house.spool.list(AIKO)) {
      const mailbox = await house.spool.open(AIKO, name);
      const lines = (mailbox?.messages ?? []).map(async ({ uid, modseq, flags }) => {
        const subject = /Subject: (.*)\r/.exec(String(await mailbox?.read(uid)))?.[1];
        return `${withNumbers ? `${uid} ${modseq} ` : ''}${subject} ${[...flags].sort().join(' ')}`;
      });
      found[name] = (await Promise.all(lines)).sort();
    }
    return found;
  }

  test('everything goes both ways, and then nothing more', async () => {
    await here.fill(AIKO, 'INBOX', [mail('one'), mail('two')]);
    await here.fill(AIKO, '仕事', [mail('spring')], ['\\Flagged', 'work']);
    await there.fill(AIKO, 'INBOX', [mail('three')], ['\\Seen']);
    await there.fill(
      AIKO,
      'There',
      Array.from({ length: 60 }, (_, i) => mail(`number ${i}`)),
    );
    await sync();
    expect(await state(here, false)).toEqual(await state(there, false));
    expect((await state(here, false))['INBOX']).toEqual(['one ', 'three \\Seen', 'two ']);
    const before = [await state(here, true), await state(there, true)];
    await sync();
    expect([await state(here, true), await state(there, true)]).toEqual(before);
  });

  test('flags, expunges and new messages of both ends since the last time', async () => {
    const [a, b] = [await here.spool.open(AIKO, 'INBOX'), await there.spool.open(AIKO, 'INBOX')];
    await a?.setFlags([1], 'add', ['\\Answered', 'later']);
    await a?.expunge([2], 'imap');
    await b?.setFlags([1], 'add', ['\\Flagged']);
    await b?.append(Buffer.from(mail('four')));
    await (await there.spool.open(AIKO, 'There'))?.expunge([3, 4, 5, 60], 'imap');
    await sync();
    expect(await state(here, false)).toEqual(await state(there, false));
    expect((await state(here, false))['INBOX']).toEqual(['four ', 'one \\Answered later', 'three \\Flagged \\Seen']);
    expect((await state(here, false))['There']).toHaveLength(56);
    const before = [await state(here, true), await state(there, true)];
    await sync();
    expect([await state(here, true), await state(there, true)]).toEqual(before);
  });
});
