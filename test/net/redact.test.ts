import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { redactor } from '../../src/net/redact/index.ts';
import type { Protocol, TranscriptLine } from '../../src/net/types.ts';

/** What was said, in the order in which it was said: `C: …` and `S: …`, CRLF added; `C-: …` without. */
type Spoken = readonly (readonly ['C' | 'S', string])[];

function tell(protocol: Protocol, spoken: Spoken, cuts: readonly number[]): { lines: string[]; commands: number } {
  const lines: TranscriptLine[] = [];
  let commands = 0;
  const tap = redactor(protocol, { line: (line) => lines.push(line), command: () => commands++ });
  let n = 0;
  // Neighbours of one side come as one run, cut anywhere.
  for (const { who, text } of runs(spoken)) {
    const bytes = Buffer.from(text);
    for (let at = 0; at < bytes.length; ) {
      const size = cuts.length === 0 ? bytes.length : 1 + ((cuts[n++ % cuts.length] as number) % bytes.length);
      const piece = bytes.subarray(at, at + size);
      if (who === 'C') tap.client(piece);
      else tap.server(piece);
      at += size;
    }
  }
  tap.end();
  return { lines: lines.map(({ who, text }) => `${who}: ${text}`), commands };
}

function runs(spoken: Spoken): { who: 'C' | 'S'; text: string }[] {
  const out: { who: 'C' | 'S'; text: string }[] = [];
  for (const [who, text] of spoken) {
    const last = out.at(-1);
    if (last?.who === who) last.text += text;
    else out.push({ who, text });
  }
  return out;
}

interface Case {
  name: string;
  protocol: Protocol;
  spoken: Spoken;
  told: string[];
  commands: number;
}

