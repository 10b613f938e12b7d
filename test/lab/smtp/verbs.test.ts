import { afterEach, expect, test } from 'vitest';
import { Caller, play } from './support/dialogue.ts';
import { type Lab, lab } from './support/world.ts';

let open: Lab | undefined;
afterEach(async () => {
  await open?.server.close();
  open = undefined;
});

const dialogue = async (script: string, o: Parameters<typeof lab>[0] = {}): Promise<Lab> => {
  open = await lab(o);
  await play(open.server.port, script, { tls: o?.kind === 'submissions' });
  return open;
};

test('verbs out of their order are refused with what comes first', () =>
  dialogue(`
    S: 220 ...
    C: MAIL FROM:<a@b>
    S: 503 5.5.1 EHLO first
    C: NOOP
    S: 250 ...
    C: RSET
    S: 250 ...
    C: MAIL FROM:<a@b>
    S: 503 5.5.1 EHLO first
    C: ehlo me
    S: 250-...
    C: DATA
    S: 503 5.5.1 MAIL first
    C: Mail From: <a@b>
    S: 250 ...
    C: MAIL FROM:<a@b>
    S: 503 5.5.1 No MAIL within a transaction...
    C: DATA
    S: 503 5.5.1 RCPT first
    C: RCPT TO:<unknown@hana.test>
    S: 550 5.1.1 ...
    C: DATA
    S: 554 5.5.1 No valid recipients
    C: AUTH PLAIN
    S: 503 ...
    C: STARTTLS
    S: 503 ...
    C: RSET
    S: 250 ...
    C: RCPT TO:<aiko@hana.test>
    S: 503 5.5.1 MAIL first
    C: AUTH PLAIN
    S: 502 5.5.1 Nobody signs in here...
    C: QUIT now
    S: 501 ...
    C: XYZZY
    S: 500 5.5.1 XYZZY is not known here
    C: VRFY aiko
    S: 252 ...
    C: EXPN tea
    S: 502 ...
    C: HELP
    S: 214-2.0.0 EHLO name...
    C: QUIT
    S: 221 ...
    *: closed
  `));

test('HELO: no extensions, and no parameters', () =>
  dialogue(`
    S: 220 ...
    C: HELO
    S: 501 ...
    C: HELO me
    S: 250 mx1.hana.test greets me
    C: MAIL FROM:<a@b> SIZE=10
    S: 555 5.5.4 ...
    C: MAIL FROM:<a@b>
    S: 250 ...
    C: RCPT TO:<Postmaster>
    S: 250 2.1.5 To postmaster@hana.test
    C: EHLO me again
    S: 501 ...
    C: RCPT TO:<aiko@hana.test>
    S: 250 ...
    C: EHLO me
    S: 250-...
    C: RCPT TO:<aiko@hana.test>
    S: 503 5.5.1 MAIL first
  `));

test('the wishes for reports come to the policy decoded', async () => {
  const { policy } = await dialogue(`
    S: 220 ...
    C: EHLO me
    S: 250-...
    C: MAIL FROM:<a@b> RET=SOME
    S: 501 5.5.4 RET ...
    C: MAIL FROM:<a@b> ENVID=a=b
    S: 501 ...
    C: MAIL FROM:<a@b> ENVID=+0D+0A
    S: 501 5.5.4 ENVID ...
    C: MAIL FROM:<a@b> RET=FULL RET=HDRS
    S: 501 5.5.4 RET is there twice
    C: MAIL FROM:<a@b> XYZ=1
    S: 555 5.5.4 XYZ is not known here
    C: MAIL FROM:<a@b> BODY=BINARYMIME
    S: 501 5.5.4 BODY ...
    C: MAIL FROM:<a@b> AUTH=<> RET=hdrs ENVID=QQ+2B314159
    S: 250 ...
    C: RCPT TO:<aiko@hana.test> NOTIFY=NEVER,SUCCESS
    S: 501 5.5.4 NOTIFY ...
    C: RCPT TO:<aiko@hana.test> ORCPT=aiko
    S: 501 5.5.4 ORCPT ...
    C: RCPT TO:<aiko@hana.test> NOTIFY=SUCCESS,FAILURE ORCPT=rfc822;Aiko+2Bx@hana.test
    S: 250 ...
    C: RCPT TO:<aiko@hana.test> NOTIFY=NEVER
    S: 250 ...
    C: RCPT TO:<ben@hana.test> NOTIFY=NEVER
    S: 250 ...
    C: DATA
    S: 354 ...
    C: .
    S: 250 ...
  `);
  const envelope = policy.taken[0]?.envelope;
  expect(envelope).toMatchObject({ ret: 'hdrs', envid: 'QQ+314159' });
  expect(envelope?.recipients.map(({ address, notify, original }) => [address, notify, original])).toEqual([
    ['aiko@hana.test', ['success', 'failure'], 'rfc822;Aiko+x@hana.test'],
    ['ben@hana.test', ['never'], null],
  ]);
  expect(policy.taken[0]?.content).toBe('');
});

