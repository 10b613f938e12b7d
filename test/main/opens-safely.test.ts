import { expect, test } from 'vitest';
import { opensSafely } from '../../main/opens-safely.ts';

test.each(['report.pdf', '企画書_第三稿.PDF', 'photo.jpeg', 'table.xlsx', 'meeting.ics', 'a.b.txt'])(
  '%s is opened',
  (name) => expect(opensSafely(name)).toBe(true),
);

test.each([
  'setup.exe',
  'run.bat',
  'a.sh',
  'x.desktop',
  'x.js',
  'page.html',
  'picture.svg',
  'macro.docm',
  'link.lnk',
  'a.pdf.exe',
  'app.AppImage',
  'no-extension',
  '.pdf',
  'x.',
  '',
])('"%s" could run something and is not', (name) => expect(opensSafely(name)).toBe(false));