const message = `Subject: x\r\n\r\n${'line with PASS secret\r\n'.repeat(3)}..dot\r\n`;
const cases: Case[] = [
  {
    name: 'POP3 PASS',
    protocol: 'pop3',
    spoken: [
      ['S', '+OK hello\r\n'],
      ['C', 'CAPA\r\n'],
      ['S', '+OK\r\nSASL PLAIN\r\nPIPELINING\r\n.\r\n'],
      ['C', 'USER alice\r\n'],
      ['S', '+OK\r\n'],
      ['C', 'PASS secret word\r\n'],
      ['S', '-ERR no\r\n'],
      ['C', 'pass secret\r\n'],
      ['S', '+OK\r\n'],
      ['C', 'APOP alice secret\r\n'],
      ['S', '-ERR\r\n'],
    ],
    told: [
      'S: +OK hello',
      'C: CAPA',
      'S: +OK',
      'S: SASL PLAIN',
      'S: PIPELINING',
      'S: .',
      'C: USER alice',
      'S: +OK',
      'C: PASS ***',
      'S: -ERR no',
      'C: pass ***',
      'S: +OK',
      'C: APOP alice ***',
      'S: -ERR',
    ],
    commands: 5,
  },
  {
    name: 'POP3 AUTH with and without initial response',
    protocol: 'pop3',
    spoken: [
      ['S', '+OK\r\n'],
      ['C', 'AUTH PLAIN c2VjcmV0\r\n'],
      ['S', '-ERR\r\n'],
      ['C', 'AUTH PLAIN\r\n'],
      ['S', '+ \r\n'],
      ['C', 'c2VjcmV0\r\n'],
      ['S', '+OK\r\n'],
      ['C', 'QUIT\r\n'],
      ['S', '+OK\r\n'],
    ],
    told: ['S: +OK', 'C: AUTH PLAIN ***', 'S: -ERR', 'C: AUTH PLAIN', 'S: + ', 'C: ***', 'S: +OK', 'C: QUIT', 'S: +OK'],
    commands: 3,
  },
  {
    name: 'POP3 messages, pipelined, one refused',
    protocol: 'pop3',
    spoken: [
      ['S', '+OK\r\n'],
      ['C', 'RETR 1\r\nRETR 2\r\nTOP 3 0\r\nUIDL\r\nUIDL 1\r\n'],
      ['S', `+OK\r\n${message}.\r\n-ERR gone\r\n+OK\r\n.\r\n+OK\r\n1 a\r\n.\r\n+OK 1 a\r\n`],
    ],
    told: [
      'S: +OK',
      'C: RETR 1',
      'C: RETR 2',
      'C: TOP 3 0',
      'C: UIDL',
      'C: UIDL 1',
      'S: +OK',
      `S: … ${message.length} octets`,
      'S: .',
      'S: -ERR gone',
      'S: +OK',
      'S: … 0 octets',
      'S: .',
      'S: +OK',
      'S: 1 a',
      'S: .',
      'S: +OK 1 a',
    ],
    commands: 5,
  },
  {
    name: 'SMTP AUTH LOGIN, PLAIN and the message',
    protocol: 'smtp',
    spoken: [
      ['S', '220 hello\r\n'],
      ['C', 'EHLO me\r\n'],
      ['S', '250-there\r\n250-AUTH PLAIN LOGIN\r\n250 PIPELINING\r\n'],
      ['C', 'AUTH LOGIN\r\n'],
      ['S', '334 VXNlcm5hbWU6\r\n'],
      ['C', 'c2VjcmV0\r\n'],
      ['S', '334 UGFzc3dvcmQ6\r\n'],
      ['C', 'c2VjcmV0\r\n'],
      ['S', '535-no\r\n535 really not\r\n'],
      ['C', 'AUTH PLAIN c2VjcmV0\r\n'],
      ['S', '235 ok\r\n'],
      ['C', 'MAIL FROM:<a@b.example>\r\nRCPT TO:<c@d.example>\r\nDATA\r\n'],
      ['S', '250 ok\r\n250 ok\r\n354 go\r\n'],
      ['C', `${message}.\r\n`],
      ['S', '250 queued\r\n'],
      ['C', 'QUIT\r\n'],
      ['S', '221 bye\r\n'],
    ],
    told: [
      'S: 220 hello',
      'C: EHLO me',
      'S: 250-there',
      'S: 250-AUTH PLAIN LOGIN',
      'S: 250 PIPELINING',
      'C: AUTH LOGIN',
      'S: 334 VXNlcm5hbWU6',
      'C: ***',
      'S: 334 UGFzc3dvcmQ6',
      'C: ***',
      'S: 535-no',
      'S: 535 really not',
      'C: AUTH PLAIN ***',
      'S: 235 ok',
      'C: MAIL FROM:<a@b.example>',
      'C: RCPT TO:<c@d.example>',
      'C: DATA',
      'S: 250 ok',
      'S: 250 ok',
      'S: 354 go',
      `C: … ${message.length} octets`,
      'C: .',
      'S: 250 queued',
      'C: QUIT',
      'S: 221 bye',
    ],
    commands: 7,
  },
  {
    name: 'SMTP BDAT',
    protocol: 'smtp',
    spoken: [
      ['S', '220 hello\r\n'],
      ['C', 'BDAT 10\r\nAUTH xx\r\nBBDAT 0 LAST\r\nQUIT\r\n'],
      ['S', '250 ok\r\n250 ok\r\n221 bye\r\n'],
    ],
    told: [
      'S: 220 hello',
      'C: BDAT 10',
      'C: … 10 octets',
      'C: BDAT 0 LAST',
      'C: QUIT',
      'S: 250 ok',
      'S: 250 ok',
      'S: 221 bye',
    ],
    commands: 3,
  },
  {
    name: 'IMAP LOGIN with atoms, strings and literals',
    protocol: 'imap',
    spoken: [
      ['S', '* OK hello\r\n'],
      ['C', 'a1 LOGIN alice "secret \\" {3}"\r\n'],
      ['S', 'a1 NO [AUTHENTICATIONFAILED] no\r\n'],
      ['C', 'a2 LOGIN {5}\r\n'],
      ['S', '+ go\r\n'],
      ['C', 'alice {6}\r\n'],
      ['S', '+ go\r\n'],
      ['C', 'secret\r\n'],
      ['S', 'a2 NO no\r\n'],
      ['C', 'a3 login {5+}\r\nalice {6+}\r\nsecret\r\na4 NOOP\r\n'],
      ['S', 'a3 OK in\r\na4 OK\r\n'],
    ],
    told: [
      'S: * OK hello',
      'C: a1 LOGIN ***',
      'S: a1 NO [AUTHENTICATIONFAILED] no',
      'C: a2 LOGIN *** {5}',
      'S: + go',
      'C: ***',
      'C: *** {6}',
      'S: + go',
      'C: ***',
      'C: ***',
      'S: a2 NO no',
      'C: a3 login *** {5+}',
      'C: ***',
      'C: *** {6+}',
      'C: ***',
      'C: ***',
      'C: a4 NOOP',
      'S: a3 OK in',
      'S: a4 OK',
    ],
    commands: 4,
  },
  {
    name: 'IMAP AUTHENTICATE with and without initial response',
    protocol: 'imap',
    spoken: [
      ['S', '* OK hello\r\n'],
      ['C', '1 AUTHENTICATE PLAIN c2VjcmV0\r\n'],
      ['S', '1 NO no\r\n'],
      ['C', '2 AUTHENTICATE LOGIN\r\n'],
      ['S', '+ VXNlcg==\r\n'],
      ['C', 'c2VjcmV0\r\n'],
      ['S', '+ UGFzcw==\r\n'],
      ['C', 'c2VjcmV0\r\n'],
      ['S', '* CAPABILITY IMAP4rev1\r\n2 OK in\r\n'],
      ['C', '3 SELECT INBOX\r\n'],
    ],
    told: [
      'S: * OK hello',
      'C: 1 AUTHENTICATE PLAIN ***',
      'S: 1 NO no',
      'C: 2 AUTHENTICATE LOGIN',
      'S: + VXNlcg==',
      'C: ***',
      'S: + UGFzcw==',
      'C: ***',
      'S: * CAPABILITY IMAP4rev1',
      'S: 2 OK in',
      'C: 3 SELECT INBOX',
    ],
    commands: 3,
  },
  {
    name: 'IMAP literals both ways, one refused',
    protocol: 'imap',
    spoken: [
      ['S', '* OK hello\r\n'],
      ['C', '1 UID FETCH 5 BODY.PEEK[]\r\n'],
      ['S', `* 12 FETCH (UID 5 BODY[] {${message.length}}\r\n${message})\r\n1 OK\r\n`],
      ['C', '2 APPEND Sent {9999999}\r\n'],
      ['S', '2 NO [TOOBIG] no\r\n'],
      ['C', `3 APPEND Sent {${message.length}}\r\n`],
      ['S', '+ go\r\n'],
      ['C', `${message}\r\n`],
      ['S', '3 OK\r\n'],
      ['C', '4 IDLE\r\n'],
      ['S', '+ idling\r\n'],
      ['C', 'DONE\r\n'],
      ['S', '4 OK\r\n'],
    ],
    told: [
      'S: * OK hello',
      'C: 1 UID FETCH 5 BODY.PEEK[]',
      `S: * 12 FETCH (UID 5 BODY[] {${message.length}}`,
      `S: … ${message.length} octets`,
      'S: )',
      'S: 1 OK',
      'C: 2 APPEND Sent {9999999}',
      'S: 2 NO [TOOBIG] no',
      `C: 3 APPEND Sent {${message.length}}`,
      'S: + go',
      `C: … ${message.length} octets`,
      'C: ',
      'S: 3 OK',
      'C: 4 IDLE',
      'S: + idling',
      'C: DONE',
      'S: 4 OK',
    ],
    commands: 4,
  },
];

