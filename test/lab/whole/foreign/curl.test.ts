/** curl, as a person tries a server by hand: it sends by both doors of submission and reads by POP3 and IMAP. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeWith, run } from '../../imap/foreign/programs.ts';
import { letter, PASSWORD, startWholeLab, type WholeLab } from './house.ts';

const [AIKO, CHIYO] = ['aiko@hana.test', 'chiyo@yuki.test'];

describeWith(['curl'], 'curl and the whole lab', () => {
  let lab: WholeLab;
  beforeAll(async () => {
    lab = await startWholeLab();
  });
  afterAll(() => lab?.endsWell([/^AUTH PLAIN => -ERR \[AUTH\]/]));

  async function curl(user: string, ...args: string[]): Promise<string> {
    const ended = await run('curl', ['-sS', '--cacert', lab.ca, '--user', `${user}:${PASSWORD}`, ...args]);
    expect({ code: ended.code, err: ended.err }).toEqual({ code: 0, err: '' });
    return ended.out;
  }
  const url = (
    scheme: string,
    user: string,
    service: 'submission' | 'submissions' | 'imap' | 'imaps' | 'pop3' | 'pop3s',
  ) => {
    const { address, port } = lab.place(user, service);
    return `${scheme}://${address}:${port}`;
  };
  /** Gives the UID under which it arrived. */
  async function send(subject: string, door: string[], text?: string): Promise<number> {
    const mail = letter({ from: AIKO, to: CHIYO, subject, ...(text === undefined ? {} : { text }) });
    const file = path.join(lab.folder, 'mail.eml');
    writeFileSync(file, mail.text);
    await curl(AIKO, ...door, '--mail-from', AIKO, '--mail-rcpt', CHIYO, '--upload-file', file);
    return lab.arrived(mail.id, CHIYO);
  }

  test('hands over by smtp with STARTTLS required and the lab’s certificate authority, reads by imaps with UID and SECTION', async () => {
    const text = '一行目\r\n.dot\r\n..dots\r\n終わり';
    const uid = await send('STARTTLS by curl', ['--ssl-reqd', '--url', url('smtp', AIKO, 'submission')], text);
    const imaps = url('imaps', CHIYO, 'imaps');
    const whole = await curl(CHIYO, `${imaps}/INBOX;UID=${uid}`);
    expect(whole).toMatch(/^Return-Path: <aiko@hana\.test>\r\n/);
    expect(whole).toContain('Delivered-To: chiyo@yuki.test\r\n');
    expect(whole).toMatch(/^Authentication-Results: mx\.minato\.test;/m);
    expect(whole.endsWith(`\r\n\r\n${text}\r\n`)).toBe(true);
    expect(await curl(CHIYO, `${imaps}/INBOX;UID=${uid};SECTION=TEXT`)).toBe(`${text}\r\n`);
    expect(await curl(CHIYO, `${imaps}/INBOX;UID=${uid};SECTION=1`)).toBe(`${text}\r\n`);
    expect(await curl(CHIYO, `${imaps}/INBOX;UID=${uid};SECTION=HEADER.FIELDS%20(SUBJECT)`)).toBe(
      'Subject: STARTTLS by curl\r\n\r\n',
    );
    expect(await curl(CHIYO, '--ssl-reqd', `${url('imap', CHIYO, 'imap')}/INBOX;UID=${uid};SECTION=TEXT`)).toBe(
      `${text}\r\n`,
    );
    expect(await curl(CHIYO, `${imaps}/INBOX?SUBJECT%20STARTTLS`)).toMatch(/^\* SEARCH \d+\r\n$/);
  });

  test('hands over by smtps, reads by pop3s and by pop3 with STLS: list, UIDL, and the mail to its last octet', async () => {
    await send('smtps by curl', ['--url', url('smtps', AIKO, 'submissions')]);
    const pop3s = url('pop3s', CHIYO, 'pop3s');
    const list = (await curl(CHIYO, `${pop3s}/`)).trimEnd().split('\r\n');
    const last = list.at(-1)?.split(' ') ?? [];
    const read = await curl(CHIYO, `${pop3s}/${last[0]}`);
    expect(Buffer.byteLength(read)).toBe(Number(last[1]));
    expect(read).toContain('\r\nSubject: smtps by curl\r\n');
    expect(await curl(CHIYO, '--ssl-reqd', `${url('pop3', CHIYO, 'pop3')}/${last[0]}`)).toBe(read);
    const uidl = (await curl(CHIYO, '-X', 'UIDL', `${pop3s}/`)).trimEnd().split('\r\n');
    expect(uidl).toHaveLength(list.length);
    expect(new Set(uidl.map((line) => line.split(' ')[1])).size).toBe(list.length);
    expect(await curl(CHIYO, '-X', `TOP ${last[0]} 0`, `${pop3s}/`)).not.toContain('Text of smtps');
  });

  test('without the lab’s certificate authority nobody trusts it; with a wrong password nobody enters', async () => {
    const unknown = await run('curl', ['-sS', url('imaps', CHIYO, 'imaps')]);
    expect(unknown.code).toBe(60);
    const at = [url('imaps', CHIYO, 'imaps'), url('pop3s', CHIYO, 'pop3s'), url('smtps', CHIYO, 'submissions')];
    for (const each of at) {
      const refused = await run('curl', ['-sS', '--cacert', lab.ca, '--user', `${CHIYO}:wrong`, each]);
      expect([each, refused.code]).toEqual([each, 67]);
    }
  });
});
