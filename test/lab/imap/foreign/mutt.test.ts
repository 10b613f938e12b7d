import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { AIKO, type ImapHouse, mail, PASSWORD, startImapHouse } from './house.ts';
import { describeWith, run } from './programs.ts';

describeWith(['mutt', 'script'], 'mutt at the lab', () => {
  let house: ImapHouse;
  beforeAll(async () => {
    house = await startImapHouse();
    await house.fill(AIKO, 'INBOX', [
      mail('one'),
      mail('会議の件', '木曜日に会いましょう'),
      mail('three'),
      mail('four'),
    ]);
    await house.fill(AIKO, 'Archive', []);
    writeFileSync(
      join(house.folder, 'muttrc'),
      `
set folder=imaps://localhost:${house.imaps}/
set spoolfile=+INBOX
set imap_user="${AIKO}"
set imap_pass="${PASSWORD}"
set certificate_file="${house.caFile}"
set ssl_ca_certificates_file="${house.caFile}"
set mark_old=no delete=yes quit=yes wait_key=no confirmappend=no confirmcreate=no
set sort=mailbox-order auto_tag=no header_cache="" message_cachedir=""
set charset=utf-8 pager=builtin sleep_time=0
set record="" imap_check_subscribed=no
`,
    );
  });
  afterAll(() => house?.close());

  /** Keys as a person would press them; mutt wants a terminal, which script(1) makes. */
  async function mutt(keys: string, refused: unknown[] = []): Promise<string> {
    const command = `mutt -F ${join(house.folder, 'muttrc')} -e "push '${keys}'"`;
    const ended = await run('script', ['-qec', command, '/dev/null'], {
      env: { HOME: house.folder, TERM: 'vt100', COLUMNS: '100', LINES: '40' },
    });
    const said = { code: ended.code, err: ended.err, refused: house.refusals() };
    if (said.code !== 0) console.error(ended.out, house.transcripts().slice(-4000));
    expect(said).toEqual({ code: 0, err: '', refused });
    return ended.out;
  }

  const flags = async (name: string): Promise<string[]> =>
    ((await house.spool.open(AIKO, name))?.messages ?? []).map(({ uid, flags: set }) =>
      [uid, ...[...set].sort()].join(' '),
    );

  test('looking changes nothing', async () => {
    await mutt('<quit>');
    expect(await flags('INBOX')).toEqual(['1', '2', '3', '4']);
  });

  test('reading, flagging, copying and deleting', async () => {
    const out = await mutt(
      '2<enter><display-message><exit>3<enter><flag-message>4<enter><copy-message>=Archive<enter>1<enter><delete-message><quit>',
    );
    expect(out).toContain('会議の件');
    expect(await flags('INBOX')).toEqual(['2 \\Seen', '3 \\Flagged', '4']);
    expect(await flags('Archive')).toHaveLength(1);
  });

  test('server-side search, and moving to a folder that is not there yet', async () => {
    await mutt('<limit>=b 木曜日<enter><save-message>=New/桜<enter><limit>all<enter><quit>', [
      expect.stringContaining('NO [NONEXISTENT]'),
      expect.stringContaining('NO [TRYCREATE]'),
    ]);
    expect(await flags('New/桜')).toEqual([expect.stringContaining('Seen')]);
    expect(await flags('INBOX')).toEqual(['3 \\Flagged', '4']);
  });
});
