/** fetchmail and mpop empty a mailbox of the whole lab, or leave it as it is; nothing is fetched twice. */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeWith, run } from '../../imap/foreign/programs.ts';
import { letter, PASSWORD, startWholeLab, type WholeLab } from './house.ts';

const [AIKO, BEN, CHIYO, DAICHI, EMI, FUYU] = [
  ...['aiko@hana.test', 'ben@hana.test', 'chiyo@yuki.test', 'daichi@niwa.test', 'emi@sora.test', 'fuyu@yama.test'],
] as [string, string, string, string, string, string];

describeWith(['fetchmail', 'mpop', 'curl'], 'programs that fetch, and the whole lab', () => {
  let lab: WholeLab;
  beforeAll(async () => {
    lab = await startWholeLab();
  });
  afterAll(() => lab?.endsWell());

  /** Mails in the mailbox, as curl is told by POP3. */
  async function count(user: string): Promise<number> {
    const { address, port } = lab.place(user, 'pop3s');
    const args = ['-sS', '--cacert', lab.ca, '--user', `${user}:${PASSWORD}`, `pop3s://${address}:${port}/`];
    const ended = await run('curl', args);
    expect({ code: ended.code, err: ended.err }).toEqual({ code: 0, err: '' });
    return ended.out.split('\r\n').filter((line) => line !== '').length;
  }
  async function delivered(to: string, subject: string): Promise<string> {
    const mail = letter({ from: AIKO, to, subject, text: 'From here\r\n.dot\r\n終わり' });
    const file = path.join(lab.folder, 'mail.eml');
    writeFileSync(file, mail.text);
    const { address, port } = lab.place(AIKO, 'submissions');
    const door = ['--cacert', lab.ca, '--user', `${AIKO}:${PASSWORD}`, '--url', `smtps://${address}:${port}`];
    const args = ['-sS', ...door, '--mail-from', AIKO, '--mail-rcpt', to, '--upload-file', file];
    const ended = await run('curl', args);
    expect({ code: ended.code, err: ended.err }).toEqual({ code: 0, err: '' });
    await lab.arrived(mail.id, to);
    return mail.id;
  }

  /** Exit codes of fetchmail(1): 0 mail was taken, 1 there was none. Gives the ids of what it handed on. */
  async function fetchmail(
    user: string,
    how: { protocol: 'POP3' | 'IMAP'; tls: 'implicit' | 'starttls' },
    options: string,
  ) {
    const box = path.join(lab.folder, `${user}.fetched`);
    const before = existsSync(box) ? readFileSync(box, 'utf8').length : 0;
    const services = { POP3: ['pop3s', 'pop3'], IMAP: ['imaps', 'imap'] } as const;
    const { address, port } = lab.place(user, services[how.protocol][how.tls === 'implicit' ? 0 : 1]);
    const rc = path.join(lab.folder, `${user}.fetchmailrc`);
    const trust = `${how.tls === 'implicit' ? 'ssl' : "sslproto 'TLS1.2+'"} sslcertck sslcertfile "${lab.ca}"`;
    writeFileSync(
      rc,
      `set no bouncemail
poll ${address} protocol ${how.protocol} service ${port} ${how.protocol === 'POP3' ? 'uidl' : ''} user "${user}" password "${PASSWORD}" ${trust} ${options} mda "cat >> ${box}; echo =END= >> ${box}"\n`,
      { mode: 0o600 },
    );
    const files = ['-i', `${lab.folder}/${user}.ids`, '--pidfile', `${lab.folder}/${user}.pid`];
    const env = { FETCHMAILHOME: lab.folder, HOME: lab.folder };
    const ended = await run('fetchmail', ['-f', rc, ...files, '--nosyslog', '--silent'], { env });
    const said = ended.err.split('\n').filter((line) => line !== '' && !/Running as root/i.test(line));
    expect(said).toEqual([]);
    const text = existsSync(box) ? readFileSync(box, 'utf8').slice(before) : '';
    return { code: ended.code, ids: text.split('=END=\n').slice(0, -1).map(idOf) };
  }

  test.each([
    ['POP3', 'implicit', BEN],
    ['POP3', 'starttls', CHIYO],
    ['IMAP', 'implicit', DAICHI],
    ['IMAP', 'starttls', EMI],
  ] as const)(
    'fetchmail by %s (TLS %s): keeps, fetches nothing the second time, only the new one the third; then deletes',
    async (protocol, tls, user) => {
      const how = { protocol, tls };
      await delivered(user, 'first');
      const all = await count(user);
      const first = await fetchmail(user, how, 'keep fetchall');
      expect([first.code, first.ids.length]).toEqual([0, all]);
      expect(await fetchmail(user, how, 'keep')).toEqual({ code: 1, ids: [] });
      expect(await count(user)).toBe(all);
      const late = await delivered(user, 'late');
      expect(await fetchmail(user, how, 'keep')).toEqual({ code: 0, ids: [late] });
      const last = await fetchmail(user, how, 'nokeep fetchall');
      expect([last.code, last.ids.length]).toEqual([0, all + 1]);
      expect(await count(user)).toBe(0);
      expect(await fetchmail(user, how, 'nokeep fetchall')).toEqual({ code: 1, ids: [] });
    },
  );

  /** Gives how many lie in its Maildir now. */
  async function mpop(user: string, tls: 'implicit' | 'starttls', keep: 'on' | 'off'): Promise<number> {
    const box = path.join(lab.folder, `${user}.maildir`);
    for (const each of ['new', 'cur', 'tmp']) mkdirSync(path.join(box, each), { recursive: true });
    const { address, port } = lab.place(user, tls === 'implicit' ? 'pop3s' : 'pop3');
    const rc = path.join(lab.folder, `${user}.mpoprc`);
    const settings = [
      ...['account lab', `host ${address}`, `port ${port}`, `user ${user}`, `password ${PASSWORD}`, `keep ${keep}`],
      ...['tls on', `tls_starttls ${tls === 'starttls' ? 'on' : 'off'}`, `tls_trust_file ${lab.ca}`],
      ...[`uidls_file ${lab.folder}/${user}.uidls`, `delivery maildir ${box}`],
    ];
    writeFileSync(rc, `${settings.join('\n')}\n`, { mode: 0o600 });
    const ended = await run('mpop', ['-C', rc, '-q', 'lab']);
    expect({ code: ended.code, err: ended.err }).toEqual({ code: 0, err: '' });
    return readdirSync(path.join(box, 'new')).length;
  }

  test.each([
    ['implicit', AIKO],
    ['starttls', FUYU],
  ] as const)(
    'mpop (TLS %s): keeps, fetches nothing the second time, only the new one the third; then deletes',
    async (tls, user) => {
      const all = await count(user);
      expect(all).toBeGreaterThan(0);
      expect(await mpop(user, tls, 'on')).toBe(all);
      expect(await mpop(user, tls, 'on')).toBe(all);
      expect(await count(user)).toBe(all);
      await (user === AIKO ? delivered(user, 'late') : Promise.resolve());
      const more = user === AIKO ? 1 : 0;
      expect(await mpop(user, tls, 'on')).toBe(all + more);
      expect(await mpop(user, tls, 'off')).toBe(all + more);
      expect(await count(user)).toBe(0);
    },
  );
});

/** Of the mail itself, not of one that lies in it. */
const idOf = (content: string): string => /^Message-ID: (.*)$/im.exec(content)?.[1] ?? '';
