import { afterEach, expect, test } from 'vitest';
import { Caller } from './support/dialogue.ts';
import { type Lab, lab } from './support/world.ts';

let open: Lab | undefined;
afterEach(async () => {
  await open?.server.close();
  open = undefined;
});

const forms = [
  '\n.\n',
  '\n.\r\n',
  '\n.\r',
  '\r.\r',
  '\r.\r\n',
  '\r.\n',
  '\r\n.\r',
  '\r\n.\n',
  '\r\n.\r\r\n',
  '\r\n\0.\r\n',
  '\r\n.\0\r\n',
  '\n\n.\n\n',
  '\r\r.\r\r',
  '\n\r.\n\r',
  '\r\n.\n\r',
  '\r\n\r.\r\n',
];
const second = 'MAIL FROM:<evil@yuki.test>\r\nRCPT TO:<aiko@hana.test>\r\nDATA\r\nsmuggled\r\n';

for (const how of ['in one segment', 'octet by octet'] as const)
  test.each(forms.map((form) => [JSON.stringify(form), form]))(
    `%s never makes a second mail, ${how}`,
    async (_, form) => {
      open = await lab();
      const caller = await Caller.to(open.server.port);
      await caller.reply();
      await caller.ask('EHLO me');
      await caller.ask('MAIL FROM:<chiyo@yuki.test>');
      await caller.ask('RCPT TO:<aiko@hana.test>');
      await caller.ask('DATA');
      const octets = Buffer.from(`Subject: x\r\n\r\nfirst${form}${second}.\r\nQUIT\r\n`, 'latin1');
      if (how === 'in one segment') caller.say(octets);
      else await caller.sayInPieces([...octets].map((octet) => Buffer.from([octet])));
      const bare = !form.includes('\0');
      expect(await caller.reply()).toMatch(bare ? /^550 5\.6\.11 / : /^250 /);
      expect(await caller.reply()).toMatch(/^221 /);
      expect(await caller.rest()).toBe('');
      expect(open.policy.taken.map(({ envelope }) => envelope.reversePath)).toEqual(bare ? [] : ['chiyo@yuki.test']);
      expect(open.policy.aborted).toBe(bare ? 1 : 0);
    },
  );

test('a command that does not end with CRLF is not run, nor what hides behind it', async () => {
  for (const line of ['NOOP\nRSET\r\n', 'NOOP\rRSET\r\n', 'NOOP\r\r\n', '\nNOOP\r\n']) {
    open = await lab();
    const caller = await Caller.to(open.server.port);
    await caller.reply();
    const heard = await caller.say(`${line}QUIT\r\n`).rest();
    expect(heard, JSON.stringify(line)).toMatch(/^(?:500 5\.5\.2 [^\r]*\r\n)+221 2\.0\.0 [^\r]*\r\n$/);
    await open.server.close();
  }
});

test('someone who types with bare LF is told so at once, line by line, and a mail that ends with LF.LF is refused after a while', async () => {
  open = await lab({ limits: { bareSilenceMs: 50 } });
  const caller = await Caller.to(open.server.port);
  await caller.reply();
  expect(await caller.ask(Buffer.from('EHLO me\n'))).toMatch(/^500 5\.5\.2 .*CRLF/);
  expect(await caller.ask(Buffer.from('EHLO me\n'))).toMatch(/^500 5\.5\.2 .*CRLF/);
  expect(await caller.ask(Buffer.from('EHLO me\r\n'))).toMatch(/^500/);
  await caller.ask('EHLO me');
  await caller.ask('MAIL FROM:<chiyo@yuki.test>');
  await caller.ask('RCPT TO:<aiko@hana.test>');
  await caller.ask('DATA');
  caller.say('Subject: x\n\nhello\n.\n');
  expect(await caller.reply()).toMatch(/^550 5\.6\.11 /);
  expect(await caller.reply()).toMatch(/^421 4\.4\.2 /);
  await caller.rest();
  expect(open.policy.taken).toEqual([]);
});

test('BDAT: a bare CR or LF is refused too, as the next server may be told the message by DATA', async () => {
  for (const [first, last] of [
    ['a\n', 'b\r\n'],
    ['a\r', 'b\r\n'],
    ['a', '\nb\r\n'],
    ['a\r\n.\n', 'b'],
  ]) {
    open = await lab();
    const caller = await Caller.to(open.server.port);
    await caller.reply();
    await caller.ask('EHLO me');
    await caller.ask('MAIL FROM:<chiyo@yuki.test>');
    await caller.ask('RCPT TO:<aiko@hana.test>');
    caller.say(`BDAT ${first?.length}\r\n${first}BDAT ${last?.length} LAST\r\n${last}QUIT\r\n`);
    expect(await caller.rest()).toMatch(/550 5\.6\.11 [^\r]*\r\n221 /);
    expect(open.policy.taken).toEqual([]);
    await open.server.close();
  }
});
