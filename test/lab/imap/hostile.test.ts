import fc from 'fast-check';
import { expect, test } from 'vitest';
import { RawClient } from './support/client.ts';
import { aiko, serve } from './support/server.ts';

const dialogue = [
  `a LOGIN {14}\r\n${aiko} "tegami"\r\n`.replace('{14}', '{14+}'),
  'b SELECT INBOX\r\n',
  'c APPEND INBOX (\\Seen) {12+}\r\nSubject: x\r\n\r\n',
  'd UID FETCH 1:* (FLAGS BODY[HEADER])\r\n',
  'e STORE 1 +FLAGS (\\Deleted $Work)\r\n',
  'f EXPUNGE\r\n',
  'g LOGOUT\r\n',
].join('');

test('however the network cuts what the client says, the answers are the same', { timeout: 60_000 }, async () => {
  const whole = await spoken([dialogue]);
  expect(whole).toContain('f OK');
  await fc.assert(
    fc.asyncProperty(fc.array(fc.nat(dialogue.length), { maxLength: 30 }), async (cuts) => {
      const at = [0, ...cuts.sort((a, b) => a - b), dialogue.length];
      expect(await spoken(at.slice(1).map((to, i) => dialogue.slice(at[i], to)))).toBe(whole);
    }),
    { numRuns: 15 },
  );
});

async function spoken(pieces: readonly string[]): Promise<string> {
  const server = await serve();
  const client = await RawClient.open(server);
  for (const piece of pieces) {
    client.send(piece);
    await new Promise((done) => setImmediate(done));
  }
  return (await client.rest()).replace(/UIDVALIDITY \d+|APPENDUID \d+/g, '');
}

test('nothing that can be sent stops the server or makes it hang', { timeout: 120_000 }, async () => {
  const server = await serve();
  const words = [
    'FETCH',
    'UID',
    'STORE',
    'SEARCH',
    '1:*',
    '(',
    ')',
    '{3}',
    '{3+}',
    '"',
    'BODY[',
    ']',
    '<0.5>',
    'LIST',
    '%*',
    '\\Seen',
    'APPEND',
    'INBOX',
    ' ',
    '\r\n',
    'IDLE',
    'DONE',
    'NIL',
    '&',
    '{99999999999}',
    'SELECT',
    'NOT',
    'OR',
    '(QRESYNC (1 1))',
    'ID',
    '*',
    '$',
    '0',
    '4294967296',
  ];
  const chunk = fc.oneof(
    fc.constantFrom(...words),
    fc.string({ maxLength: 10 }),
    fc.uint8Array({ maxLength: 12 }).map((bytes) => Buffer.from(bytes).toString('latin1')),
  );
  await fc.assert(
    fc.asyncProperty(
      fc.boolean(),
      fc.array(fc.array(chunk, { maxLength: 12 }), { maxLength: 12 }),
      async (inside, lines) => {
        const client = inside ? await RawClient.in(server, 'INBOX') : await RawClient.open(server);
        for (const [at, line] of lines.entries()) client.send(`z${at} ${line.join(' ')}\r\n`);
        client.cut();
      },
    ),
    { numRuns: 150 },
  );
  const after = await RawClient.in(server, 'INBOX');
  expect((await after.command('NOOP')).at(-1)).toMatch(/^= OK/);
  expect(
    server.trace
      .transcripts()
      .flatMap((id) => server.trace.transcript(id)?.pieces ?? [])
      .filter(({ who, octets }) => who === '*' && /fault of ours/.test(octets)),
  ).toEqual([]);
});

test.each([
  ['a line without end', 'x'.repeat(70_000), /BYE/],
  ['a literal before sign-in', 'a LOGIN {100000}\r\n', /^a NO \[TOOBIG\]/m],
  ['a literal that is not waited for', 'a LOGIN {999999999999+}\r\n', /BYE \[TOOBIG\]/],
  ['nothing but a tag', 'a\r\n', /^a BAD/m],
  ['no tag', ' LOGIN\r\n', /^\* BAD/m],
])('refused: %s', async (_name, octets, answer) => {
  const server = await serve();
  const client = await RawClient.open(server);
  client.send(octets);
  if (!answer.source.startsWith('BYE')) client.send('z LOGOUT\r\n');
  expect(await client.rest()).toMatch(answer);
});

test('many parentheses, stars and numbers are refused or answered, soon', async () => {
  const server = await serve();
  const client = await RawClient.in(server, 'INBOX');
  expect((await client.command(`SEARCH ${'('.repeat(5000)}`)).at(-1)).toMatch(/^= BAD/);
  expect((await client.command(`LIST "" ${'*a'.repeat(400)}`)).at(-1)).toMatch(/^= OK/);
  expect((await client.command('UID FETCH 1:4294967295,1:4294967295,4294967295:1 (FLAGS)')).at(-1)).toMatch(/^= OK/);
});
