import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { parseCommand } from '../../src/cli/parse.ts';

test('tegami parse gives one mail as JSON, and says so where there is none', async () => {
  const file = fileURLToPath(new URL('../messages/outlook-winmail.eml', import.meta.url));
  const printed = JSON.parse(JSON.stringify(await parseCommand(file)));
  expect(printed).toMatchObject({
    from: { name: '営業部 佐藤', address: 'sato@corp.example' },
    subject: '見積書の送付',
    date: '2026-11-17T00:30:00.000Z',
    html: null,
    attachments: [{ part: '2', name: 'winmail.dat', type: 'application/ms-tnef', size: 204 }],
    parts: [{ part: '1' }, { part: '2' }],
    problems: [],
  });
  await expect(parseCommand(`${file}.none`)).rejects.toMatchObject({ reason: 'not-found', kind: 'bad-input' });
});
