import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { AIKO, type ImapHouse, mail, PASSWORD, startImapHouse } from './house.ts';
import { describeWith, run } from './programs.ts';

describeWith(['curl'], 'curl reads the lab by IMAP', () => {
  let house: ImapHouse;
  beforeAll(async () => {
    house = await startImapHouse();
    await house.fill(AIKO, 'INBOX', [mail('one', 'Erste Zeile\n二行目'), mail('two', 'second')]);
    await house.fill(AIKO, '仕事/春', [mail('spring')]);
  });
  afterAll(() => house?.close());
  afterEach(() => expect(house.refusals()).toEqual([]));

  const curl = async (...args: string[]): Promise<string> => {
    const ended = await run('curl', ['-sS', '--cacert', house.caFile, '-u', `${AIKO}:${PASSWORD}`, ...args]);
    expect({ code: ended.code, err: ended.err }).toEqual({ code: 0, err: '' });
    return ended.out;
  };
  const imaps = (path: string): string => `imaps://localhost:${house.imaps}/${path}`;

  test('LIST over TLS: the mailboxes with their special uses', async () => {
    const out = await curl(imaps(''));
    expect(out).toContain('"/" INBOX\r\n');
    expect(out).toMatch(/\* LIST \([^)]*\\Sent[^)]*\) "\/" "?Sent"?\r\n/);
    expect(out).toContain('"/" &TtVOiw-/&ZiU-\r\n');
  });

  test('STARTTLS on the other port', async () => {
    expect(await curl('--ssl-reqd', `imap://localhost:${house.imap}/`)).toContain('INBOX');
  });

  test('a message by UID, its header, its text, and a piece of it', async () => {
    expect(await curl(imaps('INBOX;UID=1'))).toBe(mail('one', 'Erste Zeile\n二行目'));
    expect(await curl(imaps('INBOX;UID=1;SECTION=TEXT'))).toBe('Erste Zeile\r\n二行目\r\n');
    expect(await curl(imaps('INBOX;UID=2;SECTION=HEADER.FIELDS%20(SUBJECT)'))).toBe('Subject: two\r\n\r\n');
    expect(await curl(imaps('INBOX;MAILINDEX=2;SECTION=1'))).toBe('second\r\n');
    expect(await curl(imaps('INBOX;UID=1/;SECTION=TEXT;PARTIAL=0.5'))).toBe('Erste');
  });

  test('a mailbox with a Japanese name', async () => {
    const name = encodeURIComponent('&TtVOiw-/&ZiU-');
    expect(await curl(imaps(`${name};UID=1;SECTION=TEXT`))).toBe('Text\r\n');
  });

  test('SEARCH and STATUS by custom requests, and APPEND by upload', async () => {
    expect(await curl(imaps('INBOX?SUBJECT%20two'))).toBe('* SEARCH 2\r\n');
    expect(await curl(imaps('INBOX'), '-X', 'UID SEARCH RETURN (MIN MAX COUNT) ALL')).toContain('MIN 1 MAX 2 COUNT 2');
    const file = join(house.folder, 'upload.eml');
    writeFileSync(file, mail('uploaded'));
    await curl('-T', file, imaps('Drafts'));
    expect(await curl(imaps('Drafts;UID=1'))).toBe(mail('uploaded'));
    expect(await curl(imaps('INBOX'), '-X', 'STATUS Drafts (MESSAGES UIDNEXT UNSEEN)')).toContain('MESSAGES 1');
  });
});
