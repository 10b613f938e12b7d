import { readdirSync, readFileSync, renameSync, statSync, unlinkSync, writeFileSync } from 'node:fs';
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { AIKO, type ImapHouse, mail, PASSWORD, startImapHouse } from './house.ts';
import { describeWith, run } from './programs.ts';

describeWith(['mbsync'], 'mbsync keeps a Maildir and the lab alike', () => {
  let house: ImapHouse;
  let near: string;
  let rc: string;
  beforeAll(async () => {
    house = await startImapHouse();
    near = join(house.folder, 'near');
    rc = join(house.folder, 'mbsyncrc');
    await mkdir(near);
    writeFileSync(
      rc,
      `
IMAPStore lab
Host localhost
Port ${house.imaps}
User ${AIKO}
Pass ${PASSWORD}
SSLType IMAPS
CertificateFile ${house.caFile}
SystemCertificates no

MaildirStore near
Path ${near}/
Inbox ${near}/INBOX
SubFolders Verbatim

Channel all
Far :lab:
Near :near:
Patterns * "!Other Users*" "!#news*"
Create Both
Remove Both
Expunge Both
SyncState *
`,
      { mode: 0o600 },
    );
  });
  afterAll(() => house?.close());

  async function sync(): Promise<void> {
    const ended = await run('mbsync', ['-c', rc, '-a'], { env: { HOME: house.folder } });
    const said = { code: ended.code, err: ended.err, refused: house.refusals() };
    if (said.code !== 0 || said.err !== '' || said.refused.length > 0) console.error(house.transcripts().slice(-4000));
    expect(said).toEqual({ code: 0, err: '', refused: [] });
  }

  /** All messages and flags of the server. */
  async function far(): Promise<Record<string, string[]>> {
    const found: Record<string, string[]> = {};
    for (const { name } of house.spool.list(AIKO)) {
      const mailbox = await house.spool.open(AIKO, name);
      const lines = (mailbox?.messages ?? []).map(
        async ({ uid, flags, modseq }) =>
          `${uid} ${modseq} ${[...flags].sort().join(' ')} ${/Subject: (.*)\r/.exec(String(await mailbox?.read(uid)))?.[1]}`,
      );
      found[name] = await Promise.all(lines);
    }
    return found;
  }

  const files = (): string[] =>
    (readdirSync(near, { recursive: true }) as string[])
      .filter((name) => statSync(join(near, name)).isFile() && !/\.(lock|journal|new)$/.test(name))
      .map((name) => `${name} ${statSync(join(near, name)).size}`)
      .sort();

  const inbox = (): string[] =>
    ['cur', 'new'].flatMap((each) =>
      readdirSync(join(near, 'INBOX', each)).map((name) => join(near, 'INBOX', each, name)),
    );
  const fileOf = (subject: string): string => {
    const found = inbox().find((file) => readFileSync(file, 'utf8').includes(`Subject: ${subject}\n`));
    if (found === undefined) throw new Error(`no file of ${subject}`);
    return found;
  };

  test('the first run brings everything, the second changes nothing', async () => {
    await house.fill(AIKO, 'INBOX', [mail('one'), mail('two'), mail('three')]);
    await house.fill(AIKO, 'INBOX', [mail('four')], ['\\Seen', '\\Flagged']);
    await house.fill(AIKO, '仕事/春', [mail('spring')], ['\\Answered']);
    await sync();
    expect(inbox()).toHaveLength(4);
    expect(fileOf('four')).toMatch(/:2,FS$/);
    const before = [await far(), files()];
    await sync();
    expect([await far(), files()]).toEqual(before);
  });

  test('what changes at both ends reaches the other, and then nothing changes any more', async () => {
    // here: read one, delete two, write five, make a folder
    const one = fileOf('one');
    renameSync(
      one,
      join(
        near,
        'INBOX/cur',
        `${one
          .split('/')
          .at(-1)
          ?.replace(/:2,.*$/, '')}:2,RS`,
      ),
    );
    unlinkSync(fileOf('two'));
    writeFileSync(join(near, 'INBOX/cur', '1700000000.five.here:2,S'), mail('five').replaceAll('\r\n', '\n'));
    await mkdir(join(near, 'Made here/cur'), { recursive: true });
    for (const each of ['new', 'tmp']) await mkdir(join(near, 'Made here', each));
    writeFileSync(join(near, 'Made here/cur', '1700000001.six.here:2,F'), mail('six').replaceAll('\r\n', '\n'));
    // there: flag three, delete four, a new one, a new folder
    const box = await house.spool.open(AIKO, 'INBOX');
    await box?.setFlags([3], 'add', ['\\Flagged']);
    await box?.expunge([4], 'imap');
    await house.fill(AIKO, 'INBOX', [mail('seven')]);
    await house.fill(AIKO, 'Made there', [mail('eight')], ['\\Seen']);
    await sync();

    const there = await far();
    const lines = (name: string): string[] => (there[name] ?? []).map((line) => line.replace(/^\d+ \d+ /, '')).sort();
    expect(lines('INBOX')).toEqual([' seven', '\\Answered \\Seen one', '\\Flagged three', '\\Seen five'].sort());
    expect(lines('Made here')).toEqual(['\\Flagged six']);
    expect(
      inbox()
        .map((file) => /Subject: (.*)/.exec(readFileSync(file, 'utf8'))?.[1])
        .sort(),
    ).toEqual(['five', 'one', 'seven', 'three'].sort());
    expect(fileOf('three')).toMatch(/F/);
    expect(readdirSync(join(near, 'Made there/cur'))).toHaveLength(1);

    const before = [await far(), files()];
    await sync();
    expect([await far(), files()]).toEqual(before);
  });

  test('a hundred messages one by one, with STARTTLS', async () => {
    await house.fill(
      AIKO,
      'many',
      Array.from({ length: 100 }, (_, i) => mail(`number ${i}`, `text ${i}\n`.repeat(i))),
    );
    const text = readFileSync(rc, 'utf8')
      .replace('SSLType IMAPS', 'SSLType STARTTLS')
      .replace(`Port ${house.imaps}`, `Port ${house.imap}`);
    writeFileSync(rc, text);
    await sync();
    expect(['cur', 'new'].flatMap((each) => readdirSync(join(near, 'many', each)))).toHaveLength(100);
  });
});
