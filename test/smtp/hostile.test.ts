/** Servers that refuse, break off, fall silent or speak something else: each has its own error, and no secret leaves. */
import { truncateSync } from 'node:fs';
import { afterEach, describe, expect, test } from 'vitest';
import type { MailErrorFields } from '../../src/base/errors.ts';
import { type SmtpAccess, type SubmitError, submit, verifySubmission } from '../../src/smtp/index.ts';
import { authority, type CertificateKind } from '../servers/ca.ts';
import { startCuttingProxy } from '../support/cutting-proxy.ts';
import {
  closes,
  closesAfter,
  garbage,
  greeting,
  type Hostile,
  silent,
  speaks,
  startHostile,
} from '../support/hostile.ts';
import { hello, messageFile } from './files.ts';

const open: { close(): Promise<void> }[] = [];
afterEach(async () => {
  for (const one of open.splice(0)) await one.close();
});
async function using<T extends { close(): Promise<void> }>(server: Promise<T>): Promise<T> {
  const started = await server;
  open.push(started);
  return started;
}

const short = { commandMs: 400, blockMs: 400, finalMs: 400, quitMs: 200 };

function access(
  server: Hostile,
  changes: Partial<SmtpAccess> & { security?: 'implicit' | 'starttls' | 'none' } = {},
): SmtpAccess {
  const { security = 'none', ...rest } = changes;
  return {
    server: { host: 'localhost', port: server.port, security, user: 'alice' },
    password: 'my secret',
    trust: { ca: authority().caPem, pins: [] },
    limits: short,
    ...rest,
  };
}

const failure = (promise: Promise<unknown>): Promise<SubmitError> =>
  promise.then(
    () => {
      throw new Error('it did not fail');
    },
    (error: SubmitError) => error,
  );

const test1 = (server: Hostile, changes: Parameters<typeof access>[1] = {}): Promise<SubmitError> =>
  failure(verifySubmission(access(server, changes)));

const envelope = { from: 'alice@example.test', to: ['bob@example.test', 'carol@example.test'] };
const send = (server: Hostile, changes: Parameters<typeof access>[1] = {}) =>
  submit({ ...access(server, changes), envelope, ...hello() });

const noSecret = (server: Hostile): void => {
  expect(server.heard()).not.toMatch(/AUTH|secret/i);
  expect(server.heard()).not.toContain(Buffer.from('my secret').toString('base64'));
};

/** A server that goes as far as the sign-in and takes it. */
const signedIn = `
  S: 220 mail.example.test ESMTP
  C: EHLO [127.0.0.1]
  S: 250-mail.example.test
  S: 250-SIZE 1000000
  S: 250 AUTH PLAIN
  C: AUTH PLAIN *
  S: 235 2.7.0 Come in
`;
const toData = `${signedIn}
  C: MAIL FROM:<alice@example.test>
  S: 250 2.1.0 Ok
  C: RCPT TO:<bob@example.test>
  S: 250 2.1.5 Bob
  C: RCPT TO:<carol@example.test>
  S: 250-2.1.5 Carol
  S: 250 2.1.5 is here
  C: DATA
  S: 354 Go on
`;

