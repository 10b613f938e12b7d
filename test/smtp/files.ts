/** Message files for the submission tests. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';

const folder = mkdtempSync(join(tmpdir(), 'tegami-smtp-'));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
let count = 0;

export interface MessageFile {
  readonly message: string;
  readonly size: number;
  readonly bytes: Buffer;
}

export function messageFile(content: string | Buffer): MessageFile {
  const bytes = Buffer.from(content as string);
  count += 1;
  const message = join(folder, `${count}.eml`);
  writeFileSync(message, bytes);
  return { message, size: bytes.length, bytes };
}

export const hello = (id = 'hello'): MessageFile =>
  messageFile(
    `From: Alice <alice@example.test>\r\nTo: bob@example.test\r\nSubject: Hello\r\nMessage-ID: <${id}@example.test>\r\n` +
      'Date: Sat, 21 Nov 2026 12:00:00 +0000\r\n\r\nHello Bob.\r\n',
  );
