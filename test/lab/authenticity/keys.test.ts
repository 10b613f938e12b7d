import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { keysFor, sign } from '../../../src/lab/authenticity/index.ts';
import { dig, lab, startDns } from '../dns/support.ts';
import { mail } from './support.ts';

let folder: string;
beforeEach(() => {
  folder = path.join(mkdtempSync(path.join(tmpdir(), 'tegami-keys-')), 'keys');
});
afterEach(() => rmSync(path.dirname(folder), { recursive: true, force: true }));

const files = (): string[] => readdirSync(folder).map((name) => path.join(folder, name));

test('a key is made once, kept in a file for its owner only, and found again', async () => {
  const keys = keysFor(folder);
  const [one, same] = await Promise.all([keys.ensure('hana.test', 'lab'), keys.ensure('hana.test', 'lab')]);
  expect(same).toBe(one);
  expect(one.txt).toMatch(/^v=DKIM1; k=rsa; p=[A-Za-z0-9+/]{392}$/);
  expect(files()).toHaveLength(1);
  expect(statSync(files()[0] ?? '').mode & 0o777).toBe(0o600);
  expect(statSync(folder).mode & 0o777).toBe(0o700);
  expect(await keysFor(folder).ensure('hana.test', 'lab')).toEqual(one);
  expect((await keys.ensure('hana.test', 'other')).txt).not.toBe(one.txt);
});

test('a file that is no key is made anew', async () => {
  await keysFor(folder).ensure('hana.test', 'lab');
  writeFileSync(files()[0] ?? '', 'torn');
  const { privateKey } = await keysFor(folder).ensure('hana.test', 'lab');
  expect(readFileSync(files()[0] ?? '', 'utf8')).toBe(privateKey);
});

test('a selector is no path', async () => {
  await keysFor(folder).ensure('hana.test', '../../up/and/away');
  expect(files()).toHaveLength(1);
});

test('a key that cannot be kept is not used, and the next try may succeed', async () => {
  writeFileSync(folder, 'a file where the folder should be');
  const keys = keysFor(folder);
  await expect(keys.ensure('hana.test', 'lab')).rejects.toMatchObject({ name: 'MailError', at: 'lab.dkim-key' });
  rmSync(folder);
  await expect(keys.ensure('hana.test', 'lab')).resolves.toBeDefined();
});

test('who asks for a key while it is made gets it', async () => {
  const keys = keysFor(folder);
  const dns = await startDns(lab(), (name) => keys.recordsFor(name));
  try {
    const making = keys.ensure('hana.test', 'lab');
    const { answers } = await dig(dns.port, 'lab._domainkey.hana.test', 'TXT');
    const { txt } = await making;
    expect([...(answers[0] ?? '').matchAll(/"([^"]*)"/g)].map(([, piece]) => piece).join('')).toBe(txt);
    expect((await dig(dns.port, 'other._domainkey.hana.test', 'TXT')).status).toBe('NXDOMAIN');
  } finally {
    await dns.close();
  }
});

test('signing with what is no key is refused with the reason', async () => {
  await expect(sign(Buffer.from(mail('aiko@hana.test')), 'hana.test', 'lab', 'no key', 0)).rejects.toMatchObject({
    name: 'MailError',
    at: 'lab.dkim-sign',
  });
});

test('the time of signing is the one that is given', async () => {
  const { privateKey } = await keysFor(folder).ensure('hana.test', 'lab');
  const now = Date.UTC(2026, 3, 1);
  const field = await sign(Buffer.from(mail('aiko@hana.test')), 'hana.test', 'lab', privateKey, now);
  expect(field).toContain(` t=${now / 1000};`);
  expect(field).toMatch(/^DKIM-Signature: v=1; a=rsa-sha256; c=relaxed\/relaxed; d=hana\.test;[^]*\r\n$/);
  expect(field.split('\r\n').every((line) => line.length <= 78)).toBe(true);
});