describe('before the sign-in', () => {
  const cases: [string, () => Promise<Hostile>, Partial<MailErrorFields>][] = [
    ['says nothing', () => silent(), { at: 'smtp.greeting', reason: 'silent', kind: 'unreachable' }],
    ['closes at once', () => closes(), { at: 'smtp.greeting', reason: 'closed', kind: 'unreachable' }],
    ['closes in the greeting', () => closesAfter('220 mail', 5), { at: 'smtp.greeting', reason: 'closed' }],
    [
      'greets with garbage',
      () => garbage(),
      { at: 'smtp.greeting', reason: 'not-this-protocol', kind: 'broken-grammar' },
    ],
    [
      'is an IMAP server',
      () => greeting('* OK IMAP4rev1\r\n'),
      { reason: 'not-this-protocol', said: '* OK IMAP4rev1' },
    ],
    ['is a POP3 server', () => greeting('+OK POP3\r\n'), { reason: 'not-this-protocol', said: '+OK POP3' }],
    ['speaks of something else after digits', () => greeting('2hello\r\n'), { reason: 'not-this-protocol' }],
    ['greets without end', () => greeting('2'.repeat(100_000)), { reason: 'not-this-protocol' }],
    ['greets with lines without end', () => greeting('220-x\r\n'.repeat(1000)), { reason: 'not-this-protocol' }],
    [
      'is busy',
      () => greeting('421 4.3.2 Too many connections\r\n'),
      { at: 'smtp.greeting', reason: 'server-busy', kind: 'refused', advice: 'retry-later' },
    ],
    ['takes nobody', () => greeting('554 5.3.2 No service\r\n'), { at: 'smtp.greeting', reason: 'server-refused' }],
    [
      'answers EHLO with garbage',
      () => speaks('S: 220 x\nC: EHLO *\nS: what?'),
      { at: 'smtp.ehlo', reason: 'broken-reply', said: 'what?' },
    ],
    [
      'mixes codes in a reply',
      () => speaks('S: 220 x\nC: EHLO *\nS: 250-x\nS: 550 y'),
      { at: 'smtp.ehlo', reason: 'broken-reply' },
    ],
    ['is silent after EHLO', () => speaks('S: 220 x\nC: EHLO *'), { at: 'smtp.ehlo', reason: 'silent' }],
    ['closes after EHLO', () => speaks('S: 220 x\nC: EHLO *\nS: <close>'), { at: 'smtp.ehlo', reason: 'closed' }],
    ['breaks off after EHLO', () => speaks('S: 220 x\nC: EHLO *\nS: <reset>'), { at: 'smtp.ehlo', reason: 'reset' }],
    [
      'refuses EHLO and HELO',
      () => speaks('S: 220 x\nC: EHLO *\nS: 502 5.5.1 What?\nC: HELO *\nS: 550 5.7.1 Not you'),
      { at: 'smtp.ehlo', reason: 'server-refused', said: '550 5.7.1 Not you' },
    ],
    [
      'offers no sign-in',
      () => speaks('S: 220 x\nC: EHLO *\nS: 250-x\nS: 250 SIZE\nC: QUIT\nS: 221 Bye'),
      { at: 'smtp.auth', reason: 'mechanism-missing' },
    ],
  ];
  test.each(cases)('a server that %s', async (_, start, expected) => {
    const server = await using(start());
    const error = await test1(server);
    expect(error).toMatchObject({ ...expected, peer: `localhost:${server.port}` });
    noSecret(server);
  });

  test('STARTTLS that is not offered is never skipped', async () => {
    const server = await using(speaks('S: 220 x\nC: EHLO *\nS: 250-x\nS: 250 AUTH PLAIN LOGIN\nC: QUIT'));
    expect(await test1(server, { security: 'starttls' })).toMatchObject({
      kind: 'refused',
      at: 'smtp.starttls',
      reason: 'tls-not-offered',
      advice: 'check-security',
    });
    await server.untilHeard(/QUIT/);
    noSecret(server);
  });

  test('STARTTLS that is offered and refused is never skipped', async () => {
    const server = await using(
      speaks('S: 220 x\nC: EHLO *\nS: 250-x\nS: 250-STARTTLS\nS: 250 AUTH PLAIN\nC: STARTTLS\nS: 454 4.7.0 Not now'),
    );
    expect(await test1(server, { security: 'starttls' })).toMatchObject({
      at: 'smtp.starttls',
      reason: 'tls-not-offered',
      said: '454 4.7.0 Not now',
      advice: 'retry-later',
    });
    noSecret(server);
  });

  test('what is slipped in before the handshake is not believed', async () => {
    const server = await using(
      startHostile(async (t) => {
        t.say('220 x\r\n');
        await t.line();
        t.say('250-x\r\n250 STARTTLS\r\n');
        await t.line();
        t.say('220 Go\r\n250-evil\r\n250 AUTH PLAIN\r\n');
        await t.startTls();
      }),
    );
    expect(await test1(server, { security: 'starttls' })).toMatchObject({
      reason: 'tls-early-data',
      kind: 'untrusted',
    });
    noSecret(server);
  });

  const wrong: [CertificateKind, string][] = [
    ['expired', 'certificate-expired'],
    ['not-yet-valid', 'certificate-not-yet-valid'],
    ['self-signed', 'certificate-self-signed'],
    ['wrong-host', 'certificate-wrong-host'],
    ['unknown-issuer', 'certificate-unknown-issuer'],
  ];
  test.each(wrong)('a certificate that is %s is refused as that, for both kinds of TLS', async (kind, reason) => {
    const implicit = await using(greeting('220 x\r\n', { tls: kind }));
    const starttls = await using(
      startHostile(async (t) => {
        t.say('220 x\r\n');
        await t.line();
        t.say('250-x\r\n250 STARTTLS\r\n');
        await t.line();
        t.say('220 Go\r\n');
        await t.startTls(kind);
      }),
    );
    for (const [server, security] of [
      [implicit, 'implicit'],
      [starttls, 'starttls'],
    ] as const) {
      expect(await test1(server, { security })).toMatchObject({ kind: 'untrusted', reason });
      noSecret(server);
    }
  });
});

