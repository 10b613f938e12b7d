/** Submission to a real Postfix, which asks a real Dovecot about sign-ins and delivers into its Maildirs. */
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { compose } from '../../src/message/compose.ts';
import { Counters, type TranscriptLine } from '../../src/net/index.ts';
import { type SmtpAccess, SubmitError, submit, verifySubmission } from '../../src/smtp/index.ts';
import { describeReal } from '../servers/available.ts';
import { type Dovecot, startDovecot } from '../servers/dovecot.ts';
import { type Postfix, startPostfix } from '../servers/postfix.ts';
import { type CuttingProxy, startCuttingProxy } from '../support/cutting-proxy.ts';
import { hello, messageFile } from './files.ts';

const date = 'Date: Sat, 21 Nov 2026 12:00:00 +0000\r\n';
const password = 'pässword "with" everything';

describeReal('submission to Postfix', () => {
  let dovecot: Dovecot;
  let postfix: Postfix;
  let starttls: SmtpAccess;
  let implicit: SmtpAccess;
  const lines: TranscriptLine[] = [];
  const record = (line: TranscriptLine) => lines.push(line);

  beforeAll(async () => {
    dovecot = await startDovecot({ users: { alice: password, 'bob@example.test': 'x', 'carol@example.test': 'x' } });
    postfix = await startPostfix({ dovecot, domains: ['example.test'], sizeLimit: 300_000 });
    const common = { password, trust: { ca: dovecot.caPem, pins: [] }, record };
    const at = (port: number, security: 'implicit' | 'starttls') => ({
      host: 'localhost',
      port,
      security,
      user: 'alice',
    });
    starttls = { ...common, server: at(postfix.submission, 'starttls') };
    implicit = { ...common, server: at(postfix.submissions, 'implicit') };
  });
  afterAll(async () => {
    await postfix?.close();
    await dovecot?.close();
  });

  const delivered = async (user: string, id: string): Promise<Buffer> => {
    const find = () => dovecot.mails(user).find((mail) => mail.includes(id));
    await expect.poll(find, { timeout: 10_000 }).toBeDefined();
    return find() as Buffer;
  };

  /** The message as it arrived, without the fields that the servers put before it; Dovecot stores LF line ends. */
  const asSent = (mail: Buffer): string => {
    const text = mail.toString('latin1').replace(/\r?\n/g, '\r\n');
    return text.slice(text.indexOf('From: Alice'));
  };

  test.each(['starttls', 'implicit'] as const)('delivers by %s the octets of the file, dots and all', async (how) => {
    const { message, size, bytes } = messageFile(
      `From: Alice <alice@example.test>\r\n${date}Message-ID: <dots-${how}@example.test>\r\nSubject: dots\r\n\r\n` +
        `.\r\n..\r\n.leading\r\n..two\r\n\r\n \r\ntrailing space \r\n${'x'.repeat(990)}\r\n.\r\n\r\nQUIT\r\nend.\r\n.\r\n`,
    );
    const access = how === 'starttls' ? starttls : implicit;
    const envelope = { from: 'alice@example.test', to: ['bob@example.test', 'carol@example.test'] };
    const result = await submit({ ...access, envelope, message, size });
    expect(result.accepted).toEqual([
      { address: 'bob@example.test', said: '250 2.1.5 Ok' },
      { address: 'carol@example.test', said: '250 2.1.5 Ok' },
    ]);
    expect(result.refused).toEqual([]);
    expect(result.said).toMatch(/^250 2\.0\.0 Ok: queued as /);
    for (const user of ['bob@example.test', 'carol@example.test'])
      expect(asSent(await delivered(user, `dots-${how}`))).toBe(bytes.toString('latin1'));
  });

  test('counts at the socket what a proxy counts, and speaks QUIT', async () => {
    const proxy: CuttingProxy = await startCuttingProxy(postfix.submission);
    try {
      const counters = new Counters();
      const server = { ...starttls.server, port: proxy.port };
      const envelope = { from: 'alice@example.test', to: ['bob@example.test'] };
      lines.length = 0;
      await submit({ ...starttls, server, counters, envelope, ...hello('counted') });
      await expect.poll(() => [counters.bytesOut, counters.bytesIn]).toEqual([proxy.up, proxy.down]);
      expect(counters).toMatchObject({ connections: 1, commands: 8 }); // EHLO STARTTLS EHLO AUTH MAIL RCPT DATA QUIT
      expect(lines.filter(({ who }) => who === 'C').map(({ text }) => text)).toContain('QUIT');
      expect(lines.filter(({ who }) => who === 'S').map(({ text }) => text)).toContain('221 2.0.0 Bye');
    } finally {
      await proxy.close();
    }
  });

  test('records the conversation inside TLS without the password, in any form', async () => {
    lines.length = 0;
    await verifySubmission(implicit);
    const text = lines.map((line) => `${line.who}: ${line.text}`).join('\n');
    expect(text).toMatch(/S: 220 .*\nC: EHLO [^]*C: AUTH PLAIN \*+\nS: 235 /);
    for (const form of [password, Buffer.from(password).toString('base64').slice(0, 12)])
      expect(text).not.toContain(form);
    expect(text).not.toContain(Buffer.from(`\0alice\0${password}`).toString('base64'));
  });

  test.each(['PLAIN', 'LOGIN', 'CRAM-MD5'])('signs in by %s', async (mechanism) => {
    const only = await startPostfix({
      dovecot,
      domains: ['example.test'],
      extra: `smtpd_sasl_mechanism_filter = ${mechanism}`,
    });
    try {
      const server = { ...starttls.server, port: only.submission };
      expect(await verifySubmission({ ...starttls, server })).toMatchObject({ mechanism });
      await expect(verifySubmission({ ...starttls, server, password: 'wrong' })).rejects.toMatchObject({
        kind: 'refused',
        at: 'smtp.auth',
        reason: 'password-refused',
        advice: 'sign-in-again',
        facts: { code: 535, permanent: 1 },
      });
    } finally {
      await only.close();
    }
  });

  test('signs in by XOAUTH2 with a token, and takes the refusal of a wrong one', async () => {
    expect(await verifySubmission({ ...starttls, password: 'good-token', auth: 'xoauth2' })).toMatchObject({
      mechanism: 'XOAUTH2',
      tls: { version: 'TLSv1.3' },
    });
    const refused = verifySubmission({ ...implicit, password: 'bad-token', auth: 'xoauth2' });
    await expect(refused).rejects.toMatchObject({ at: 'smtp.auth', reason: 'password-refused' });
  });

  test('prefers not to show the password where there is no TLS', async () => {
    const server = { ...starttls.server, security: 'none' } as const;
    expect(await verifySubmission({ ...starttls, server })).toMatchObject({ mechanism: 'CRAM-MD5', tls: null });
  });

  test('gives the accepted their mail and reports the refused, for good and for now', async () => {
    const to = ['refuse@example.test', 'bob@example.test', 'later@example.test', 'nobody@example.test'];
    const result = await submit({ ...starttls, envelope: { from: 'alice@example.test', to }, ...hello('partial') });
    expect(result.accepted).toEqual([{ address: 'bob@example.test', said: '250 2.1.5 Ok' }]);
    expect(result.refused).toMatchObject([
      { address: 'refuse@example.test', permanent: true, said: expect.stringMatching(/^550 5\.1\.1 .*No such user/) },
      { address: 'later@example.test', permanent: false, said: expect.stringMatching(/^450 4\.2\.1 .*Try again/) },
      { address: 'nobody@example.test', permanent: true, said: expect.stringMatching(/^550 5\.1\.1 .*User unknown/) },
    ]);
    await delivered('bob@example.test', 'partial@');
  });

  test('fails for good where all are refused for good, for now where one is refused for now', async () => {
    const all = (...to: string[]) =>
      submit({ ...starttls, envelope: { from: 'alice@example.test', to }, ...hello() }).catch(
        (error: unknown) => error,
      );
    const good = await all('refuse@example.test', 'nobody@example.test');
    expect(good).toBeInstanceOf(SubmitError);
    expect(good).toMatchObject({
      at: 'smtp.rcpt',
      reason: 'recipient-refused',
      facts: { permanent: 1, code: 550 },
      recipients: { accepted: [], refused: [{ permanent: true }, { permanent: true }] },
    });
    expect(await all('refuse@example.test', 'later@example.test')).toMatchObject({
      at: 'smtp.rcpt',
      reason: 'server-busy',
      advice: 'retry-later',
      facts: { permanent: 0, code: 450 },
    });
  });

  test('refuses a message over the limit before it is sent', async () => {
    const { message, size } = messageFile(`From: a@b.example\r\n\r\n${'0123456789\r\n'.repeat(30_000)}`);
    const counters = new Counters();
    await expect(
      submit({
        ...starttls,
        counters,
        envelope: { from: 'alice@example.test', to: ['bob@example.test'] },
        message,
        size,
      }),
    ).rejects.toMatchObject({
      at: 'smtp.mail',
      reason: 'message-too-large',
      facts: { limit: 300_000, size, permanent: 1 },
    });
    expect(counters.bytesOut).toBeLessThan(5_000);
  });

  test('sends an 8-bit message, and to an address in Japanese', async () => {
    const eight = messageFile(
      Buffer.from(`From: Alice <alice@example.test>\r\n${date}Message-ID: <eight@x>\r\n\r\nこんにちは\r\n`),
    );
    lines.length = 0;
    await submit({ ...starttls, envelope: { from: 'alice@example.test', to: ['bob@example.test'] }, ...eight });
    expect(lines.find(({ text }) => text.startsWith('MAIL'))?.text).toMatch(/BODY=8BITMIME/);
    expect(asSent(await delivered('bob@example.test', 'eight@x'))).toBe(eight.bytes.toString('latin1'));
    const to = ['太郎@例え.example', 'info@例え.example'];
    const result = await submit({ ...starttls, envelope: { from: 'alice@example.test', to }, ...hello('utf8') });
    expect(result.accepted.map(({ address }) => address)).toEqual(to);
    expect(lines.find(({ text }) => /MAIL.*SMTPUTF8/.test(text))).toBeDefined();
    expect(lines.map(({ text }) => text)).toContain('RCPT TO:<info@xn--r8jz45g.example>');
  });

  test('takes no for an answer to DATA', async () => {
    const refusing = await startPostfix({ dovecot, domains: ['example.test'], refuseData: '554 5.7.1 Not today' });
    try {
      await expect(
        submit({
          ...starttls,
          server: { ...starttls.server, port: refusing.submission },
          envelope: { from: 'alice@example.test', to: ['bob@example.test'] },
          ...hello(),
        }),
      ).rejects.toMatchObject({
        at: 'smtp.data',
        reason: 'message-refused',
        said: expect.stringContaining('Not today'),
        recipients: { accepted: [{ address: 'bob@example.test' }], refused: [] },
      });
    } finally {
      await refusing.close();
    }
  });

  test('submits nothing where the user is not signed in and the server wants it', async () => {
    await expect(
      submit({
        ...starttls,
        server: { ...starttls.server, user: null },
        envelope: { from: 'alice@example.test', to: ['bob@example.test'] },
        ...hello(),
      }),
    ).rejects.toMatchObject({ at: 'smtp.rcpt', facts: { permanent: 1 } });
  });

  test('a composed mail with an attachment arrives octet for octet as it is filed', async () => {
    const file = messageFile(randomBytes(100_000)).message;
    const message = `${file}.composed`;
    const { size, envelope } = await compose(
      {
        from: { name: 'Alice', address: 'alice@example.test' },
        to: [{ name: '鈴木', address: 'bob@example.test' }],
        cc: [],
        bcc: [{ name: '', address: 'carol@example.test' }],
        subject: '写真を送ります',
        text: 'こんにちは。\n.\n..\n',
        attachments: [{ file, name: '写真.jpeg', type: 'image/jpeg' }],
        date: Date.UTC(2026, 10, 21),
        messageId: '<composed@example.test>',
      },
      message,
    );
    await submit({ ...implicit, envelope, message, size });
    for (const user of ['bob@example.test', 'carol@example.test'])
      expect(asSent(await delivered(user, 'composed@'))).toBe(readFileSync(message, 'latin1'));
  });
});
