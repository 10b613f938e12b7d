import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import PostalMime from 'postal-mime';
import { afterAll, describe, expect, test } from 'vitest';
import { type Composition, compose } from '../../src/message/compose.ts';

const folder = mkdtempSync(join(tmpdir(), 'tegami-compose-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));

const plain: Composition = {
  from: { name: 'Alice Example', address: 'alice@example.test' },
  to: [{ name: 'Bob', address: 'bob@example.test' }],
  cc: [],
  bcc: [],
  subject: 'Hello',
  text: 'Hi Bob,\n\nsee you.\n-- \nAlice\n',
  attachments: [],
  date: Date.UTC(2026, 10, 21, 12, 0, 0),
  messageId: '<m1@example.test>',
};

async function composed(
  changes: Partial<Composition>,
): Promise<{ bytes: Buffer; text: string; envelope: { from: string; to: string[] } }> {
  const out = join(folder, 'out.eml');
  const { size, envelope } = await compose({ ...plain, ...changes }, out);
  const bytes = readFileSync(out);
  expect(size).toBe(bytes.length);
  expect(bytes.toString('latin1')).not.toMatch(/[^\r]\n|\r[^\n]|^\n|\r$/); // CRLF and nothing else
  expect(bytes.toString('latin1')).toMatch(/\r\n$/);
  for (const line of bytes.toString('latin1').split('\r\n')) expect(line.length).toBeLessThanOrEqual(998);
  return { bytes, text: bytes.toString('latin1'), envelope };
}

/** Reads a mail with Python's email package, which knows nothing of the library that wrote it. */
function python(bytes: Buffer): {
  headers: [string, string][];
  text: string;
  files: { name: string; type: string; content: string }[];
  defects: string[];
} {
  const script = `
import sys, json, base64, email, email.policy
m = email.message_from_bytes(sys.stdin.buffer.read(), policy=email.policy.default)
body = m.get_body(('plain',))
files = [{'name': p.get_filename(), 'type': p.get_content_type(),
  'content': base64.b64encode(p.get_payload(decode=True) or b'').decode() if not p.is_multipart() else ''} for p in m.iter_attachments()]
print(json.dumps({'headers': [[k, str(v)] for k, v in m.items()], 'text': body.get_content(), 'files': files,
  'defects': [str(d) for p in m.walk() for d in p.defects] + [str(d) for v in m.values() for d in v.defects]}))
`;
  return JSON.parse(execFileSync('python3', ['-c', script], { input: bytes, encoding: 'utf8', maxBuffer: 1 << 28 }));
}

describe('compose', () => {
  test('writes a plain message that says what it must and nothing of the program', async () => {
    const { text, envelope } = await composed({});
    expect(text.replace(/\r\n/g, '\n')).toBe(`From: Alice Example <alice@example.test>
To: Bob <bob@example.test>
Subject: Hello
Message-ID: <m1@example.test>
Date: Sat, 21 Nov 2026 12:00:00 +0000
Content-Transfer-Encoding: 7bit
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8

Hi Bob,

see you.
-- 
Alice
`);
    expect(envelope).toEqual({ from: 'alice@example.test', to: ['bob@example.test'] });
  });

  test('gives Japanese text, names, subject and file names back in two other parsers', async () => {
    const file = join(folder, 'photo.bin');
    const content = randomBytes(300_000);
    writeFileSync(file, content);
    const long = `${'とても長い名前の'.repeat(12)}写真 "quoted"; 100%.jpeg`;
    const { bytes } = await composed({
      from: { name: '山田 太郎', address: 'taro@example.test' },
      to: [{ name: '鈴木, 花子 (営業部)', address: 'hanako@example.test' }],
      subject: `件名: ${'とても長い件名です。'.repeat(10)}😀`,
      text: `鈴木様\n\n.先頭の点\n${'長い行'.repeat(600)}\nFrom here\n`,
      attachments: [
        { file, name: long, type: 'image/jpeg' },
        { file, name: 'plain name.bin', type: '' },
      ],
    });
    expect(bytes.toString('latin1')).toMatch(/filename\*0\*=utf-8''/); // RFC 2231
    const other = python(bytes);
    expect(other.defects).toEqual([]);
    expect(other.text.replace(/\r\n/g, '\n')).toBe(`鈴木様\n\n.先頭の点\n${'長い行'.repeat(600)}\nFrom here\n`);
    expect(other.headers).toContainEqual(['Subject', `件名: ${'とても長い件名です。'.repeat(10)}😀`]);
    expect(other.files.map((f) => [f.name, f.type])).toEqual([
      [long, 'image/jpeg'],
      ['plain name.bin', 'application/octet-stream'],
    ]);
    for (const f of other.files) expect(Buffer.from(f.content, 'base64').equals(content)).toBe(true);
    const postal = await PostalMime.parse(bytes);
    expect(postal.from).toMatchObject({ name: '山田 太郎', address: 'taro@example.test' });
    expect(postal.to).toMatchObject([{ name: '鈴木, 花子 (営業部)', address: 'hanako@example.test' }]);
    expect(postal.attachments.map((a) => a.filename)).toEqual([long, 'plain name.bin']);
    expect(Buffer.from(postal.attachments[0]?.content as ArrayBuffer).equals(content)).toBe(true);
  });

  test('puts Bcc into the envelope and nowhere else, and each recipient there once', async () => {
    const { text, envelope } = await composed({
      to: [{ name: '', address: 'bob@example.test' }],
      cc: [
        { name: 'Bob again', address: 'bob@example.test' },
        { name: '', address: 'carol@example.test' },
      ],
      bcc: [{ name: 'Hidden', address: 'secret@example.test' }],
    });
    expect(envelope.to).toEqual(['bob@example.test', 'carol@example.test', 'secret@example.test']);
    expect(text).not.toMatch(/bcc|secret|hidden/i);
  });

  test('names nobody where only Bcc is given', async () => {
    const { text, envelope } = await composed({ to: [], bcc: [{ name: '', address: 'secret@example.test' }] });
    expect(text).toMatch(/^To: Undisclosed recipients:;\r$/m);
    expect(envelope.to).toEqual(['secret@example.test']);
  });

  test('writes international domains in ASCII, and leaves an address alone that needs UTF-8 anyway', async () => {
    const idn = await composed({ to: [{ name: 'J', address: 'info@jõgeva.ee' }] });
    expect(idn.envelope.to).toEqual(['info@xn--jgeva-dua.ee']);
    expect(idn.text).toContain('<info@xn--jgeva-dua.ee>');
    const eai = await composed({ to: [{ name: '', address: '太郎@例え.jp' }] });
    expect(eai.envelope.to).toEqual(['太郎@例え.jp']);
    expect(eai.bytes.toString('utf8')).toMatch(/^To: 太郎@例え\.jp\r$/m);
  });

  test('threads by In-Reply-To and References, and takes no nonsense from the answered mail', async () => {
    const ids = Array.from({ length: 80 }, (_, i) => `<id-${i}@elsewhere.example>`);
    const { text } = await composed({
      inReplyTo: '<id-79@elsewhere.example>',
      references: [...ids.slice(0, 79), 'no id', '<in jection\r\nX-Evil: 1>', ids[79] as string],
    });
    const unfolded = text.replace(/\r\n[ \t]/g, ' ');
    expect(unfolded).toMatch(/^In-Reply-To: <id-79@elsewhere\.example>\r$/m);
    const references = /^References: (.*)\r$/m.exec(unfolded)?.[1]?.split(' ');
    expect(references).toEqual([ids[0], ...ids.slice(-49)]);
    expect(text).not.toContain('X-Evil');
    expect((await composed({ inReplyTo: '<a>\r\nX-Evil: 1' })).text).not.toMatch(/X-Evil|In-Reply-To/);
  });

  test('lets no field inject another', async () => {
    const file = join(folder, 'small');
    writeFileSync(file, 'x');
    const evil = 'a\r\nX-Evil: yes\r\n\r\nbody';
    const { bytes } = await composed({
      from: { name: evil, address: 'alice@example.test' },
      to: [{ name: evil, address: 'bob@example.test' }],
      subject: evil,
      attachments: [{ file, name: evil, type: 'text/plain\r\nX-Evil: yes' }],
    });
    const { headers, files } = python(bytes);
    expect(headers.map(([name]) => name)).not.toContain('X-Evil');
    expect(headers.find(([name]) => name === 'Subject')?.[1]).toBe('a X-Evil: yes body');
    expect(files).toMatchObject([{ name: 'a X-Evil: yes body', type: 'text/plain' }]);
    for (const address of ['a@b.c\r\nRCPT TO:<x@y.z>', 'a b@c.d', 'a@b.c>', '<a@b.c', 'nobody', '', 'a\u0000@b.c'])
      await expect(composed({ to: [{ name: '', address }] })).rejects.toMatchObject({
        kind: 'bad-input',
        reason: 'bad-address',
        facts: { address },
      });
    await expect(composed({ messageId: '<a>\r\nX-Evil: 1' })).rejects.toMatchObject({ reason: 'bad-value' });
  });

  test('keeps an attached message as it is where RFC 2046 allows it, else sends it as a file', async () => {
    const inner = join(folder, 'inner.eml');
    writeFileSync(inner, 'From: a@b.example\nSubject: inner\n\ntext\n');
    const ascii = await composed({ attachments: [{ file: inner, name: 'inner.eml', type: 'message/rfc822' }] });
    expect(ascii.text).toMatch(/Content-Type: message\/rfc822[^]*Content-Transfer-Encoding: 7bit[^]*Subject: inner/);
    writeFileSync(inner, 'From: a@b.example\r\nSubject: inn\u00e9r\r\n\r\ntext\r\n');
    const utf8 = await composed({ attachments: [{ file: inner, name: 'inner.eml', type: 'message/rfc822' }] });
    expect(utf8.text).toMatch(/Content-Transfer-Encoding: 8bit/);
    writeFileSync(inner, `Subject: ${'x'.repeat(2000)}\r\n\r\n`);
    const long = await composed({ attachments: [{ file: inner, name: 'inner.eml', type: 'message/rfc822' }] });
    expect(python(long.bytes).files).toMatchObject([{ name: 'inner.eml', type: 'application/octet-stream' }]);
  });

  test('keeps an empty text beside an attachment a text', async () => {
    const file = join(folder, 'small');
    writeFileSync(file, 'x');
    const { bytes } = await composed({ text: '', attachments: [{ file, name: 'a.txt', type: 'text/plain' }] });
    expect(python(bytes).files).toMatchObject([{ name: 'a.txt', content: 'eA==' }]);
  });

  test('streams a large attachment from its file', async () => {
    const file = join(folder, 'large');
    writeFileSync(file, Buffer.alloc(60_000_000, 'abc'));
    const before = process.memoryUsage().rss;
    const { size } = await compose(
      { ...plain, attachments: [{ file, name: 'large.bin', type: 'application/octet-stream' }] },
      join(folder, 'large.eml'),
    );
    expect(size).toBeGreaterThan(80_000_000);
    expect(process.memoryUsage().rss - before).toBeLessThan(60_000_000);
  });

  test('leaves no file behind when an attachment is gone or the disk is full', async () => {
    const out = join(folder, 'failed.eml');
    const gone = { file: join(folder, 'gone'), name: 'gone.txt', type: 'text/plain' };
    await expect(compose({ ...plain, attachments: [gone] }, out)).rejects.toMatchObject({
      reason: 'not-found',
      facts: { name: 'gone.txt' },
    });
    expect(existsSync(out)).toBe(false);
    symlinkSync('/dev/full', out);
    await expect(compose(plain, out)).rejects.toMatchObject({ kind: 'not-stored', reason: 'disk-full' });
    expect(readdirSync(folder)).not.toContain('failed.eml');
  });

  test('any subject, name and file name comes back, as far as one line can hold it', async () => {
    const file = join(folder, 'small');
    writeFileSync(file, 'x');
    const held = (text: string): string =>
      Buffer.from(text)
        .toString()
        .replace(/[\p{Cc}\u2028\u2029]+/gu, ' ')
        .trim();
    const words = fc.oneof(
      fc.string({ unit: 'grapheme', maxLength: 120 }),
      fc.string({ unit: 'binary', maxLength: 80 }),
      fc.string({ unit: 'grapheme-ascii', maxLength: 300 }),
      fc.constantFrom('=?utf-8?q?x?=', '"', '\\', 'a, b', "'", "utf-8''x", '\u3042'.repeat(100)),
    );
    // Readers decode even where RFC 2047 §5 forbids it, inside quotes.
    const names = words.filter((text) => !text.includes('=?'));
    await fc.assert(
      fc.asyncProperty(words, names, names, async (subject, name, filename) => {
        const { bytes } = await composed({
          subject,
          to: [{ name, address: 'bob@example.test' }],
          attachments: [{ file, name: filename, type: 'text/plain' }],
        });
        const postal = await PostalMime.parse(bytes);
        expect(postal.subject ?? '').toBe(held(subject));
        expect(postal.to?.[0]).toMatchObject({ name: held(name), address: 'bob@example.test' });
        expect(postal.attachments[0]?.filename).toBe(held(filename) || 'attachment');
        expect(postal.headers.map((h) => h.key).sort()).toEqual(
          [
            'content-type',
            'date',
            'from',
            'message-id',
            'mime-version',
            'to',
            ...(held(subject) ? ['subject'] : []),
          ].sort(),
        );
      }),
      { numRuns: 300 },
    );
  });

  test('any text comes back', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string({ unit: 'binary', maxLength: 3000 }), async (text) => {
        const { bytes } = await composed({ text });
        const postal = await PostalMime.parse(bytes);
        const lines = (s: string): string => s.replace(/\r\n|\r|\n/g, '\n').replace(/\n$/, '');
        expect(lines(postal.text ?? '')).toBe(lines(Buffer.from(text).toString()));
      }),
      { numRuns: 200 },
    );
  });
});
