import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { AIKO, type ImapHouse, mail, PASSWORD, startImapHouse } from './house.ts';
import { describeWith, run } from './programs.ts';

describeWith(['fetchmail'], 'fetchmail takes mail from the lab by IMAP', () => {
  let house: ImapHouse;
  beforeAll(async () => {
    house = await startImapHouse();
    await house.fill(AIKO, 'INBOX', [mail('one'), mail('two', 'From here\n.dot\n..dots'), mail('three')]);
  });
  afterAll(() => house?.close());

  /** Exit codes of fetchmail(1): 0 mail was taken, 1 there was none. */
  async function fetchmail(
    options: string,
    secure: 'imaps' | 'starttls',
  ): Promise<{ code: number | null; subjects: string[] }> {
    const box = join(house.folder, 'taken');
    rmSync(box, { force: true });
    const rc = join(house.folder, 'fetchmailrc');
    const how = secure === 'imaps' ? `service ${house.imaps}` : `service ${house.imap}`;
    writeFileSync(
      rc,
      `set no bouncemail
poll localhost protocol IMAP ${how} user "${AIKO}" password "${PASSWORD}" ${secure === 'imaps' ? 'ssl' : 'sslproto TLS1.2+'} sslcertck sslcertfile "${house.caFile}" ${options} mda "cat >> ${box}"\n`,
      { mode: 0o600 },
    );
    const ended = await run('fetchmail', ['-f', rc, '--nosyslog', '--silent'], {
      env: { FETCHMAILHOME: house.folder, HOME: house.folder },
    });
    expect(
      ended.err.split('\n').filter((line) => line !== '' && !/Running as root|with some cryptic/i.test(line)),
    ).toEqual([]);
    expect(house.refusals()).toEqual([]);
    const text = existsSync(box) ? readFileSync(box, 'utf8') : '';
    return { code: ended.code, subjects: [...text.matchAll(/^Subject: (.*)$/gm)].map((found) => found[1] ?? '') };
  }

  const left = async (): Promise<string[]> =>
    ((await house.spool.open(AIKO, 'INBOX'))?.messages ?? []).map(({ uid, flags }) => [uid, ...flags].join(' '));

  test('keeping: each is taken once and marked as read', async () => {
    expect(await fetchmail('keep', 'imaps')).toEqual({ code: 0, subjects: ['one', 'two', 'three'] });
    expect(await left()).toEqual(['1 \\Seen', '2 \\Seen', '3 \\Seen']);
    expect(await fetchmail('keep', 'starttls')).toEqual({ code: 1, subjects: [] });
  });

  test('not keeping: what was taken is gone', async () => {
    await house.fill(AIKO, 'INBOX', [mail('four')]);
    expect(await fetchmail('nokeep', 'starttls')).toEqual({ code: 0, subjects: ['four'] });
    expect(await left()).toEqual(['1 \\Seen', '2 \\Seen', '3 \\Seen']);
    expect(await fetchmail('nokeep fetchall', 'imaps')).toEqual({ code: 0, subjects: ['one', 'two', 'three'] });
    expect(await left()).toEqual([]);
  });
});
