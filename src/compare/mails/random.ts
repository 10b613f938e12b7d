/** All that a mail leaves to chance: the same for the same seed and the same purpose. */
import { createCipheriv, createHash } from 'node:crypto';
import { seeded } from '../../lab/random.ts';

/** Hexadecimal; `parts` say what it is for. */
export const digest = (...parts: readonly (string | number)[]): string =>
  createHash('sha256').update(JSON.stringify(parts)).digest('hex');

/** In [0, 1). */
export const chance = (...parts: readonly (string | number)[]): (() => number) =>
  seeded(Number.parseInt(digest(...parts).slice(0, 8), 16));

export function pick<T>(random: () => number, of: readonly [T, ...T[]]): T {
  return of[Math.floor(random() * of.length)] ?? of[0];
}

/** So many octets that no compression makes shorter: the key stream of AES-128 in counter mode. */
export function noise(length: number, ...parts: readonly (string | number)[]): Buffer {
  const key = Buffer.from(digest(...parts), 'hex');
  return createCipheriv('aes-128-ctr', key.subarray(0, 16), key.subarray(16, 32)).update(Buffer.alloc(length));
}
