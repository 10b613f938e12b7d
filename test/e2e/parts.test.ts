import { randomBytes } from 'node:crypto';
import { existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { describeDovecot } from '../servers/available.ts';
import { type Dovecot, startDovecot } from '../servers/dovecot.ts';
import { askEngine } from '../support/ask.ts';
import { type Launched, launchApp } from '../support/electron.ts';

const attached = randomBytes(3_000_000);
const mail = [
  'From: Ben Ito <ben@umi.test>',
  'To: aiko@hana.test',
  'Subject: the plan',
  'Date: Sat, 21 Nov 2026 09:00:00 +0900',
  'Message-ID: <plan@umi.test>',
  'MIME-Version: 1.0',
  'Content-Type: multipart/mixed; boundary=b',
  '',
  '--b',
  'Content-Type: text/html; charset=iso-2022-jp',
  '',
  '<p>\u001b$B;3ED\u001b(B</p><script>document.title = "ran"</script>',
  '--b',
  'Content-Type: application/pdf; name="../../up\u202efdp.exe"',
  "Content-Disposition: attachment; filename*=utf-8''..%2F..%2F%E8%A8%88%E7%94%BB.pdf",
  'Content-Transfer-Encoding: base64',
  '',
  ...(attached.toString('base64').match(/.{1,76}/g) ?? []),
  '--b--',
  '',
].join('\r\n');

describeDovecot('parts of a mail in the window', () => {
  let dovecot: Dovecot;
  let launched: Launched;
  let folder: string;
  let id: number;
  beforeAll(async () => {
    folder = mkdtempSync(path.join(os.tmpdir(), 'tegami-parts-'));
    mkdirSync(path.join(folder, 'saved'));
    dovecot = await startDovecot({ users: { aiko: 'secret' } });
    dovecot.fill('aiko', 'INBOX', [mail]);
    launched = await launchApp({ env: { TEGAMI_SAVE_DIR: path.join(folder, 'saved') } });
    const server = { host: dovecot.host, port: dovecot.imaps, security: 'implicit' };
    const settings = {
      name: 'Aiko',
      email: 'aiko@hana.test',
      protocol: 'imap',
      incoming: { ...server, user: 'aiko' },
      outgoing: { ...server, user: 'aiko' },
      trust: { ca: dovecot.caPem, pins: [] },
    };
    await askEngine(launched.window, 'accounts.add', { settings, password: 'secret', secret: 'session' });
    await askEngine(launched.window, 'sync.now', {});
    const found = await askEngine(launched.window, 'messages.find', { folder: null, text: 'the plan', limit: 1 });
    id = (found.value as { ids: number[] }).ids[0] ?? 0;
    await askEngine(launched.window, 'messages.open', { id });
  });
  afterAll(async () => {
    await launched?.close();
    await dovecot?.close();
    rmSync(folder, { recursive: true, force: true, maxRetries: 5 });
  });

  test('text arrives as UTF-8 whatever it was on the wire, with a policy of its own', async () => {
    const got = await launched.window.evaluate(async (url) => {
      const response = await fetch(url);
      return { headers: Object.fromEntries(response.headers), text: await response.text() };
    }, `mail://message/${id}/1`);
    expect(got.text).toContain('<p>山田</p>');
    expect(got.headers).toMatchObject({
      'content-type': 'text/html; charset=utf-8',
      'x-content-type-options': 'nosniff',
      'access-control-allow-origin': 'app://tegami',
    });
    expect(got.headers['content-security-policy']).toMatch(/default-src 'none'.*sandbox/);
  });

  test('an attachment streams to the window byte for byte, fetched when it is asked for', async () => {
    const digest = (bytes: Uint8Array): Promise<ArrayBuffer> => crypto.subtle.digest('SHA-256', bytes.slice());
    const hex = (buffer: ArrayBuffer): string => Buffer.from(buffer).toString('hex');
    const got = await launched.window.evaluate(async (url) => {
      const response = await fetch(url);
      const bytes = await response.arrayBuffer();
      const sum = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
      return {
        type: response.headers.get('content-type'),
        size: bytes.byteLength,
        sum: [...sum].map((byte) => byte.toString(16).padStart(2, '0')).join(''),
      };
    }, `mail://message/${id}/2`);
    expect(got).toEqual({ type: 'application/octet-stream', size: attached.length, sum: hex(await digest(attached)) });
  });

  test('an attachment is saved under a harmless name, byte for byte', async () => {
    const saved = await launched.window.evaluate(
      (of) =>
        (globalThis as unknown as { tegami: { saveAttachment(of: unknown): Promise<unknown> } }).tegami.saveAttachment(
          of,
        ),
      { message: id, part: '2' },
    );
    expect(saved).toEqual({ state: 'saved', name: '計画.pdf' });
    expect(readdirSync(path.join(folder, 'saved'))).toEqual(['計画.pdf']);
    expect(readFileSync(path.join(folder, 'saved', '計画.pdf')).equals(attached)).toBe(true);
  });

  test('what cannot be saved says why', async () => {
    const save = (of: unknown): Promise<unknown> =>
      launched.window.evaluate(
        (it) =>
          (
            globalThis as unknown as { tegami: { saveAttachment(of: unknown): Promise<unknown> } }
          ).tegami.saveAttachment(it),
        of,
      );
    expect(await save({ message: id, part: '9' })).toMatchObject({ state: 'failed', error: { reason: 'not-found' } });
    expect(await save({ message: '../1', part: '1' })).toEqual({ state: 'cancelled' });
    expect(await save(null)).toEqual({ state: 'cancelled' });
  });

  test('an attachment is opened as a copy that only this user can read, and the copy goes with the app', async () => {
    await launched.app.evaluate(({ shell }) => {
      shell.openPath = async (file: string) => {
        (globalThis as unknown as { openedFile: string }).openedFile = file;
        return '';
      };
    });
    const open = (of: unknown): Promise<unknown> =>
      launched.window.evaluate(
        (it) =>
          (
            globalThis as unknown as { tegami: { openAttachment(of: unknown): Promise<unknown> } }
          ).tegami.openAttachment(it),
        of,
      );
    expect(await open({ message: id, part: '2' })).toEqual({ state: 'opened' });
    const copy = await launched.app.evaluate(() => (globalThis as unknown as { openedFile: string }).openedFile);
    expect(path.basename(copy)).toBe('計画.pdf');
    expect(readFileSync(copy).equals(attached)).toBe(true);
    expect(statSync(copy).mode & 0o777).toBe(0o600);
    expect(statSync(path.dirname(copy)).mode & 0o777).toBe(0o700);
    // HTML can run something in a browser; a path is no name of a part.
    expect(await open({ message: id, part: '1' })).toEqual({ state: 'refused', why: 'kind' });
    expect(await open({ message: '../1', part: '1' })).toEqual({ state: 'refused', why: 'kind' });
    expect(await open({ message: id, part: '9' })).toMatchObject({ state: 'failed', error: { reason: 'not-found' } });
    await launched.close();
    expect(existsSync(copy)).toBe(false);
  });
});
