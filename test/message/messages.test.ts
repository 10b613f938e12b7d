import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { parseMessage } from '../../src/message/index.ts';
import { digest, expectedFile, mails } from './support.ts';

// A new mail: run once with UPDATE_EXPECTED=1, then read the file that was written as a person would read the mail.
for (const { name, bytes } of mails())
  test(`${name}.eml is read as ${name}.expected.json says`, () => {
    const found = digest(parseMessage(bytes));
    const file = expectedFile(name);
    if (process.env.UPDATE_EXPECTED === '1' && !existsSync(file))
      writeFileSync(file, `${JSON.stringify(found, null, 1)}\n`);
    expect(found).toEqual(JSON.parse(readFileSync(file, 'utf8')));
  });
