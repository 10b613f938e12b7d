import { connect } from 'node:net';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Stuffing, TopCut } from '../../../src/lab/pop3/dots.ts';
import { readCommand, readNumbers, readPlain } from '../../../src/lab/pop3/grammar.ts';
import { AIKO, PASSWORD, type Pop3House, startPop3House, talkTo } from './support/house.ts';

let house: Pop3House;
beforeAll(async () => {
  house = await startPop3House();
  await house.fill(AIKO, ['Subject: one\r\n\r\n.\r\n', 'Subject: two\r\n\r\nText\r\n']);
});
afterAll(() => house?.close());

const word = fc.constantFrom(
  ...[
    'USER',
    'PASS',
    'APOP',
    'AUTH PLAIN',
    'CAPA',
    'STAT',
    'LIST',
    'UIDL',
    'RETR',
    'TOP',
    'DELE',
    'RSET',
    'NOOP',
    'UTF8',
    'QUIT',
  ],
  ...['\r\n', '\n', '\r', '\0', ' ', '1', '2', '99999999999999', '-1', '0', '*', '=', AIKO, PASSWORD, '\xff\xfe', '.'],
);
const speech = fc.oneof(
  fc.array(word, { maxLength: 40 }).map((words) => Buffer.from(words.join(' '), 'latin1')),
  fc.uint8Array({ maxLength: 400 }).map((octets) => Buffer.from(octets)),
);

/** Sends it in pieces and hangs up its half; gives what came until the end. */
function shout(port: number, pieces: readonly Buffer[]): Promise<string> {
  return new Promise((done) => {
    const socket = connect(port, '127.0.0.1');
    let heard = '';
    socket.on('data', (piece: Buffer) => {
      heard += piece.toString('latin1');
    });
    socket.on('error', () => {});
    socket.on('close', () => done(heard));
    for (const piece of pieces) socket.write(piece);
    socket.end();
  });
}

test('whatever is said, each conversation ends, the server lives, and nothing is deleted without QUIT', {
  timeout: 120_000,
}, async () => {
  const signIn = Buffer.from(`USER ${AIKO}\r\nPASS ${PASSWORD}\r\n`);
  await fc.assert(
    fc.asyncProperty(fc.boolean(), fc.array(speech, { maxLength: 4 }), async (inside, pieces) => {
      const heard = await shout(house.pop3, inside ? [signIn, ...pieces] : pieces);
      expect(heard).toMatch(/^\+OK /);
      if (!/^quit\r?\n/im.test(Buffer.concat(pieces).toString('latin1')))
        expect(await house.inbox(AIKO)).toHaveLength(2);
    }),
    { numRuns: 200 },
  );
  // The lock was let go each time.
  const talk = talkTo(house.pop3);
  await talk.line();
  await talk.say(`USER ${AIKO}`);
  expect(await talk.say(`PASS ${PASSWORD}`)).toMatch(/^\+OK/);
  expect(await talk.say('QUIT')).toMatch(/^\+OK/);
});

test('what is no TLS does no harm where TLS is spoken', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(speech, { maxLength: 3 }), async (pieces) => {
      await shout(house.pop3s, pieces);
    }),
    { numRuns: 40 },
  );
  expect(await house.inbox(AIKO)).toHaveLength(2);
});

test('grammar takes any octets', () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 100 }), fc.string(), (octets, text) => {
      readCommand(octets);
      readPlain(text);
      const numbers = readNumbers(text);
      expect(numbers === null || numbers.every((number) => Number.isSafeInteger(number) && number >= 0)).toBe(true);
    }),
  );
});

const content = fc.string({ unit: fc.constantFrom('.', '\r\n', 'a', '\n', '\r'), maxLength: 60 });

test('dots are doubled and TOP is cut the same wherever the pieces end', () => {
  fc.assert(
    fc.property(content, fc.nat(70), fc.nat(5), (text, at, lines) => {
      const octets = Buffer.from(text);
      const pieces = [octets.subarray(0, at), octets.subarray(at)];
      const whole = new Stuffing();
      const parts = new Stuffing();
      const sent = whole.piece(octets) + whole.end();
      expect(pieces.map((piece) => parts.piece(piece)).join('') + parts.end()).toBe(sent);
      // Undone as a client does it.
      const lined = text === '' || text.endsWith('\r\n') ? text : `${text}\r\n`;
      expect(sent.slice(0, -3).replace(/(^|\n)\.\./g, '$1.')).toBe(lined);
      const cut = new TopCut(lines);
      const once = cut.piece(octets).toString();
      const twice = new TopCut(lines);
      const [first = '', second = ''] = pieces.map((piece) => (twice.isDone ? '' : twice.piece(piece).toString()));
      expect(first + second).toBe(once);
      expect(text.startsWith(once)).toBe(true);
    }),
    { numRuns: 2000 },
  );
});
