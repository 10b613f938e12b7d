import { createReadStream, createWriteStream } from 'node:fs';
import { copyFile, readFile, writeFile } from 'node:fs/promises';
import { pipeline } from 'node:stream/promises';
import type { Problem } from '../contract/mail.ts';
import { decodeTransfer } from '../message/index.ts';

/** Takes the transfer encoding (RFC 2045 §6) off a fetched part. Base64, which large parts have, goes through in pieces. */
export async function decodeFile(from: string, to: string, encoding: string | null): Promise<readonly Problem[]> {
  if (encoding === 'base64') {
    await pipeline(createReadStream(from), base64Pieces, createWriteStream(to));
    return [];
  }
  if (encoding === null || encoding === '7bit' || encoding === '8bit' || encoding === 'binary') {
    await copyFile(from, to);
    return [];
  }
  const { bytes, problems } = decodeTransfer(await readFile(from), encoding);
  await writeFile(to, bytes);
  return problems;
}

/** Four characters at a time; what is not of the alphabet is passed over (RFC 2045 §6.8). */
async function* base64Pieces(source: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  let rest = '';
  for await (const chunk of source) {
    const text = rest + chunk.toString('latin1').replace(/[^A-Za-z0-9+/]/g, '');
    const whole = text.length - (text.length % 4);
    rest = text.slice(whole);
    if (whole > 0) yield Buffer.from(text.slice(0, whole), 'base64');
  }
  if (rest !== '') yield Buffer.from(rest, 'base64');
}
