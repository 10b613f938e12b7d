/** Programs of other people hand over mail: what they understand, everybody does. */
import { execFile } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, test } from 'vitest';
import { describeReal } from '../../servers/available.ts';
import { authority } from '../../servers/ca.ts';
import { guardedFolder } from '../../servers/guard.ts';
import { type Lab, lab } from './support/world.ts';

let open: Lab | undefined;
afterEach(async () => {
  await open?.server.close();
  open = undefined;
});

const run = (program: string, args: readonly string[]): Promise<string> =>
  new Promise((resolve, reject) => {
    execFile(program, [...args], { timeout: 20_000, maxBuffer: 10e6 }, (error, out, err) => {
      if (error === null) resolve(out + err);
      else reject(new Error(`${program} ended with ${error.code}: ${err}${out}`));
    });
  });
const letter =
  'From: Aiko <aiko@hana.test>\r\nTo: chiyo@yuki.test\r\nSubject: spring\r\n\r\n.\r\n..\r\n.dot\r\nend\r\n';
const mailFile = (): string => {
  const file = join(guardedFolder('lab-smtp'), 'mail.eml');
  writeFileSync(file, letter);
  return file;
};

describeReal('other programs hand over mail', () => {
  test.each([
    ['in clear', 'mx', 'smtp', []],
    ['with STARTTLS and a password', 'submission', 'smtp', ['--ssl-reqd', '--user', 'aiko@hana.test:tegami']],
    [
      'inside TLS, by AUTH LOGIN',
      'submissions',
      'smtps',
      ['--user', 'aiko@hana.test:tegami', '--login-options', 'AUTH=LOGIN'],
    ],
  ] as const)('curl, %s', async (_, kind, scheme, more) => {
    open = await lab({ kind });
    await run('curl', [
      ...['-sS', '--url', `${scheme}://localhost:${open.server.port}/me.test`, '--cacert', authority().caFile, ...more],
      ...['--mail-from', 'aiko@hana.test', '--mail-rcpt', 'chiyo@yuki.test', '--mail-rcpt', 'ben@hana.test'],
      ...['--upload-file', mailFile()],
    ]);
    expect(open.policy.taken.map(({ content, envelope }) => [content, envelope.recipients.length])).toEqual([
      [letter, 2],
    ]);
  });

  test('swaks, with TLS and each mechanism', async () => {
    open = await lab({ kind: 'submission' });
    for (const mechanism of ['PLAIN', 'LOGIN'])
      await run('swaks', [
        ...['--server', `127.0.0.1:${open.server.port}`, '--tls', '--auth', mechanism, '--auth-user', 'aiko@hana.test'],
        ...['--auth-password', 'tegami', '--from', 'aiko@hana.test', '--to', 'chiyo@yuki.test', '--body', 'hello'],
      ]);
    expect(open.policy.taken.length).toBe(2);
    await expect(
      run('swaks', [
        ...['--server', `127.0.0.1:${open.server.port}`, '--tls', '--auth', 'PLAIN', '--auth-user', 'aiko@hana.test'],
        ...['--auth-password', 'wrong', '--from', 'aiko@hana.test', '--to', 'chiyo@yuki.test'],
      ]),
    ).rejects.toThrow('535 5.7.8');
  });

  test("Python's smtplib: STARTTLS, sign-in, SMTPUTF8, refused recipients, and all verbs", async () => {
    open = await lab({ kind: 'submission' });
    const said = await run('python3', [
      '-c',
      `
import smtplib, ssl
context = ssl.create_default_context(cafile=${JSON.stringify(authority().caFile)})
s = smtplib.SMTP('localhost', ${open.server.port}, local_hostname='me.test', timeout=10)
s.starttls(context=context)
s.login('aiko@hana.test', 'tegami')
print(sorted(s.esmtp_features))
print(s.verify('aiko')[0], s.expn('tea')[0], s.noop()[0], s.help()[:5], s.rset()[0])
print(s.sendmail('aiko@hana.test', ['chiyo@yuki.test', 'unknown@hana.test'], 'Subject: x\\n\\n.\\n..\\nbody\\n', mail_options=['RET=HDRS'], rcpt_options=['NOTIFY=NEVER']))
print(s.sendmail('花@hana.test', ['chiyo@yuki.test'], 'Subject: 春\\r\\n\\r\\n'.encode(), mail_options=['SMTPUTF8', 'BODY=8BITMIME']))
try:
    s.sendmail('aiko@hana.test', ['unknown@hana.test'], 'x')
except smtplib.SMTPRecipientsRefused as refused:
    print(refused.recipients)
print(s.quit()[0])
`,
    ]);
    expect(said).toContain(
      "['8bitmime', 'auth', 'chunking', 'dsn', 'enhancedstatuscodes', 'help', 'pipelining', 'size', 'smtputf8']",
    );
    expect(said).toContain('252 502 250');
    expect(said).toContain("{'unknown@hana.test': (550, b'5.1.1 No such user here')}");
    expect(said.trimEnd().endsWith('221')).toBe(true);
    expect(open.policy.taken.map(({ content }) => content)).toEqual([
      'Subject: x\r\n\r\n.\r\n..\r\nbody\r\n',
      Buffer.from('Subject: 春\r\n\r\n').toString('latin1'),
    ]);
  });

  test("Postfix's smtp-source: twenty sessions at once, two hundred mails", async () => {
    open = await lab();
    await run('/usr/sbin/smtp-source', [
      ...['-s', '20', '-m', '200', '-l', '5000', '-r', '3', '-N', '-f', 'a@yuki.test', '-t', 'aiko@hana.test'],
      `inet:127.0.0.1:${open.server.port}`,
    ]);
    expect(open.policy.taken.length).toBe(200);
    expect(
      open.policy.taken.every(({ envelope, content }) => envelope.recipients.length === 3 && content.length > 5000),
    ).toBe(true);
  });
});
