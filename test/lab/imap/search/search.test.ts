import fc from 'fast-check';
import iconv from 'iconv-lite';
import { describe, expect, test } from 'vitest';
import { MailError } from '../../../../src/base/errors.ts';
import { type CommandPart, Scanner } from '../../../../src/lab/imap/grammar/scanner.ts';
import { Refusal } from '../../../../src/lab/imap/refusal.ts';
import { answer } from '../../../../src/lab/imap/search/answer.ts';
import { readCriteria, readReturn } from '../../../../src/lab/imap/search/parse.ts';
import { searchMailbox } from '../../../../src/lab/imap/search/run.ts';
import type { StoredMessage } from '../../../../src/lab/spool/store.ts';

const NOW = Date.UTC(2026, 10, 21, 12);
const DAY = 86_400_000;

interface Given {
  mail: string | Buffer;
  flags?: string[];
  arrived?: number;
  modseq?: number;
}

const base64 = (text: string): string => Buffer.from(text).toString('base64');

const mails: Given[] = [
  {
    mail: 'From: Ben Ito <ben@hana.test>\r\nTo: aiko@hana.test\r\nCc: office@hana.test\r\nSubject: Plan for\r\n the river\r\nDate: Fri, 20 Nov 2026 23:30:00 -1000\r\nX-Empty:\r\n\r\nHello Aiko,\r\nsee you there.\r\n',
    flags: ['\\Seen', 'Work'],
    arrived: NOW - 2 * DAY,
    modseq: 5,
  },
  {
    mail: `From: =?UTF-8?B?${base64('田中 愛子')}?= <aiko@hana.test>\r\nSubject: =?ISO-2022-JP?B?GyRCMnE1RCRON28bKEI=?=\r\nDate: 21 Nov 2026 00:30 +0900\r\nContent-Type: text/plain; charset=iso-2022-jp\r\n\r\n${iconv.encode('木曜日の会議は\r\n中止になりました。ＡＢＣ', 'EUC-JP').length > 0 ? '\x1b$BLZMKF|$N2q5D$O\x1b(B\r\n\x1b$BCf;_$K$J$j$^$7$?!##A#B#C\x1b(B' : ''}\r\n`,
    flags: ['\\Flagged'],
    arrived: NOW - DAY,
    modseq: 9,
  },
  {
    mail: Buffer.concat([
      Buffer.from(
        'From: c@yuki.test\r\nBcc: secret@yuki.test\r\nSubject: parts\r\nContent-Type: multipart/mixed; boundary=x\r\n\r\npreamble\r\n--x\r\nContent-Type: text/plain; charset=shift_jis\r\nContent-Transfer-Encoding: base64\r\n\r\n',
      ),
      Buffer.from(iconv.encode('半角ﾃｽﾄとカタカナ', 'shift_jis').toString('base64')),
      Buffer.from(
        `\r\n--x\r\nContent-Type: application/pdf; name*=UTF-8''%E8%A8%88%E7%94%BB.pdf\r\nContent-Transfer-Encoding: base64\r\n\r\n${base64('hidden words')}\r\n--x\r\nContent-Type: message/rfc822\r\n\r\nSubject: Inner\r\n\r\ninside text\r\n--x--\r\n`,
      ),
    ]),
    flags: ['\\Deleted', '\\Draft', '\\Answered'],
    arrived: NOW,
    modseq: 7,
  },
];

function world(given: readonly Given[] = mails) {
  const reads: number[] = [];
  const stored = given.map(
    ({ mail, flags = [], arrived = NOW, modseq = 1 }, at): StoredMessage => ({
      uid: (at + 1) * 10,
      size: Buffer.byteLength(mail as string),
      internalDate: arrived,
      flags: new Set(flags),
      modseq,
      guid: `g${at}`,
    }),
  );
  const mailbox = {
    get: (uid: number) => stored.find((each) => each.uid === uid),
    read: async (uid: number) => {
      reads.push(uid);
      const found = given[uid / 10 - 1]?.mail;
      if (found === undefined)
        throw new MailError({ kind: 'bad-input', at: 'spool.read', reason: 'not-found', advice: 'report' });
      return typeof found === 'string' ? Buffer.from(found, 'latin1') : found;
    },
  };
  return { reads, mailbox, uids: stored.map(({ uid }) => uid) };
}

async function run(command: string | CommandPart[], uid = false) {
  const parts = typeof command === 'string' ? [Buffer.from(command, 'utf8').toString('latin1')] : command;
  const args = new Scanner(parts.map((part, at) => (at === 0 ? ` ${part}` : part)));
  const returns = readReturn(args);
  const criterion = readCriteria(args);
  const { mailbox, uids, reads } = world();
  const found = await searchMailbox(criterion, {
    uids,
    mailbox,
    isRecent: (each) => each === 30,
    saved: new Set([20]),
    now: NOW,
  });
  return { line: answer({ returns, criterion, found, tag: 'a1', uid }), numbers: found.map(({ seq }) => seq), reads };
}

