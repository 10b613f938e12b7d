/** mutt in batch: it sends by its own SMTP and reads by its own IMAP and POP. */
import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeWith, run } from '../../imap/foreign/programs.ts';
import { PASSWORD, startWholeLab, type WholeLab } from './house.ts';

const [AIKO, CHIYO] = ['aiko@hana.test', 'chiyo@yuki.test'];

describeWith(['mutt', 'script'], 'mutt and the whole lab', () => {
  let lab: WholeLab;
  beforeAll(async () => {
    lab = await startWholeLab();
  });
  afterAll(() => lab?.endsWell());

  const url = (
    scheme: string,
    user: string,
    service: 'submission' | 'submissions' | 'imap' | 'imaps' | 'pop3' | 'pop3s',
  ) => {
    const { address, port } = lab.place(user, service);
    return `${scheme}://${user.replace('@', '%40')}@${address}:${port}/`;
  };
  function muttrc(user: string, more: readonly string[]): string {
    const file = path.join(lab.folder, 'muttrc');
    const lines = [
      ...[
        `set from="${user}" realname="" use_from=yes envelope_from=no hostname=programs.test`,
        `set folder="${lab.folder}" ssl_starttls=yes ssl_force_tls=yes`,
      ],
      ...[`set ssl_ca_certificates_file="${lab.ca}" certificate_file="${lab.folder}/accepted" smtp_pass=${PASSWORD}`],
      ...[`set imap_user="${user}" imap_pass=${PASSWORD} pop_user="${user}" pop_pass=${PASSWORD}`],
      ...[
        'set record="" header_cache="" message_cachedir="" mark_old=no delete=yes quit=yes wait_key=no pipe_decode=yes sleep_time=0',
      ],
      ...['set charset=utf-8 sort=mailbox-order imap_check_subscribed=no pop_delete=no', ...more],
    ];
    writeFileSync(file, `${lines.join('\n')}\n`);
    return file;
  }
  const env = (): Record<string, string> => ({ HOME: lab.folder, TERM: 'vt100', COLUMNS: '120', LINES: '40' });

  async function send(door: string, to: string, id: string, text: string): Promise<void> {
    const rc = muttrc(AIKO, [`set smtp_url="${door}"`, `my_hdr Message-ID: ${id}`]);
    const ended = await run('mutt', ['-F', rc, '-s', '茶会の件', '--', to], { stdin: text, env: env() });
    expect(ended).toEqual({ code: 0, out: '', err: '' });
  }
  /** Keys as a person would press them; mutt wants a terminal, which script(1) makes. Gives the newest message, decoded, as piped out of mutt. */
  async function newest(user: string, folder: string, keys = ''): Promise<string> {
    const piped = path.join(lab.folder, 'piped');
    const press = `<last-entry><pipe-message>cat > ${piped}<enter>${keys}<quit>`;
    const command = `mutt -F ${muttrc(user, [])} -f '${folder}' -e "push '${press}'"`;
    const ended = await run('script', ['-qec', command, '/dev/null'], { env: env() });
    expect({ code: ended.code, err: ended.err }).toEqual({ code: 0, err: '' });
    const text = readFileSync(piped, 'utf8');
    rmSync(piped);
    return text;
  }

  test.each([
    ['STARTTLS', 'submission', 'smtp'],
    ['TLS from the first octet', 'submissions', 'smtps'],
  ] as const)('sends by smtp_url with %s a Japanese mail, and it arrives', async (how, service, scheme) => {
    const id = `<mutt.${service}@programs.test>`;
    await send(url(scheme, AIKO, service), CHIYO, id, `三時にどうぞ。\n${how}\n`);
    await lab.arrived(id, CHIYO);
  });

  const written = expect.stringMatching(
    /^Subject: 茶会の件\n[^]*三時にどうぞ。\nTLS from the first octet\n/m,
  ) as unknown as string;

  test('reads that in an imap folder, over TLS and over STARTTLS', async () => {
    for (const folder of [url('imaps', CHIYO, 'imaps'), url('imap', CHIYO, 'imap')])
      expect(await newest(CHIYO, `${folder}INBOX`)).toEqual(written);
    await expect.poll(() => lab.events('retrieved').some(({ protocol }) => protocol === 'imap')).toBe(true);
  });

  test('reads it in a pop folder, over TLS and over STLS, and leaves everything where it was', async () => {
    for (const folder of [url('pops', CHIYO, 'pop3s'), url('pop', CHIYO, 'pop3')])
      expect(await newest(CHIYO, folder)).toEqual(written);
    await expect.poll(() => lab.events('retrieved').some(({ protocol }) => protocol === 'pop3')).toBe(true);
    expect(lab.events('expunged')).toEqual([]);
  });

  test('deletes one in the imap folder and one in the pop folder, and only those are gone', async () => {
    await newest(CHIYO, `${url('imaps', CHIYO, 'imaps')}INBOX`, '<delete-message>');
    await newest(CHIYO, url('pops', CHIYO, 'pop3s'), '<delete-message>');
    await expect
      .poll(() => lab.events('expunged').map(({ by, uids }) => `${uids.length} by ${by}`))
      .toEqual(['1 by imap', '1 by pop3']);
  });
});
