/** The demo mail: whole, readable, and where its manifest says. */
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { startLab } from '../../../src/lab/lab.ts';
import type { Lab } from '../../../src/lab/surface.ts';
import { assetsFolder } from '../../../src/lab/world/assets.ts';
import { defaultWorld } from '../../../src/lab/world/default.ts';
import { parseMessage } from '../../../src/message/index.ts';

const DAY = 86_400_000;
const folder = mkdtempSync(path.join(tmpdir(), 'tegami-seed-'));
const mailFolder = assetsFolder('mail');
const { mails } = JSON.parse(readFileSync(path.join(mailFolder, 'seed.json'), 'utf8')) as {
  mails: { file: string; days: number; places: { user: string; mailbox: string; flags: string[] }[] }[];
};
let lab: Lab;

beforeAll(async () => {
  const world = { ...defaultWorld(), clock: { mode: 'manual' as const, rate: 60, start: Date.UTC(2030, 4, 17, 3) } };
  lab = await startLab({ folder, world, move: 'free' });
});
afterAll(async () => {
  await lab?.close();
  rmSync(folder, { recursive: true, force: true });
});

test('the manifest names every mail, and each mail is in it once', () => {
  const files = readdirSync(mailFolder).filter((name) => name.endsWith('.eml'));
  expect(mails.map(({ file }) => file).sort()).toEqual(files.sort());
});

test('every mail is a sound message with CRLF lines of decent length', () => {
  for (const { file } of mails) {
    const octets = readFileSync(path.join(mailFolder, file));
    const text = octets.toString('latin1');
    expect(text.replaceAll('\r\n', ''), file).not.toMatch(/[\r\n]/);
    expect(Math.max(...text.split('\r\n').map((line) => line.length)), file).toBeLessThan(998);
    const mail = parseMessage(octets);
    expect(mail.problems, file).toEqual([]);
    expect(mail.subject, file).not.toBe('');
    expect(mail.from?.address, file).toMatch(/@(hana|yuki|niwa|sora|yama|kumo)\.test$/);
  }
});

test('it lies where the manifest says, with its flags, so many days before the lab’s now', async () => {
  for (const { file, days, places } of mails)
    for (const { user, mailbox, flags } of places) {
      const domain = lab.world().domains.find(({ name }) => (user === '' ? 'sora.test' : user.split('@')[1]) === name);
      const box = await lab.spoolOf(domain?.mailboxes ?? '')?.open(user, mailbox.replace(/^#news\//, ''));
      const written = lab.clock.now() - days * DAY;
      const found = box?.messages.find(({ internalDate }) => Math.abs(internalDate - written) < 10_000);
      expect(found, `${file} for ${user} in ${mailbox}`).toBeDefined();
      expect([...(found?.flags ?? [])].sort()).toEqual([...flags].sort());
      const octets = await box?.read(found?.uid ?? 0);
      const date = parseMessage(octets ?? Buffer.alloc(0)).date;
      expect(Math.abs((date ?? 0) - written)).toBeLessThan(2000);
      expect(octets?.toString('latin1')).not.toMatch(/\{\{/);
      if (mailbox === 'INBOX') expect(octets?.toString('latin1')).toMatch(/^Return-Path: <.*>\r\nDelivered-To: /);
    }
});

test('there is what a client must be able to read: old Japanese, a Japanese file name, a thread, a report, an invitation', () => {
  const read = (name: string) => readFileSync(path.join(mailFolder, `${name}.eml`));
  expect(read('first-snow').toString('latin1')).toContain('iso-2022-jp');
  expect(parseMessage(read('first-snow')).subject).toBe('初雪と製本教室のこと');
  expect(parseMessage(read('first-snow')).preview).toContain('初雪になりました');
  expect(parseMessage(read('invoice')).attachments[0]?.name).toBe('請求書（十一月）.pdf');
  expect(parseMessage(read('persimmons-3')).references).toHaveLength(2);
  expect(read('bounce').toString('latin1')).toContain('message/delivery-status');
  expect(read('invitation').toString('utf8')).toContain('BEGIN:VEVENT');
  expect(read('from-the-ridge').length).toBeGreaterThan(300_000);
});