test('addresses beyond ASCII need SMTPUTF8, and are UTF-8', async () => {
  const { policy } = await dialogue(`
    S: 220 ...
    C: EHLO me
    S: 250-...
    C: MAIL FROM:<花@花.test>
    S: 553 5.6.7 ...
    C: MAIL FROM:<a@b>
    S: 250 ...
    C: RCPT TO:<花@花.test>
    S: 553 5.6.7 ...
    C: RSET
    S: 250 ...
    C: MAIL FROM:<花@花.test> SMTPUTF8
    S: 250 ...
    C: RCPT TO:<雪@hana.test>
    S: 250 2.1.5 To ...
    C: DATA
    S: 354 ...
    C: Subject: 春
    C: .
    S: 250 ...
  `);
  expect(policy.taken[0]?.envelope).toMatchObject({ reversePath: '花@花.test', smtputf8: true });
  const caller = await Caller.to((open as Lab).server.port);
  await caller.reply();
  await caller.ask('EHLO me');
  expect(await caller.ask(Buffer.from('MAIL FROM:<\xe9@b> SMTPUTF8\r\n', 'latin1'))).toMatch(/^500 /);
});

test('a message that says it is too large is refused before it is sent, one that is, after', async () => {
  open = await lab();
  open.policy.size = 2000;
  await play(
    open.server.port,
    `
    S: 220 ...
    C: EHLO me
    S: 250-...
    C: MAIL FROM:<a@b> SIZE=2001
    S: 552 5.3.4 ...
    C: MAIL FROM:<a@b> SIZE=x
    S: 501 ...
    C: MAIL FROM:<a@b> SIZE=2000
    S: 250 ...
    C: RCPT TO:<aiko@hana.test>
    S: 250 ...
    C: DATA
    S: 354 ...
    C: ${'x'.repeat(1999)}
    C: .
    S: 552 5.3.4 ...
    C: MAIL FROM:<a@b>
    S: 250 ...
    C: RCPT TO:<aiko@hana.test>
    S: 250 ...
    C: DATA
    S: 354 ...
    C: ${'x'.repeat(1998)}
    C: .
    S: 250 ...
  `,
  );
  expect(open.policy.aborted).toBe(1);
  expect(open.policy.taken.map(({ content }) => content.length)).toEqual([2000]);
});

test('more recipients than are taken at once wait for another transaction', () =>
  dialogue(
    `
    S: 220 ...
    C: EHLO me
    S: 250-...
    C: MAIL FROM:<a@b>
    S: 250 ...
    C: RCPT TO:<a@hana.test>
    S: 250 ...
    C: RCPT TO:<b@hana.test>
    S: 250 ...
    C: RCPT TO:<c@hana.test>
    S: 452 4.5.3 ...
    C: DATA
    S: 354 ...
    C: .
    S: 250 ...
  `,
    { limits: { recipients: 2 } },
  ));