for (const { name, protocol, spoken, told, commands } of cases)
  describe(name, () => {
    test('is told without secrets', () => {
      expect(tell(protocol, spoken, [])).toEqual({ lines: told, commands });
      expect(tell(protocol, spoken, [0])).toEqual({ lines: told, commands });
    });

    test('is told the same however it is cut', () => {
      fc.assert(
        fc.property(fc.array(fc.nat(40), { minLength: 1, maxLength: 30 }), (cuts) => {
          expect(tell(protocol, spoken, cuts)).toEqual({ lines: told, commands });
        }),
        { numRuns: 300 },
      );
    });
  });

test('a server that answers what was not asked cannot make a secret visible', () => {
  const extra = [
    '+OK\r\n',
    '-ERR x\r\n',
    '+ \r\n',
    '250 ok\r\n',
    '334 \r\n',
    '535 no\r\n',
    '354 go\r\n',
    '1 OK\r\n',
  ].concat(['2 NO x\r\n', '* BYE\r\n', '+ go\r\n', '* 1 FETCH (BODY[] {30}\r\n', '2 OK\r\n', '.\r\n']);
  const said: Record<Protocol, string[]> = {
    pop3: ['AUTH PLAIN\r\n', 'c2VjcmV0\r\n', 'USER alice\r\n', 'PASS secret\r\n', 'RETR 1\r\n'],
    smtp: ['EHLO me\r\n', 'AUTH LOGIN\r\n', 'c2VjcmV0\r\n', 'c2VjcmV0\r\n', 'DATA\r\n', 'AUTH PLAIN c2VjcmV0\r\n'],
    imap: [
      '1 LOGIN {5}\r\n',
      'alice {6}\r\n',
      'secret\r\n',
      '2 AUTHENTICATE PLAIN\r\n',
      'c2VjcmV0\r\n',
      '2 LOGIN a secret\r\n',
    ],
  };
  for (const protocol of ['pop3', 'smtp', 'imap'] as const)
    fc.assert(
      fc.property(
        fc.array(fc.array(fc.constantFrom(...extra), { maxLength: 3 }), { minLength: 6, maxLength: 6 }),
        (noise) => {
          const spoken = said[protocol].flatMap((line, i) => [
            ...(noise[i] ?? []).map((words) => ['S', words] as const),
            ['C', line] as const,
          ]);
          const { lines } = tell(protocol, spoken, []);
          expect(lines.filter((line) => /^C: .*(secret|c2VjcmV0)/.test(line))).toEqual([]);
        },
      ),
      { numRuns: 1000 },
    );
});

