import { readFileSync } from 'node:fs';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { describeReal } from '../servers/available.ts';
import { type Dovecot, startDovecot } from '../servers/dovecot.ts';
import { password, settingsFor } from '../support/house.ts';
import { type Desk, deskFor, must } from './bench.ts';

const inner =
  'From: c@x.test\r\nSubject: inner\r\nMIME-Version: 1.0\r\nContent-Type: text/plain\r\n\r\nInner text.\r\n';
const nested = [
  'From: a@x.test',
  'Subject: nested',
  'Message-ID: <nested@x.test>',
  'MIME-Version: 1.0',
  'Content-Type: multipart/mixed; boundary=m',
  '',
  '--m',
  'Content-Type: multipart/related; boundary=r',
  '',
  '--r',
  'Content-Type: multipart/alternative; boundary=a',
  '',
  '--a',
  'Content-Type: text/plain; charset=utf-8',
  'Content-Transfer-Encoding: base64',
  '',
  // Labelled UTF-8, and it is Shift_JIS.
  Buffer.from([0x93, 0xfa, 0x96, 0x7b, 0x8c, 0xea, 0x82, 0xcc, 0x83, 0x81, 0x81, 0x5b, 0x83, 0x8b]).toString('base64'),
  '--a',
  'Content-Type: text/html; charset=utf-8',
  '',
  '<p>日本語のメール <img src="cid:pic@x"></p>',
  '--a--',
  '--r',
  'Content-Type: image/png; name="絵.png"',
  'Content-ID: <pic@x>',
  'Content-Disposition: inline; filename="pic.png"',
  'Content-Transfer-Encoding: base64',
  '',
  Buffer.from('PNG-bytes').toString('base64'),
  '--r--',
  '--m',
  'Content-Type: message/rfc822; name="inner.eml"',
  'Content-Disposition: attachment; filename="inner.eml"',
  '',
  inner,
  '--m--',
  '',
].join('\r\n');

describeReal('parts of a mail', () => {
  let dovecot: Dovecot;
  let desk: Desk;
  beforeAll(async () => {
    dovecot = await startDovecot({ users: { aiko: password } });
    dovecot.fill('aiko', 'INBOX', [nested]);
  });
  afterEach(() => desk?.close());
  afterAll(() => dovecot?.close());

  test.each(['imap', 'pop3'] as const)(
    'by %s: the HTML is shown, the wrongly labelled text is readable, pictures and mails inside come byte for byte',
    async (protocol) => {
      desk = await deskFor(settingsFor(dovecot, 'aiko', protocol));
      await desk.sync();
      const { handlers, parts } = desk.engine;
      const { id } = must(desk.rows(desk.folder('inbox'))[0]);
      const opened = await handlers['messages.open']({ id });
      expect(opened.shown).toEqual({ part: '1.1.2', kind: 'html' });
      expect(opened.alternatives).toEqual([{ part: '1.1.1', kind: 'text' }]);
      expect(opened.row.attachments.map(({ part, type, cid }) => ({ part, type, cid }))).toEqual([
        { part: '1.2', type: 'image/png', cid: 'pic@x' },
        { part: '2', type: 'message/rfc822', cid: undefined },
      ]);
      const html = await parts.bodies.part(id, '1.1.2');
      expect(html.type).toBe('text/html; charset=utf-8');
      expect(readFileSync(html.file, 'utf8')).toContain('日本語のメール');
      const text = await parts.bodies.part(id, '1.1.1');
      expect(readFileSync(text.file, 'utf8')).toContain('日本語のメール');
      expect(readFileSync((await parts.bodies.part(id, '1.2')).file, 'utf8')).toBe('PNG-bytes');
      const mail = await handlers['upload.fromMessage']({ message: id, part: '2' });
      expect(mail).toMatchObject({ name: 'inner.eml', type: 'message/rfc822' });
      expect(readFileSync(parts.vault.files.uploadPath(mail.id), 'utf8').trimEnd()).toBe(inner.trimEnd());
      await expect(handlers['messages.fetchPart']({ id, part: '7.7' })).rejects.toMatchObject({ reason: 'not-found' });
    },
  );
});
