import { afterEach, expect, test } from 'vitest';
import { play } from './support/dialogue.ts';
import { type Lab, lab } from './support/world.ts';

let open: Lab | undefined;
afterEach(async () => {
  await open?.server.close();
  open = undefined;
});

test('a mail is handed over as RFC 5321 tells it', async () => {
  open = await lab();
  await play(
    open.server.port,
    `
    S: 220 mx1.hana.test ESMTP Tegami lab
    C: EHLO mail.yuki.test
    S: 250-mx1.hana.test greets mail.yuki.test\\n250-PIPELINING\\n250-SIZE 1000000\\n250-8BITMIME\\n250-SMTPUTF8\\n250-DSN\\n250-ENHANCEDSTATUSCODES\\n250-CHUNKING\\n250-STARTTLS\\n250 HELP
    C: MAIL FROM:<chiyo@yuki.test> SIZE=100 BODY=8BITMIME
    S: 250 2.1.0 From chiyo@yuki.test
    C: RCPT TO:<unknown@hana.test>
    S: 550 5.1.1 No such user here
    C: RCPT TO:<aiko@hana.test>
    S: 250 2.1.5 To aiko@hana.test
    C: DATA
    S: 354 ...
    C: Subject: spring
    C:
    C: ..two dots
    C: .one dot
    C: .
    S: 250 2.0.0 Taken as 1
    C: QUIT
    S: 221 ...
    *: closed
  `,
  );
  expect(open.policy.taken[0]?.content).toBe('Subject: spring\r\n\r\n.two dots\r\none dot\r\n');
  expect(open.policy.taken[0]?.envelope).toEqual({
    reversePath: 'chiyo@yuki.test',
    recipients: [
      { address: 'aiko@hana.test', original: null, notify: null, state: 'waiting', said: null, through: [] },
    ],
    ret: null,
    envid: null,
    smtputf8: false,
    body: '8bitmime',
  });
});

test('STARTTLS and AUTH: nothing before them is accepted, nothing said before counts after', async () => {
  open = await lab({ kind: 'submission' });
  await play(
    open.server.port,
    `
    S: 220 ...
    C: EHLO me
    S: 250-...
    C: MAIL FROM:<aiko@hana.test>
    S: 530 5.7.0 STARTTLS first, then sign in
    C: AUTH PLAIN AGFpa29AaGFuYS50ZXN0AHRlZ2FtaQ==
    S: 538 5.7.11 ...
    C: STARTTLS
    S: 220 2.0.0 Go ahead
    *: TLS
    C: AUTH PLAIN AGFpa29AaGFuYS50ZXN0AHRlZ2FtaQ==
    S: 503 5.5.1 EHLO first
    C: EHLO me
    S: 250-...
    C: MAIL FROM:<aiko@hana.test>
    S: 530 5.7.0 Sign in first
    C: AUTH PLAIN AGFpa29AaGFuYS50ZXN0AHdyb25n
    S: 535 5.7.8 ...
    C: AUTH PLAIN
    S: 334
    C: AGFpa29AaGFuYS50ZXN0AHRlZ2FtaQ==
    S: 235 2.7.0 Welcome, aiko@hana.test
    C: MAIL FROM:<aiko@hana.test>
    S: 250 2.1.0 ...
    C: QUIT
    S: 221 ...
    *: closed
  `,
  );
});
