/** Mails of random structure from a seed: nested multiparts and messages, boundaries that begin one another, ends left out. */

export function randomMail(seed: number): Buffer {
  const random = generator(seed);
  const below = (n: number): number => Math.floor(random() * n);
  const pick = <T>(list: readonly T[]): T => list[below(list.length)] as T;
  const boundaries = ['b', 'b1', 'b12', 'b--', 'b-', '=_x', '=_x y', 'q'];

  const body = (depth: number): string[] => {
    const kind = depth >= 6 ? 9 : below(10);
    if (kind < 4) return multipart(depth);
    if (kind === 4)
      return [
        ...maybe(0.3, 'Content-Disposition: attachment'),
        'Content-Type: message/rfc822',
        '',
        ...message(depth + 1),
      ];
    return [
      pick([
        'Content-Type: text/plain',
        'Content-Type: TEXT/HTML; charset="utf-8"',
        'content-type:image/png;\r\n name=a.png',
        'X-No: type',
      ]),
      ...maybe(
        0.4,
        pick([
          'Content-Transfer-Encoding: Base64',
          'Content-Transfer-Encoding: quoted-printable',
          'Content-Transfer-Encoding: 8bit',
        ]),
      ),
      '',
      ...Array.from({ length: below(4) }, () =>
        pick(['some text', '', '-- ', '--', '--other', '-- b', ' --b', 'x'.repeat(below(200))]),
      ),
    ];
  };
  const multipart = (depth: number): string[] => {
    const boundary = pick(boundaries);
    const lines = [
      `Content-Type: multipart/${pick(['mixed', 'alternative', 'related', 'digest'])}; boundary="${boundary}"`,
      '',
    ];
    lines.push(...maybe(0.3, 'a preamble'));
    for (let i = below(4); i >= 0; i--) {
      lines.push(`--${boundary}${random() < 0.1 ? '  ' : ''}`);
      lines.push(...(random() < 0.05 ? [] : body(depth + 1)));
    }
    if (random() < 0.85) lines.push(`--${boundary}--`, ...maybe(0.2, 'an epilogue'));
    return lines;
  };
  const message = (depth: number): string[] => [
    'MIME-Version: 1.0', // without it (and Content-Type) Dovecot leaves Content-Transfer-Encoding out; we do not
    ...maybe(0.8, 'From: a@example.org'),
    ...maybe(0.5, `Subject: ${depth}`),
    ...body(depth),
  ];
  const maybe = (p: number, line: string): string[] => (random() < p ? [line] : []);

  return Buffer.from(
    ['From: a@example.org', 'MIME-Version: 1.0', ...body(0)].join('\r\n') + (random() < 0.9 ? '\r\n' : ''),
  );
}

/** mulberry32 */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296;
  };
}
