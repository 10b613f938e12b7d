/** Ten thousand mails as people get them: the same ones for the same numbers. */

const people = [
  'Ben Ito <ben@umi.test>',
  '=?UTF-8?B?5bGx55SwIOWkqumDjg==?= <taro@sora.test>',
  'Carol Ngata <carol@umi.test>',
  '"Library of Hana, Desk" <desk@library.hana.test>',
  '=?ISO-2022-JP?B?GyRCRURDZhsoQg==?= <tanaka@hana.test>',
  'Build <build@umi.test>',
];
const japanese = `田中様\r\n\r\n木曜日の会議の資料をお送りします。\r\nご確認のほど、よろしくお願いいたします。\r\n\r\n`;
const english =
  'I like the second drawing best: more light, and the shelves stay.\r\nShall we meet by the river on Friday?\r\n\r\n';
const line = 'The quick brown fox jumps over the lazy dog, again and again, until evening 0123456789\r\n';
const base64Line = `${'VGVnYW1pIGlzIGEgbWFpbCBjbGllbnQgdGhhdCBleHBsYWlucyBpdHNlbGYgdG8geW91LCBoZXJl'.slice(0, 76)}\r\n`;

/** The i-th mail: every third is Japanese, every fourth has an HTML part, every fifth an attachment. `octets` is its size, about. */
export function mail(i: number, octets: number): string {
  const text = `${i % 3 === 0 ? japanese : english}Number ${i}.\r\n`;
  const subject =
    i % 3 === 0 ? `=?UTF-8?B?${Buffer.from(`会議の件 ${i}`).toString('base64')}?=` : `Re: Plan for room ${i}`;
  const head = [
    'Return-Path: <bounce@umi.test>',
    `Received: from mx${i % 7}.umi.test (mx${i % 7}.umi.test [192.0.2.${i % 250}])\r\n\tby mail.hana.test (Postfix) with ESMTPS id ${(i * 7919).toString(36)}\r\n\tfor <aiko@hana.test>; Sat, 21 Nov 2026 09:12:00 +0900 (JST)`,
    `From: ${people[i % people.length]}`,
    'To: =?UTF-8?B?55Sw5LitIOaEm+WtkA==?= <aiko@hana.test>',
    ...(i % 6 === 0 ? ['Cc: Mika Sato <mika@sora.test>, office@post.hana.test'] : []),
    `Subject: ${subject}`,
    `Date: ${new Date(Date.UTC(2026, 0, 1) + i * 60_000).toUTCString().replace('GMT', '+0000')}`,
    `Message-ID: <bench-${i}@umi.test>`,
    ...(i % 2 === 0
      ? [`In-Reply-To: <bench-${i - 2}@umi.test>`, `References: <bench-0@umi.test> <bench-${i - 2}@umi.test>`]
      : []),
    'MIME-Version: 1.0',
  ].join('\r\n');
  const plain = part(
    'text/plain; charset=utf-8',
    '8bit',
    text + fill(line, i % 5 === 0 ? 600 : octets - head.length - 600),
  );
  const shown =
    i % 4 === 0
      ? multipart('alternative', `alt${i}`, [
          part('text/plain; charset=utf-8', '8bit', text),
          part(
            'text/html; charset=utf-8',
            '8bit',
            `<html><body><p>${text}</p>${fill(`<p>${line}</p>`, octets - 1500)}</body></html>\r\n`,
          ),
        ])
      : plain;
  const whole =
    i % 5 === 0
      ? multipart('mixed', `mix${i}`, [
          shown,
          part(
            `application/pdf; name="plan-${i}.pdf"`,
            'base64',
            fill(base64Line, i % 4 === 0 ? 400 : octets - 1500),
          ).replace('\r\n\r\n', `\r\nContent-Disposition: attachment; filename="plan-${i}.pdf"\r\n\r\n`),
        ])
      : shown;
  return `${head}\r\n${whole}`;
}

function part(type: string, encoding: string, body: string): string {
  return `Content-Type: ${type}\r\nContent-Transfer-Encoding: ${encoding}\r\n\r\n${body}`;
}

function multipart(kind: string, boundary: string, parts: readonly string[]): string {
  const body = parts.map((each) => `--${boundary}\r\n${each}\r\n`).join('');
  return `Content-Type: multipart/${kind}; boundary="${boundary}"\r\n\r\n${body}--${boundary}--\r\n`;
}

function fill(with_: string, octets: number): string {
  return with_.repeat(Math.max(1, Math.ceil(octets / with_.length)));
}
