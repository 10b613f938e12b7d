/** mbsync between a Maildir and the whole lab, both ways, while the lab itself delivers into the same mailbox. */
import { mkdirSync, readdirSync, readFileSync, renameSync, statSync, unlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeWith, run } from '../../imap/foreign/programs.ts';
import { letter, PASSWORD, startWholeLab, type WholeLab } from './house.ts';

const [AIKO, CHIYO] = ['aiko@hana.test', 'chiyo@yuki.test'];

describeWith(['mbsync', 'curl'], 'mbsync and the whole lab', () => {
  let lab: WholeLab;
  let near: string;
  let rc: string;
  beforeAll(async () => {
    lab = await startWholeLab();
    near = path.join(lab.folder, 'near');
    rc = path.join(lab.folder, 'mbsyncrc');
    mkdirSync(near);
    const { address, port } = lab.place(CHIYO, 'imaps');
    writeFileSync(
      rc,
      `
IMAPStore lab
Host ${address}
Port ${port}
User ${CHIYO}
Pass ${PASSWORD}
SSLType IMAPS
CertificateFile ${lab.ca}
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
  afterAll(() => lab?.endsWell());

  async function sync(): Promise<void> {
    const ended = await run('mbsync', ['-c', rc, '-a'], { env: { HOME: lab.folder } });
    expect({ code: ended.code, err: ended.err }).toEqual({ code: 0, err: '' });
  }
  async function curl(user: string, ...args: string[]): Promise<string> {
    const ended = await run('curl', ['-sS', '--cacert', lab.ca, '--user', `${user}:${PASSWORD}`, ...args]);
    expect({ code: ended.code, err: ended.err }).toEqual({ code: 0, err: '' });
    return ended.out;
  }
  const imap = (command: string, mailbox = 'INBOX'): Promise<string> => {
    const { address, port } = lab.place(CHIYO, 'imaps');
    return curl(CHIYO, `imaps://${address}:${port}/${mailbox}`, '-X', command);
  };
  /** Every mailbox with its UIDs, flags and modification sequences, as curl is told them. */
  async function far(): Promise<string> {
    const names = ['INBOX', 'Sent', 'Drafts', 'Junk', 'Trash'];
    const said = names.map(async (name) => `${name}\n${await imap('UID FETCH 1:* (FLAGS MODSEQ RFC822.SIZE)', name)}`);
    return (await Promise.all(said)).join('\n');
  }
  const files = (): string[] =>
    (readdirSync(near, { recursive: true }) as string[])
      .filter((name) => statSync(path.join(near, name)).isFile() && !/\.(lock|journal|new)$/.test(name))
      .map((name) => `${name} ${statSync(path.join(near, name)).size}`)
      .sort();
  const inbox = (): string[] =>
    ['cur', 'new'].flatMap((each) =>
      readdirSync(path.join(near, 'INBOX', each)).map((name) => path.join(near, 'INBOX', each, name)),
    );
  const fileOf = (id: string): string => {
    const found = inbox().find((file) => readFileSync(file, 'utf8').includes(id));
    if (found === undefined) throw new Error(`no file of ${id}`);
    return found;
  };
  async function delivered(subject: string): Promise<{ id: string; uid: number }> {
    const mail = letter({ from: AIKO, to: CHIYO, subject });
    const file = path.join(lab.folder, 'mail.eml');
    writeFileSync(file, mail.text);
    const { address, port } = lab.place(AIKO, 'submissions');
    const door = ['--url', `smtps://${address}:${port}`, '--mail-from', AIKO, '--mail-rcpt', CHIYO];
    await curl(AIKO, ...door, '--upload-file', file);
    return { id: mail.id, uid: await lab.arrived(mail.id, CHIYO) };
  }
  const quietThen = async (): Promise<void> => {
    const before = [await far(), files()];
    await sync();
    expect([await far(), files()]).toEqual(before);
  };

  test('the first run brings everything, the second and the third change nothing', async () => {
    for (const subject of ['one', 'two', 'three', 'four']) await delivered(subject);
    await sync();
    const count = /\* STATUS \S+ \(MESSAGES (\d+)\)/.exec(await imap('STATUS INBOX (MESSAGES)'))?.[1];
    expect(inbox()).toHaveLength(Number(count));
    await quietThen();
    await quietThen();
  });

  test('what changes at both ends reaches the other, and then nothing changes any more', async () => {
    const [read, gone, flagged, removed] = [
      ...[await delivered('read here'), await delivered('gone here')],
      ...[await delivered('flagged there'), await delivered('removed there')],
    ];
    if (!read || !gone || !flagged || !removed) throw new Error('four mails');
    await sync();
    // Here: read one, remove one, write one. There: flag one, remove one, one more comes in.
    const name = path.basename(fileOf(read.id)).replace(/:2,.*$/, '');
    renameSync(fileOf(read.id), path.join(near, 'INBOX/cur', `${name}:2,RS`));
    unlinkSync(fileOf(gone.id));
    const written = letter({ from: CHIYO, to: AIKO, subject: 'written here', text: '書きかけ' });
    mkdirSync(path.join(near, 'Drafts', 'cur'), { recursive: true });
    writeFileSync(path.join(near, 'Drafts/cur', '1795300000.written.here:2,DS'), written.text.replaceAll('\r\n', '\n'));
    await imap(`UID STORE ${flagged.uid} +FLAGS (\\Flagged)`);
    await imap(`UID STORE ${removed.uid} +FLAGS (\\Deleted)`);
    const { address, port } = lab.place(CHIYO, 'imaps');
    const script = `import imaplib,ssl,sys
c=imaplib.IMAP4_SSL('${address}',${port},ssl_context=ssl.create_default_context(cafile=sys.argv[1]))
c.login('${CHIYO}','${PASSWORD}'); c.select('INBOX'); assert c.uid('EXPUNGE','${removed.uid}')[0]=='OK'; c.logout()`;
    expect(await run('python3', ['-c', script, lab.ca])).toEqual({ code: 0, out: '', err: '' });
    const late = await delivered('came meanwhile');
    await sync();

    expect(await imap(`UID FETCH ${read.uid} (FLAGS)`)).toMatch(
      /FLAGS \([^)]*\\Answered[^)]*\\Seen|\\Seen[^)]*\\Answered/,
    );
    expect(await imap(`UID SEARCH UID ${gone.uid}`)).toBe('* SEARCH\r\n');
    expect(fileOf(flagged.id)).toMatch(/:2,[A-Z]*F/);
    expect(() => fileOf(removed.id)).toThrow();
    expect(fileOf(late.id)).toContain('INBOX');
    expect(await imap('UID SEARCH SUBJECT "written here" DRAFT SEEN', 'Drafts')).toMatch(/^\* SEARCH \d+\r\n$/);
    await quietThen();
  });
});
