import { once } from 'node:events';
import { connect } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { Caller, play } from './support/dialogue.ts';
import { type Lab, lab } from './support/world.ts';

let open: Lab | undefined;
afterEach(async () => {
  await open?.server.close();
  open = undefined;
});

const base64 = (text: string): string => Buffer.from(text, 'utf8').toString('base64');

test('what is injected behind STARTTLS is refused and never run', async () => {
  open = await lab();
  const caller = await Caller.to(open.server.port);
  await caller.reply();
  await caller.ask('EHLO me');
  caller.say('STARTTLS\r\nEHLO evil\r\nMAIL FROM:<evil@yuki.test>\r\n');
  expect(await caller.rest()).toMatch(/^554 5\.5\.1 Nothing may follow STARTTLS[^\r]*\r\n$/);
  const commands = open.trace.since(0).flatMap((event) => (event.kind === 'command' ? [event.text] : []));
  expect(commands).toEqual(['EHLO me', 'STARTTLS']);
});

test('what comes in clear after the 220 is no command either', async () => {
  open = await lab();
  const caller = await Caller.to(open.server.port);
  await caller.reply();
  await caller.ask('EHLO me');
  expect(await caller.ask('STARTTLS')).toMatch(/^220 /);
  caller.say('EHLO evil\r\nMAIL FROM:<evil@yuki.test>\r\n');
  expect(await caller.rest()).not.toMatch(/^\d{3} /m);
  await expect.poll(() => open?.trace.since(0).at(-1)).toMatchObject({ kind: 'closed', why: 'dropped' });
  expect(open.trace.since(0).filter(({ kind }) => kind === 'command').length).toBe(2);
});

test('TLS makes all that was said before unsaid', async () => {
  open = await lab();
  await play(
    open.server.port,
    `
    S: 220 ...
    C: EHLO me
    S: 250-...
    C: STARTTLS now
    S: 501 ...
    C: STARTTLS
    S: 220 ...
    *: TLS
    C: MAIL FROM:<a@b>
    S: 503 5.5.1 EHLO first
    C: STARTTLS
    S: 503 ...
    C: EHLO me
    S: 250-mx1.hana.test greets me\\n250-PIPELINING\\n250-SIZE 1000000\\n250-8BITMIME\\n250-SMTPUTF8\\n250-DSN\\n250-ENHANCEDSTATUSCODES\\n250-CHUNKING\\n250 HELP
    C: STARTTLS
    S: 503 5.5.1 TLS is on already
    C: MAIL FROM:<a@b>
    S: 250 ...
    C: RCPT TO:<aiko@hana.test>
    S: 250 ...
    C: DATA
    S: 354 ...
    C: hello
    C: .
    S: 250 ...
    C: QUIT
    S: 221 ...
    *: closed
  `,
  );
  expect(open.policy.taken[0]?.peer).toMatchObject({ tls: 'TLSv1.3', helo: 'me', extended: true });
  const tls = open.trace.since(0).find(({ kind }) => kind === 'tls');
  expect(tls).toMatchObject({ version: 'TLSv1.3', verified: true });
});

test('a host without TLS offers none, and takes passwords in clear', async () => {
  open = await lab({ kind: 'submission', tls: false });
  await play(
    open.server.port,
    `
    S: 220 ...
    C: EHLO me
    S: 250-mx1.hana.test greets me\\n250-PIPELINING\\n250-SIZE 1000000\\n250-8BITMIME\\n250-SMTPUTF8\\n250-DSN\\n250-ENHANCEDSTATUSCODES\\n250-CHUNKING\\n250-AUTH PLAIN LOGIN\\n250 HELP
    C: STARTTLS
    S: 502 ...
    C: AUTH LOGIN
    S: 334 VXNlcm5hbWU6
    C: ${base64('aiko@hana.test')}
    S: 334 UGFzc3dvcmQ6
    C: ${base64('tegami')}
    S: 235 ...
    C: AUTH PLAIN
    S: 503 ...
    C: MAIL FROM:<aiko@hana.test>
    S: 250 ...
  `,
  );
});

test('signing in, in all the ways that it goes wrong', async () => {
  open = await lab({ kind: 'submissions', limits: { signIns: 3 } });
  await play(
    open.server.port,
    `
    S: 220 ...
    C: EHLO me
    S: 250-...
    C: AUTH
    S: 501 ...
    C: AUTH CRAM-MD5
    S: 504 5.5.4 ...
    C: AUTH PLAIN ?
    S: 501 5.5.2 That is not Base64
    C: AUTH PLAIN =
    S: 501 5.5.2 PLAIN is two NULs...
    C: AUTH PLAIN
    S: 334
    C: *
    S: 501 5.7.0 ...
    C: AUTH LOGIN ${base64('aiko@hana.test')}
    S: 334 UGFzc3dvcmQ6
    C: nonsense!
    S: 501 5.5.2 ...
    C: AUTH PLAIN ${base64('ben@hana.test\0aiko@hana.test\0tegami')}
    S: 535 5.7.8 Nobody signs in for another here
    C: AUTH PLAIN ${base64('\0aiko@hana.test\0wrong')}
    S: 535 5.7.8 Wrong user or password
    C: AUTH PLAIN ${base64('\0aiko@hana.test\0wrong')}
    S: 535 ...
    C: AUTH PLAIN ${base64('\0aiko@hana.test\0wrong')}
    S: 421 4.7.0 Too many wrong passwords
    *: closed
  `,
    { tls: true },
  );
  const signIns = open.trace.since(0).filter(({ kind }) => kind === 'signed-in');
  expect(signIns.every((event) => event.kind === 'signed-in' && !event.accepted)).toBe(true);
});

test('a handshake of garbage ends that connection and no other', async () => {
  open = await lab({ kind: 'submissions' });
  const socket = connect(open.server.port, '127.0.0.1');
  socket.on('error', () => {});
  socket.resume();
  socket.write('EHLO me\r\nMAIL FROM:<a@b>\r\n'.repeat(100));
  await once(socket, 'close');
  const caller = await Caller.toTls(open.server.port);
  expect(await caller.reply()).toMatch(/^220 /);
  caller.destroy();
});

test('a handshake that never begins does not last', async () => {
  open = await lab({ kind: 'submissions', limits: { handshakeMs: 50 } });
  const caller = await Caller.to(open.server.port);
  expect(await caller.rest()).toBe('');
});
