/** The mail in the pictures: a few letters in two languages, none from a real person. */

const day = 86_400_000;

/** @param now ms since 1970; the letters are from the days before. */
export function letters(now: number): Record<string, string[]> {
  const letter = (from: string, subject: string, agoDays: number, text: string, more = ''): string =>
    [
      `From: ${from}`,
      'To: Aiko Tanaka <aiko@hana.test>',
      `Subject: ${encodeWord(subject)}`,
      `Date: ${new Date(now - agoDays * day).toUTCString().replace('GMT', '+0000')}`,
      `Message-ID: <${Math.round(agoDays * 1000)}@hana.test>`,
      'MIME-Version: 1.0',
      'Content-Type: text/plain; charset=utf-8',
      'Content-Transfer-Encoding: 8bit',
      ...(more === '' ? [] : [more]),
      '',
      ...text.split('\n'),
      '',
    ].join('\r\n');
  return {
    INBOX: [
      letter(
        'Library of Hana <desk@library.hana.test>',
        'Your books are due on 2 December',
        6.2,
        'Three books are due.\n',
      ),
      letter(
        '郵便局 <office@post.hana.test>',
        'お荷物のお届けについて',
        4.1,
        'お荷物をお預かりしています。\nご都合のよい日時をお知らせください。\n',
      ),
      letter(
        'Mika Sato <mika@sora.test>',
        'Photographs from the harbour',
        3.3,
        'They came out well. I will bring prints.\n',
      ),
      letter('Build <build@umi.test>', 'All tests passed on main', 2.4, '412 passed, 0 failed, 0 skipped\n'),
      letter(
        '山田 太郎 <taro@sora.test>',
        '会議の件、ご確認ください',
        1.2,
        '田中様\n\n木曜日の会議の資料をお送りします。\nご確認のほど、よろしくお願いいたします。\n\n山田\n',
      ),
      letter(
        'Carol Ngata <carol@umi.test>',
        'Re: Plan for the reading room',
        0.4,
        'I like the second drawing best: more light, and the shelves stay.\n',
      ),
      letter(
        'Ben Ito <ben@umi.test>',
        'Friday: lunch by the river?',
        0.1,
        `Dear Aiko,

the weather should hold until Saturday. Shall we meet
at the old bridge at noon and walk down to the tea house?
Mika can come too, and brings the photographs.

If it rains after all, the library has a table for us.

Until Friday,
Ben
`,
      ),
    ],
  };
}

/** RFC 2047 §4.1, one encoded word. */
function encodeWord(text: string): string {
  return /^[\x20-\x7e]*$/.test(text) ? text : `=?utf-8?B?${Buffer.from(text).toString('base64')}?=`;
}