describe('the sign-in', () => {
  test.each([
    ['535 5.7.8 Wrong', 'password-refused', 'sign-in-again', 1],
    ['454 4.7.0 Later', 'server-busy', 'retry-later', 0],
    ['421 4.3.0 Closing', 'server-busy', 'retry-later', 0],
    ['538 5.7.11 Encrypt first', 'server-refused', 'check-security', 1],
    ['504 5.5.4 No such mechanism', 'mechanism-missing', 'check-server', 1],
  ])('refused with %s', async (said, reason, advice, permanent) => {
    const server = await using(
      speaks(`S: 220 x\nC: EHLO *\nS: 250-x\nS: 250 AUTH PLAIN\nC: AUTH PLAIN *\nS: ${said}\nC: QUIT`),
    );
    expect(await test1(server)).toMatchObject({ at: 'smtp.auth', reason, advice, said, facts: { permanent } });
  });

  test('without a password nothing is opened', async () => {
    const server = await using(silent());
    expect(await test1(server, { password: null })).toMatchObject({ at: 'smtp.auth', reason: 'password-missing' });
    expect(server.connections).toBe(0);
  });

  test('a token is never given by another mechanism', async () => {
    const server = await using(
      speaks('S: 220 x\nC: EHLO *\nS: 250-x\nS: 250 AUTH PLAIN LOGIN CRAM-MD5\nC: QUIT\nS: 221 x'),
    );
    expect(await test1(server, { auth: 'xoauth2' })).toMatchObject({ at: 'smtp.auth', reason: 'mechanism-missing' });
    noSecret(server);
  });

  test('a refused token is asked for once', async () => {
    const server = await using(
      speaks(`
        S: 220 x
        C: EHLO *
        S: 250-x
        S: 250 AUTH XOAUTH2
        C: AUTH XOAUTH2 *
        S: 334 eyJzdGF0dXMiOiI0MDEifQ==
        C:
        S: 535 5.7.8 Token expired
        C: QUIT
        S: 221 Bye
      `),
    );
    expect(await test1(server, { auth: 'xoauth2' })).toMatchObject({
      at: 'smtp.auth',
      reason: 'password-refused',
      said: '535 5.7.8 Token expired',
    });
    expect(server.heard().match(/^AUTH/gm)).toHaveLength(1);
  });
});

