import { expect, test } from 'vitest';
import { upload } from '../../../../renderer/views/compose/upload.ts';
import { MailError } from '../../../../src/base/errors.ts';

/** Takes the calls of an upload; `size` is what arrived. */
function engine(refuseAt = Number.POSITIVE_INFINITY) {
  const pieces: Uint8Array[] = [];
  const names: string[] = [];
  const call = async (name: string, takes: { bytes?: Uint8Array }) => {
    names.push(name);
    if (name === 'upload.begin') return { id: 4 };
    if (name === 'upload.chunk') {
      if (pieces.length === refuseAt)
        throw new MailError({ kind: 'not-stored', at: 'upload', reason: 'disk-full', advice: 'free-space' });
      pieces.push(takes.bytes ?? new Uint8Array());
      return {};
    }
    return { size: pieces.reduce((sum, { length }) => sum + length, 0) };
  };
  return { link: { call } as never, pieces, names };
}

test('A file arrives whole and in order, in pieces of a megabyte', async () => {
  const bytes = new Uint8Array(2_500_000).map((_, n) => n % 251);
  const there = engine();
  const seen: number[] = [];
  const file = new File([bytes], '議事録.pdf', { type: 'application/pdf' });
  const got = await upload(there.link, file, (done) => seen.push(done), new AbortController().signal);
  expect(got).toEqual({ upload: 4, name: '議事録.pdf', type: 'application/pdf', size: 2_500_000 });
  expect(there.pieces.map(({ length }) => length)).toEqual([1 << 20, 1 << 20, 2_500_000 - (2 << 20)]);
  expect(Buffer.concat(there.pieces).equals(Buffer.from(bytes))).toBe(true);
  expect(seen).toEqual([1 << 20, 2 << 20, 2_500_000]);
});

test('An empty file without a type is a file too', async () => {
  const there = engine();
  const got = await upload(there.link, new File([], 'empty'), () => {}, new AbortController().signal);
  expect(got).toEqual({ upload: 4, name: 'empty', type: 'application/octet-stream', size: 0 });
  expect(there.names).toEqual(['upload.begin', 'upload.end']);
});

test('A refused piece ends it with the refusal, and a removed file sends no more', async () => {
  const there = engine(1);
  const file = new File([new Uint8Array(3 << 20)], 'a');
  await expect(upload(there.link, file, () => {}, new AbortController().signal)).rejects.toMatchObject({
    reason: 'disk-full',
  });
  expect(there.names).not.toContain('upload.end');
  const stop = new AbortController();
  const second = engine();
  await expect(upload(second.link, file, () => stop.abort(), stop.signal)).rejects.toThrow();
  expect(second.pieces).toHaveLength(1);
});