test('lines as long as the standards allow, and none longer', async () => {
  await dialogue(`
    S: 220 ...
    C: EHLO me
    S: 250-...
    C: NOOP ${'x'.repeat(2041)}
    S: 250 ...
    C: NOOP ${'x'.repeat(2042)}
    S: 500 5.5.6 ...
    C: NOOP ${'x'.repeat(100_000)}
    S: 500 5.5.6 ...
    C: NOOP
    S: 250 ...
  `);
});

test('who makes only mistakes is hung up on, and a browser at once', async () => {
  await dialogue(
    `
    S: 220 ...
    C: one
    S: 500 ...
    C: two
    S: 500 ...
    C: three
    S: 421 4.7.0 Too many mistakes...
    *: closed
  `,
    { limits: { mistakes: 3 } },
  );
  await open?.server.close();
  await dialogue(`
    S: 220 ...
    C: POST / HTTP/1.1
    S: 421 4.7.0 ...
    *: closed
  `);
});

test('a pipelined group is answered in one segment', async () => {
  open = await lab();
  const caller = await Caller.to(open.server.port);
  await caller.reply();
  await caller.ask('EHLO me');
  let segments = 0;
  caller.hear(() => {
    segments += 1;
  });
  caller.say('MAIL FROM:<a@b>\r\nRCPT TO:<unknown@hana.test>\r\nRCPT TO:<ben@hana.test>\r\nDATA\r\n');
  for (const code of ['250', '550', '250', '354']) expect((await caller.reply()).slice(0, 3)).toBe(code);
  expect(segments).toBe(1);
  caller.say('x\r\n.\r\nMAIL FROM:<a@b>\r\nRCPT TO:<ben@hana.test>\r\nRSET\r\nQUIT\r\n');
  expect((await caller.rest()).match(/^\d{3}/gm)).toEqual(['250', '250', '250', '250', '221']);
  expect(segments).toBe(2);
});

test('a client that says all and closes its side is answered all the same', async () => {
  open = await lab();
  const caller = await Caller.to(open.server.port);
  caller.say('EHLO me\r\nMAIL FROM:<a@b>\r\nRCPT TO:<ben@hana.test>\r\nDATA\r\nx\r\n.\r\nQUIT\r\n').finish();
  expect((await caller.rest()).match(/^\d{3} /gm)).toEqual(['220 ', '250 ', '250 ', '250 ', '354 ', '250 ', '221 ']);
  expect(open.policy.taken.length).toBe(1);
});

test('a mail that breaks off is not taken', async () => {
  open = await lab();
  const caller = await Caller.to(open.server.port);
  caller.say('EHLO me\r\nMAIL FROM:<a@b>\r\nRCPT TO:<ben@hana.test>\r\nDATA\r\nx\r\n.\r').finish();
  await caller.rest();
  await expect.poll(() => open?.policy.aborted).toBe(1);
  expect(open.policy.taken).toEqual([]);
});

test('250 is said when the policy has it, not before; what fails there is a 451, and a full disk a 452', async () => {
  open = await lab();
  let release: () => void = () => {};
  open.policy.content = () => ({
    write: () => {},
    abort: () => {},
    done: () =>
      new Promise((resolve) => {
        release = () => resolve({ code: 250, text: '2.0.0 durable' });
      }),
  });
  const caller = await Caller.to(open.server.port);
  let heard = '';
  caller.hear((text) => {
    heard += text;
  });
  caller.say('EHLO me\r\nMAIL FROM:<a@b>\r\nRCPT TO:<ben@hana.test>\r\nDATA\r\nx\r\n.\r\nNOOP\r\n');
  await expect.poll(() => heard).toContain('354');
  expect(heard).not.toContain('durable');
  release();
  await expect.poll(() => heard).toContain('250 2.0.0 durable\r\n250 2.0.0 Still here');
  open.policy.content = () => ({
    write: () => {},
    abort: () => {},
    done: () => Promise.reject(new Error('no')),
  });
  caller.say('MAIL FROM:<a@b>\r\nRCPT TO:<ben@hana.test>\r\nDATA\r\nx\r\n.\r\n');
  await expect.poll(() => heard).toContain('451 4.3.0');
});
