import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { z } from 'zod';
import { makeMails } from '../../../src/compare/mails/index.ts';
import { Step, type StepOf } from '../../../src/contract/compare/step.ts';
import { parseMessage, previewOf } from '../../../src/message/index.ts';

const at = Date.UTC(2026, 10, 21, 9, 0, 0);
const deliver = (o: Partial<z.input<typeof Step>> = {}): StepOf<'deliver'> =>
  Step.parse({ do: 'deliver', ...o }) as StepOf<'deliver'>;
const make = (o: Record<string, unknown> = {}, seed = 1) => makeMails(deliver(o), 'mine@kaisha.test', seed, at);
const one = (o: Record<string, unknown> = {}, seed = 1) => {
  const [mail] = make(o, seed);
  if (mail === undefined) throw new Error('none');
  return mail;
};

describe('the mails of an experiment', () => {
  test('the same seed gives the same octets, another seed others', () => {
    const o = { count: 5, shape: 'html', attachment: 5000, word: 'kintsugi' };
    expect(make(o).map(({ raw }) => raw.toString('latin1'))).toEqual(make(o).map(({ raw }) => raw.toString('latin1')));
    expect(make(o, 2)[0]?.raw.equals(make(o)[0]?.raw ?? Buffer.alloc(0))).toBe(false);
  });

  test('one mail is called as the step says, several get a number', () => {
    expect(make({ as: 'letter' }).map(({ mail }) => mail)).toEqual(['letter']);
    expect(make({ as: 'm', count: 3 }).map(({ mail }) => mail)).toEqual(['m1', 'm2', 'm3']);
  });

  test('no two mails have one Message-ID: not for another seed, name or mailbox', () => {
    const ids = [1, 2].flatMap((seed) =>
      ['mine@kaisha.test', 'hers@kaisha.test'].flatMap((to) =>
        ['a', 'b'].flatMap((as) => makeMails(deliver({ as, count: 20 }), to, seed, at).map((each) => each.messageId)),
      ),
    );
    expect(new Set(ids).size).toBe(160);
  });

  test('no two mails of one delivery have one subject, however many there are', () => {
    for (const seed of [1, 2, 3]) {
      const subjects = make({ count: 60 }, seed).map(({ subject }) => subject);
      expect(new Set(subjects).size).toBe(60);
    }
  });

  test('two mailboxes get the same letter under one name', () => {
    const written = ['mine@kaisha.test', 'hers@kaisha.test'].map((to) =>
      makeMails(deliver({ count: 3, attachment: 1000 }), to, 1, at).map(({ subject, from, raw }) => ({
        subject,
        from,
        octets: raw.length,
      })),
    );
    expect(written[0]).toEqual(written[1]);
  });

  test('English and Japanese are mixed', () => {
    const subjects = make({ count: 30 }).map(({ subject }) => subject);
    const japanese = subjects.filter((each) => /[\u3040-\u30ff\u4e00-\u9fff]/.test(each));
    expect(japanese.length).toBeGreaterThan(3);
    expect(subjects.length - japanese.length).toBeGreaterThan(3);
  });

  test('author and subject are as the step says, and read back so', async () => {
    const { raw, subject, from } = one({ from: '"伊藤, 花子" <hanako@example.org>', subject: '来週の件 & "more"' });
    const parsed = await parseMessage(raw);
    expect({ subject, from }).toEqual({ subject: '来週の件 & "more"', from: 'hanako@example.org' });
    expect(parsed.subject).toBe(subject);
    expect(parsed.from).toEqual({ name: '伊藤, 花子', address: 'hanako@example.org' });
    expect(parsed.to).toEqual([{ name: '', address: 'mine@kaisha.test' }]);
    expect(() => one({ from: 'nobody' })).toThrow('bad-address');
  });

  test('a mail may be addressed to a list', async () => {
    const { to } = await parseMessage(one({ addressed: 'Tea <tea@lists.example>' }).raw);
    expect(to).toEqual([{ name: 'Tea', address: 'tea@lists.example' }]);
  });

  test.each([
    ['plain', 'kintsugi', 'A word'],
    ['html', 'kintsugi & <co>', 'A word'],
    ['plain', '金継ぎ', '言葉'],
    ['html', 'a phrase of several words that is long enough to be broken at the end of a line', 'A phrase'],
  ])('in a %s mail the word %s stands whole and beyond any preview', async (shape, word, subject) => {
    const { raw } = one({ shape, word, subject });
    const { textParts, preview } = await parseMessage(raw);
    expect(textParts.map(({ kind }) => kind).sort()).toEqual(shape === 'plain' ? ['text'] : ['html', 'text']);
    for (const { kind, text } of textParts) {
      const wanted =
        kind === 'text' ? word : word.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
      expect(text).toContain(wanted);
      expect(Buffer.byteLength(text.slice(0, text.indexOf(wanted)))).toBeGreaterThan(1800);
      expect(previewOf(text, kind)).not.toContain(word);
    }
    expect(preview).not.toContain(word);
  });

  test('the attachment has as many octets as asked for, and no compression makes it shorter', async () => {
    const mail = one({ attachment: 1_000_000 });
    const { attachments } = await parseMessage(mail.raw);
    expect(mail.attachment).toBe(1_000_000);
    expect(attachments).toHaveLength(1);
    expect(attachments[0]?.name).toMatch(/\.zip$/);
    const file = attachments[0]?.content() ?? new Uint8Array();
    expect(file).toHaveLength(1_000_000);
    expect(gzipSync(file).length).toBeGreaterThan(1_000_000);
  });

  test('ten megabytes are ten megabytes', () => {
    expect(one({ attachment: 10_000_000 }).raw.length).toBeGreaterThan((10_000_000 * 4) / 3);
    const { raw } = one({ text: 1_000_000, subject: 'long' });
    expect(raw.length).toBeGreaterThan(990_000);
    expect(raw.length).toBeLessThan(1_050_000);
  });

  test('every line ends in CRLF and none is longer than 998 octets, whatever is asked for', () => {
    fc.assert(
      fc.property(
        fc.record(
          {
            shape: fc.constantFrom('plain' as const, 'html' as const),
            text: fc.integer({ min: 0, max: 5000 }),
            attachment: fc.integer({ min: 0, max: 3000 }),
            subject: fc.string({ unit: 'grapheme', maxLength: 300 }),
            word: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 60 }),
          },
          { requiredKeys: [] },
        ),
        fc.integer({ min: 0 }),
        (o, seed) => {
          const text = one(o, seed).raw.toString('latin1');
          expect(text.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
          expect(Math.max(...text.split('\r\n').map((line) => line.length))).toBeLessThanOrEqual(998);
          expect(text.endsWith('\r\n')).toBe(true);
          expect(text).not.toMatch(/[\x80-\xff]/);
        },
      ),
      { numRuns: 200 },
    );
  });
});