describe('the message', () => {
  test('every answer is kept as it was said', async () => {
    const server = await using(speaks(`${toData}\nC: <data>\nS: 250 2.0.0 Queued as 1\nC: QUIT\nS: 221 Bye`));
    expect(await send(server)).toEqual({
      accepted: [
        { address: 'bob@example.test', said: '250 2.1.5 Bob' },
        { address: 'carol@example.test', said: '250 2.1.5 Carol is here' },
      ],
      refused: [],
      said: '250 2.0.0 Queued as 1',
    });
    expect(server.heard()).toMatch(/QUIT\r\n$/);
  });

  test('it is sent where the server closes at once after taking it', async () => {
    const server = await using(speaks(`${toData}\nC: <data>\nS: 250 2.0.0 Queued as 1\nS: <close>`));
    expect(await send(server)).toMatchObject({ said: '250 2.0.0 Queued as 1' });
  });

  test.each([
    ['452 4.3.1 Full', 'server-busy', 0],
    ['421 4.3.2 Closing', 'server-busy', 0],
    ['554 5.6.0 Spam', 'message-refused', 1],
    ['552 5.3.4 Too big', 'message-too-large', 1],
  ])('an answer of %s to the message', async (said, reason, permanent) => {
    const server = await using(speaks(`${toData}\nC: <data>\nS: ${said}\nC: QUIT\nS: 221 Bye`));
    const error = await failure(send(server));
    expect(error).toMatchObject({ at: 'smtp.data', reason, said, facts: { permanent } });
    expect(error.facts).not.toHaveProperty('taken');
    expect(error.recipients.accepted).toHaveLength(2);
  });

  test('a refused sender', async () => {
    const server = await using(speaks(`${signedIn}\nC: MAIL *\nS: 553 5.7.1 Not yours\nC: QUIT\nS: 221 Bye`));
    expect(await failure(send(server))).toMatchObject({
      at: 'smtp.mail',
      reason: 'sender-refused',
      advice: 'check-address',
      facts: { code: 553, permanent: 1, enhanced: '5.7.1' },
    });
  });

  test('a refusal of the size at MAIL', async () => {
    const server = await using(speaks(`${signedIn}\nC: MAIL *\nS: 552 5.3.4 Too big\nC: QUIT\nS: 221 Bye`));
    expect(await failure(send(server))).toMatchObject({ at: 'smtp.mail', reason: 'message-too-large' });
  });

  test.each([
    ['silence', '', 'silent'],
    ['a close', 'S: <close>', 'closed'],
    ['a reset', 'S: <reset>', 'reset'],
    ['a broken answer', 'S: fine', 'broken-reply'],
  ])('%s after the final dot leaves it unknown whether it was taken', async (_, step, reason) => {
    const server = await using(speaks(`${toData}\nC: <data>\n${step}`));
    const error = await failure(send(server));
    expect(error).toMatchObject({ at: 'smtp.data', reason, facts: { taken: 'unknown' } });
    expect(error.recipients.accepted).toHaveLength(2);
  });

  test.each([
    ['after MAIL', 'C: MAIL *', 'smtp.mail'],
    ['after RCPT', 'C: MAIL *\nS: 250 Ok\nC: RCPT *', 'smtp.rcpt'],
    ['after DATA', 'C: MAIL *\nS: 250 Ok\nC: RCPT *\nS: 250 Ok\nC: RCPT *\nS: 250 Ok\nC: DATA', 'smtp.data'],
  ])('silence and a close %s are told as what they are, and nothing was taken', async (_, steps, at) => {
    for (const [end, reason] of [
      ['', 'silent'],
      ['S: <close>', 'closed'],
    ]) {
      const server = await using(speaks(`${signedIn}\n${steps}\n${end}`));
      const error = await failure(send(server));
      expect(error).toMatchObject({ at, reason });
      expect(error.facts ?? {}).not.toHaveProperty('taken');
    }
  });

  test('a message that is cut short never ends in a dot, and was not taken', async () => {
    const large = messageFile(`From: a@b.example\r\n\r\n${'0123456789\r\n'.repeat(2_000_000)}`);
    const server = await using(speaks(`${toData.replace('1000000', '0')}\nC: <data>\nS: 250 Ok`));
    const proxy = await using(startCuttingProxy(server.port));
    proxy.cutAfter('up', 100_000);
    const access1 = access(server, { limits: { ...short, blockMs: 5000 } });
    const error = await failure(
      submit({ ...access1, server: { ...access1.server, port: proxy.port }, envelope, ...large }),
    );
    expect(error.at).toBe('smtp.data');
    expect(['closed', 'reset']).toContain(error.reason);
    expect(error.facts ?? {}).not.toHaveProperty('taken');
    expect(server.heard()).not.toMatch(/\r\n\.\r\n/);
  });

  test('a file that shrinks while it waits is not sent as if it were whole', async () => {
    const file = hello();
    const server = await using(
      startHostile(async (t) => {
        for (const answer of ['220 x', '250-x\r\n250 AUTH PLAIN', '235 Ok', '250 Ok', '250 Ok', '250 Ok', '354 Go']) {
          if (answer === '235 Ok') truncateSync(file.message, 20);
          t.say(`${answer}\r\n`);
          await t.line();
        }
        await t.data();
        t.say('250 taken\r\n');
      }),
    );
    expect(await failure(submit({ ...access(server), envelope, ...file }))).toMatchObject({
      kind: 'not-stored',
      at: 'smtp.message',
      reason: 'disk-failed',
      facts: { size: file.size, found: 20 },
    });
    expect(server.heard()).not.toMatch(/\r\n\.\r\n/);
  });

  test('a refusal in the middle of the message ends the connection, without QUIT among the data', async () => {
    const large = messageFile(`From: a@b.example\r\n\r\n${'0123456789\r\n'.repeat(2_000_000)}`);
    const server = await using(
      startHostile(async (t) => {
        for (const answer of ['220 x', '250-x\r\n250 AUTH PLAIN', '235 Ok', '250 Ok', '250 Ok', '250 Ok', '354 Go']) {
          t.say(`${answer}\r\n`);
          await t.line();
        }
        t.socket.pause();
        t.say('552 5.3.4 Too big\r\n');
      }),
    );
    const error = await failure(submit({ ...access(server), envelope, ...large }));
    expect(error).toMatchObject({ at: 'smtp.data', reason: 'message-too-large' });
    expect(server.heard()).not.toMatch(/QUIT/);
  });

  test('a server that stops reading is silent', async () => {
    const large = messageFile(`From: a@b.example\r\n\r\n${'0123456789\r\n'.repeat(2_000_000)}`);
    const server = await using(
      startHostile(async (t) => {
        for (const answer of ['220 x', '250-x\r\n250 AUTH PLAIN', '235 Ok', '250 Ok', '250 Ok', '250 Ok', '354 Go']) {
          t.say(`${answer}\r\n`);
          await t.line();
        }
        t.socket.pause();
      }),
    );
    const error = await failure(submit({ ...access(server), envelope, ...large }));
    expect(error).toMatchObject({ at: 'smtp.data', reason: 'silent' });
    expect(error.facts ?? {}).not.toHaveProperty('taken');
  });

  test('what the server does not offer is not tried', async () => {
    const eight = messageFile(Buffer.from('From: a@b.example\r\n\r\nこんにちは\r\n'));
    const offers = (): Promise<Hostile> => using(speaks(`${signedIn}\nC: QUIT\nS: 221 Bye`));
    const one = await offers();
    expect(await failure(submit({ ...access(one), envelope, ...eight }))).toMatchObject({
      at: 'smtp.mail',
      reason: 'message-refused',
      facts: { needs: '8BITMIME' },
    });
    const two = await offers();
    const japanese = { from: 'alice@example.test', to: ['太郎@example.test'] };
    expect(await failure(submit({ ...access(two), envelope: japanese, ...hello() }))).toMatchObject({
      at: 'smtp.mail',
      reason: 'bad-address',
      facts: { needs: 'SMTPUTF8', address: '太郎@example.test' },
    });
    for (const server of [one, two]) expect(server.heard()).not.toMatch(/MAIL FROM/);
  });

  test('what is not a message or no address never gets on the wire', async () => {
    const server = await using(silent());
    for (const content of ['a\nb\r\n', 'a\rb\r\n', 'no line end', '', '\n', 'a\r\n.\n.\r\n']) {
      const file = messageFile(content);
      expect(await failure(submit({ ...access(server), envelope, ...file }))).toMatchObject({
        kind: 'bad-input',
        at: 'smtp.message',
        reason: 'bad-value',
      });
    }
    for (const to of ['a@b.c>\r\nRCPT TO:<x@y.z', 'a b@c.d', '', 'nobody', '<a@b.c>'])
      expect(
        await failure(submit({ ...access(server), envelope: { from: 'a@b.c', to: [to] }, ...hello() })),
      ).toMatchObject({ at: 'smtp.rcpt', reason: 'bad-address' });
    expect(await failure(submit({ ...access(server), envelope: { from: 'a@b.c', to: [] }, ...hello() }))).toMatchObject(
      { at: 'smtp.rcpt', reason: 'bad-value' },
    );
    expect(await failure(submit({ ...access(server), envelope, message: '/nowhere/at.all', size: 1 }))).toMatchObject({
      at: 'smtp.message',
      reason: 'not-found',
    });
    expect(await failure(submit({ ...access(server), envelope, ...hello(), size: 1 }))).toMatchObject({
      kind: 'not-stored',
      at: 'smtp.message',
    });
    expect(server.connections).toBe(0);
  });

  test('cancelling ends it at once, and says when it may have been too late', async () => {
    const before = new AbortController();
    const waits = await using(speaks(`${signedIn}\nC: MAIL *`));
    const cancelled = failure(send(waits, { signal: before.signal, limits: {} }));
    await waits.untilHeard(/MAIL/);
    before.abort();
    expect(await cancelled).toMatchObject({ at: 'smtp.mail', reason: 'cancelled' });
    const after = new AbortController();
    const stores = await using(speaks(`${toData}\nC: <data>`));
    const late = failure(send(stores, { signal: after.signal, limits: {} }));
    await stores.untilHeard(/\r\n\.\r\n/);
    after.abort();
    expect(await late).toMatchObject({ reason: 'cancelled', facts: { taken: 'unknown' } });
  });

  test('the envelope goes out in one piece where the server pipelines, with the same answers', async () => {
    const server = await using(
      startHostile(async (t) => {
        t.say('220 x\r\n');
        await t.line();
        t.say('250-x\r\n250-PIPELINING\r\n250 AUTH PLAIN\r\n');
        await t.line();
        t.say('235 Ok\r\n');
        for (let i = 0; i < 4; i++) await t.line();
        t.say('250 sender\r\n550 5.1.1 no bob\r\n250 carol\r\n354 Go\r\n');
        await t.data();
        t.say('250 taken\r\n');
        await t.line();
        t.say('221 Bye\r\n');
        t.end();
      }),
    );
    expect(await send(server)).toEqual({
      accepted: [{ address: 'carol@example.test', said: '250 carol' }],
      refused: [{ address: 'bob@example.test', said: '550 5.1.1 no bob', permanent: true }],
      said: '250 taken',
    });
  });

  test('a pipelining server that refuses everybody gets no message', async () => {
    const server = await using(
      startHostile(async (t) => {
        t.say('220 x\r\n');
        await t.line();
        t.say('250-x\r\n250-PIPELINING\r\n250 AUTH PLAIN\r\n');
        await t.line();
        t.say('235 Ok\r\n');
        for (let i = 0; i < 4; i++) await t.line();
        t.say('250 sender\r\n550 5.1.1 no bob\r\n550 5.1.1 no carol\r\n554 5.5.1 No valid recipients\r\n');
        await t.line();
        t.say('221 Bye\r\n');
        t.end();
      }),
    );
    expect(await failure(send(server))).toMatchObject({
      at: 'smtp.rcpt',
      reason: 'recipient-refused',
      recipients: { refused: [{ said: '550 5.1.1 no bob' }, { said: '550 5.1.1 no carol' }] },
    });
    expect(server.heard()).not.toContain('Subject:');
  });
});