describe('each key of RFC 3501 §6.4.4 finds what it should', () => {
  test.each<[string, number[]]>([
    ['ALL', [1, 2, 3]],
    ['ANSWERED', [3]],
    ['UNANSWERED', [1, 2]],
    ['DELETED', [3]],
    ['UNDELETED', [1, 2]],
    ['DRAFT', [3]],
    ['UNDRAFT', [1, 2]],
    ['FLAGGED', [2]],
    ['UNFLAGGED', [1, 3]],
    ['SEEN', [1]],
    ['UNSEEN', [2, 3]],
    ['KEYWORD work', [1]],
    ['UNKEYWORD WORK', [2, 3]],
    ['RECENT', [3]],
    ['OLD', [1, 2]],
    ['NEW', [3]],
    ['BEFORE 21-Nov-2026', [1, 2]],
    ['BEFORE "20-nov-2026"', [1]],
    ['ON 20-Nov-2026', [2]],
    ['SINCE 20-Nov-2026', [2, 3]],
    // The day as it stands in the field, whatever its zone; a mail with no Date has none.
    ['SENTON 20-Nov-2026', [1]],
    ['SENTON 21-Nov-2026', [2]],
    ['SENTBEFORE 21-Nov-2026', [1]],
    ['SENTSINCE 1-Nov-2026', [1, 2]],
    ['LARGER 400', [3]],
    ['SMALLER 400', [1, 2]],
    ['FROM ito', [1]],
    ['FROM BEN@HANA', [1]],
    ['TO aiko', [1]],
    ['CC office', [1]],
    ['BCC secret', [3]],
    ['SUBJECT "for the river"', [1]],
    ['HEADER X-Empty ""', [1]],
    ['HEADER Subject ""', [1, 2, 3]],
    ['HEADER X-None ""', []],
    ['HEADER message-id ""', []],
    ['BODY "hello aiko, see"', [1]],
    ['BODY river', []],
    ['TEXT river', [1]],
    ['BODY "hidden words"', []],
    ['BODY "inside TEXT"', [3]],
    ['BODY Inner', [3]],
    ['BODY preamble', []],
    ['UID 10,30', [1, 3]],
    ['UID 25:*', [3]],
    ['UID *:25', [3]],
    ['UID 99:*', [3]],
    ['1:2', [1, 2]],
    ['*', [3]],
    ['3:*,1', [1, 3]],
    ['$', [2]],
    ['UID $', [2]],
    ['NOT SEEN', [2, 3]],
    ['OR SEEN FLAGGED', [1, 2]],
    ['OR (SEEN KEYWORD x) (NOT (FLAGGED))', [1, 3]],
    ['NOT OR SEEN NOT FLAGGED', [2]],
    ['(ALL (1:2 (UNSEEN)))', [2]],
    ['MODSEQ 7', [2, 3]],
    ['MODSEQ "/flags/\\\\draft" all 8', [2]],
    ['OLDER 86400', [1, 2]],
    ['YOUNGER 86400', [2, 3]],
    ['seen', [1]],
  ])('SEARCH %s', async (command, expected) => {
    expect((await run(command)).numbers).toEqual(expected);
  });
});

describe('Japanese is found as it is read', () => {
  test.each<[string, number[]]>([
    ['CHARSET UTF-8 SUBJECT "会議の件"', [2]],
    ['CHARSET UTF-8 FROM 愛子', [2]],
    ['CHARSET UTF-8 BODY "会議"', [2]],
    ['CHARSET UTF-8 BODY "会議は中止"', [2]],
    ['CHARSET UTF-8 BODY abc', [2]],
    ['CHARSET UTF-8 BODY "テスト"', [3]],
    ['CHARSET UTF-8 BODY "ｶﾀｶﾅ"', [3]],
    ['CHARSET UTF-8 BODY "てすと"', []],
    ['CHARSET UTF-8 TEXT "計画.pdf"', [3]],
    ['BODY "会議"', [2]],
  ])('SEARCH %s', async (command, expected) => {
    expect((await run(command)).numbers).toEqual(expected);
  });

  test.each(['UTF-8', 'ISO-2022-JP', 'Shift_JIS', 'EUC-JP'])('a literal in %s', async (name) => {
    const text = name === 'ISO-2022-JP' ? Buffer.from('\x1b$B2q5D\x1b(B', 'latin1') : iconv.encode('会議', name);
    expect((await run([`CHARSET ${name} SUBJECT {${text.length}}`, text, ' UNSEEN'])).numbers).toEqual([2]);
  });
});