test('a line without end and a listing without end are cut and counted', () => {
  const long = tell('pop3', [['S', `+OK ${'a'.repeat(5000)}\r\n`]], []).lines[0] as string;
  expect(long.length).toBeLessThan(1100);
  expect(long).toMatch(/… 4,004 octets$/);
  const uidl = Array.from({ length: 10_000 }, (_, i) => `${i + 1} uid${i}\r\n`).join('');
  const { lines } = tell(
    'pop3',
    [
      ['S', '+OK\r\n'],
      ['C', 'UIDL\r\n'],
      ['S', `+OK\r\n${uidl}.\r\n`],
    ],
    [],
  );
  expect(lines.length).toBe(55);
  expect(lines.at(-2)).toMatch(/^S: … 1[\d,]+ octets$/);
  expect(lines.at(-1)).toBe('S: .');
});

test('nothing in a transcript can steer a terminal', () => {
  const { lines } = tell('pop3', [['S', '+OK \x1b[2J\x07\ttab\0\u009b\r\n']], []);
  expect(lines).toEqual(['S: +OK ␛[2J␇␉tab␀\uFFFD']);
});

test('a literal stays in step where the line that announces it is cut', () => {
  const { lines } = tell('imap', [['S', `* 1 FETCH (X ${'y'.repeat(9000)} {5}\r\nhello)\r\n* OK\r\n`]], []);
  expect(lines[0]).toMatch(/ … \{5\} … [\d,]+ octets$/);
  expect(lines.slice(1)).toEqual(['S: … 5 octets', 'S: )', 'S: * OK']);
});

test('recording a message of 5 MB costs little', () => {
  const chunk = Buffer.from(`${'x'.repeat(70)}\r\n`.repeat(900));
  const tap = redactor('pop3', { line: () => {}, command: () => {} });
  tap.server(Buffer.from('+OK\r\n'));
  tap.client(Buffer.from('RETR 1\r\n'));
  tap.server(Buffer.from('+OK\r\n'));
  const before = process.cpuUsage();
  for (let i = 0; i < 80; i++) tap.server(chunk);
  tap.server(Buffer.from('.\r\n'));
  const { user, system } = process.cpuUsage(before);
  expect((user + system) / 1000).toBeLessThan(100); // ms
});
