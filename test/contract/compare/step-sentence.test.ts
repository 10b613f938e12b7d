import { expect, test } from 'vitest';
import { formatsFor } from '../../../renderer/views/format.ts';
import { shipped } from '../../../src/compare/experiments/index.ts';
import { Step, type StepInput } from '../../../src/contract/compare/step.ts';
import { namesFor, stepSentence } from '../../../src/contract/compare/words/index.ts';

const machines = shipped[0]?.machines ?? [];
const mails = [1, 2, 3, 4].map((n) => ({ mail: `m${n}`, subject: `Letter ${n}` }));
const say = (step: StepInput | null, lang: 'en' | 'ja', of = machines) =>
  stepSentence(
    step === null ? null : Step.parse(step),
    { ...namesFor(of, mails, lang), size: formatsFor(lang, 'UTC').size },
    lang,
  );

test.each<[StepInput | null, string, string]>([
  [null, 'Before the first step: nothing has happened yet.', '最初のステップの前です。まだ何も起きていません。'],
  [
    { do: 'deliver', attachment: 10_000_000 },
    'A mail with an attachment of 10 MB arrives on the server.',
    'サーバーに、10 MBの添付ファイルが付いたメールが 1 通届きます。',
  ],
  [
    { do: 'deliver', to: ['a', 'b'], count: 2 },
    '2 mails arrive in the mailboxes a and b.',
    'メールボックス a、b にメールが 2 通届きます。',
  ],
  [
    { do: 'open', on: 'office-imap', mails: ['m1', 'm2'] },
    'Office PC over IMAP opens “Letter 1” and “Letter 2”.',
    '職場のPC（IMAP）で、「Letter 1」、「Letter 2」を開きます。',
  ],
  [
    { do: 'move', on: 'all', mails: ['m1', 'm2', 'm3', 'm4'], to: 'Work' },
    'Every machine moves 4 mails to “Work”.',
    'すべてのマシンで、メール 4 通を「Work」に移します。',
  ],
  [
    { do: 'mark', on: 'office-pop3', mails: 'm1', unset: ['seen'] },
    'Office PC over POP3 marks “Letter 1” as unread.',
    '職場のPC（POP3）で、「Letter 1」を未読に戻します。',
  ],
  [
    { do: 'mark', on: 'office-pop3', mails: 'm1', set: ['$label1'], unset: ['flagged'] },
    'Office PC over POP3 changes the marks of “Letter 1”: +$label1 −flagged.',
    '職場のPC（POP3）で、「Letter 1」の印を変えます（+$label1 −flagged）。',
  ],
  [
    { do: 'search', on: 'office-imap', where: 'server', from: 'mika', text: 'tea' },
    'Office PC over IMAP has the server search for mail from “mika” and with “tea” in its text.',
    '職場のPC（IMAP）が、差出人に「mika」を含む、本文に「tea」を含むメールをサーバーに探してもらいます。',
  ],
  [
    { do: 'send', on: ['office-imap', 'office-pop3'] },
    'Each of Office PC over IMAP and Office PC over POP3 writes a mail and sends it.',
    '職場のPC（IMAP）、職場のPC（POP3）で、メールを書いて送信します。',
  ],
  [{ do: 'wait', days: 3, hours: 2 }, 'Time passes: 3 days and 2 hours.', '時間が過ぎます（3 日、2 時間）。'],
  [
    { do: 'fill-disk', on: 'office-pop3', leave: 4000 },
    'The disk of Office PC over POP3 fills up: 4 kB are left.',
    '職場のPC（POP3）のディスクがいっぱいになり、残りは 4 kBです。',
  ],
])('%j is told as a sentence in both languages', (step, english, japanese) => {
  expect(say(step, 'en')).toBe(english);
  expect(say(step, 'ja')).toBe(japanese);
});

test('every step of every experiment that comes with the program is told without a gap', () => {
  for (const lang of ['en', 'ja'] as const)
    for (const { machines: own, steps } of shipped)
      for (const step of steps)
        expect(say(step, lang, own)).toMatch(lang === 'en' ? /^[A-Z0-9][^{}]+\.$/ : /^[^{}]+。$/);
});