describe('what is answered', () => {
  test.each<[string, string | null, boolean?]>([
    ['ALL', 'SEARCH 1 2 3'],
    ['ALL', 'SEARCH 10 20 30', true],
    ['KEYWORD none', 'SEARCH'],
    ['MODSEQ 7', 'SEARCH 2 3 (MODSEQ 9)'],
    ['MODSEQ 70', 'SEARCH'],
    ['RETURN () ALL', 'ESEARCH (TAG "a1") ALL 1:3'],
    ['RETURN (MIN MAX COUNT) UNSEEN', 'ESEARCH (TAG "a1") UID MIN 20 MAX 30 COUNT 2', true],
    ['RETURN (COUNT ALL) OR 1 3', 'ESEARCH (TAG "a1") ALL 1,3 COUNT 2'],
    ['RETURN (MIN COUNT) KEYWORD none', 'ESEARCH (TAG "a1") COUNT 0'],
    ['RETURN (MIN) KEYWORD none', 'ESEARCH (TAG "a1")'],
    ['RETURN (MAX) MODSEQ 1', 'ESEARCH (TAG "a1") MAX 3 MODSEQ 7'],
    ['RETURN (MIN MAX) MODSEQ 1', 'ESEARCH (TAG "a1") MIN 1 MAX 3 MODSEQ 7'],
    ['RETURN (ALL) MODSEQ 1', 'ESEARCH (TAG "a1") ALL 1:3 MODSEQ 9'],
    ['RETURN (SAVE) ALL', null],
    ['RETURN (SAVE COUNT) CHARSET UTF-8 ALL', 'ESEARCH (TAG "a1") COUNT 3'],
  ])('SEARCH %s: %s', async (command, line, uid = false) => {
    expect((await run(command, uid)).line).toBe(line);
  });
});

describe('what is not understood is refused', () => {
  test.each([
    '',
    'FOO',
    'RETURN (FOO) ALL',
    'RETURN ALL',
    'CHARSET UTF-8',
    'NOT',
    'OR SEEN',
    '()',
    '(ALL',
    'ALL)',
    'SINCE 31-Feb-2026',
    'SINCE tomorrow',
    'LARGER x',
    '0',
    '1:',
    'UID',
    'HEADER Subject',
    'KEYWORD',
    'SUBJECT \xff',
  ])('SEARCH %s', async (command) => {
    const asked = run([command]);
    await expect(asked).rejects.toBeInstanceOf(Refusal);
    await expect(asked).rejects.toMatchObject({ status: 'BAD' });
  });

  test('nesting and numbers beyond the limits', async () => {
    const beyond = [
      `${'('.repeat(200)}ALL${')'.repeat(200)}`,
      `${'NOT '.repeat(200)}ALL`,
      `${'OR ALL '.repeat(200)}ALL`,
      'ALL '.repeat(2000).trim(),
    ];
    for (const command of beyond) await expect(run(command)).rejects.toMatchObject({ status: 'BAD' });
  });

  test('a charset that is not known is a NO that names those that are', async () => {
    await expect(run('CHARSET KOI8-R ALL')).rejects.toMatchObject({
      status: 'NO',
      code: 'BADCHARSET (US-ASCII UTF-8 ISO-2022-JP SHIFT_JIS EUC-JP)',
    });
  });

  test('no arguments, however wild, are anything but answered or refused', async () => {
    const words = [
      '(',
      ')',
      ' ',
      'OR ',
      'NOT ',
      'ALL',
      '1:*',
      '$',
      '"',
      '\\',
      '{3}',
      'RETURN ',
      'CHARSET ',
      'UID ',
      'HEADER ',
      '*',
      '\0',
      'é',
    ];
    const wild = fc.array(fc.oneof(fc.constantFrom(...words), fc.string({ maxLength: 5 })), { maxLength: 30 });
    await fc.assert(
      fc.asyncProperty(wild, async (pieces) => {
        try {
          await run(pieces.join(''));
        } catch (error) {
          expect(error).toBeInstanceOf(Refusal);
        }
      }),
      { numRuns: 1000 },
    );
  });
});

describe('the work that is done', () => {
  test('flags, dates and sizes need no message; a text reads those that are left, once', async () => {
    expect((await run('OR SEEN LARGER 1 SINCE 1-Jan-2020')).reads).toEqual([]);
    expect((await run('TEXT river BODY hello SUBJECT plan UNDELETED 1:2')).reads).toEqual([10, 20]);
    expect((await run('OR SEEN BODY 会議')).reads).toEqual([20, 30]);
  });

  test('a message that goes while we look is not found, and nothing breaks', async () => {
    const args = new Scanner([' BODY a']);
    readReturn(args);
    const { mailbox, uids } = world();
    const found = await searchMailbox(readCriteria(args), {
      uids: [...uids, 40],
      mailbox: {
        get: (uid) => mailbox.get(Math.min(uid, 30)) && { ...(mailbox.get(10) as StoredMessage), uid },
        read: mailbox.read,
      },
      isRecent: () => false,
      saved: new Set(),
      now: NOW,
    });
    expect(found.map(({ message }) => message.uid)).not.toContain(40);
  });
});
