import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { walkProfile } from '../../src/compare/disk/index.ts';
import type { AccountSettings } from '../../src/contract/account.ts';
import type { Engine } from '../../src/engine/index.ts';
import { checkVault } from '../../src/vault/index.ts';
import { describeReal } from '../servers/available.ts';
import { type Dovecot, startDovecot } from '../servers/dovecot.ts';
import { engineOn, password, settingsFor, temporaryProfile } from '../support/house.ts';

const kib = 1 << 10;
const full = { kind: 'not-stored', reason: 'disk-full', advice: 'free-space' };
const digest = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** A text and a file of so many octets, which grow by a third on their way. */
function mail(n: number, octets: number): string {
  const file = Buffer.alloc(octets, `file ${n} `).toString('base64').replace(/.{76}/g, '$&\r\n');
  return [
    'From: Ben Ito <ben@hana.test>',
    'To: aiko@hana.test',
    `Subject: number ${n}`,
    `Date: Sat, 21 Nov 2026 09:${10 + n}:00 +0900`,
    `Message-ID: <full-${n}@hana.test>`,
    'MIME-Version: 1.0',
    'Content-Type: multipart/mixed; boundary=b',
    '',
    '--b',
    'Content-Type: text/plain; charset=utf-8',
    '',
    `This is number ${n}.`,
    '--b',
    'Content-Type: application/octet-stream; name="file.bin"',
    'Content-Disposition: attachment; filename="file.bin"',
    'Content-Transfer-Encoding: base64',
    '',
    file,
    '--b--',
    '',
  ].join('\r\n');
}

describeReal('an account whose profile has little room', () => {
  let dovecot: Dovecot;
  const undo: (() => Promise<void> | void)[] = [];

  beforeAll(async () => {
    dovecot = await startDovecot({ users: { taker: password, imapper: password, writer: password } });
  });
  afterAll(async () => {
    for (const each of undo.reverse()) await each();
    await dovecot?.close();
  });

  async function desk(user: string, protocol: 'imap' | 'pop3', keep: AccountSettings['keep'] = { policy: 'forever' }) {
    const profile = temporaryProfile();
    let limit: number | null = null;
    const engine = await engineOn(profile.folder, false, { storage: () => limit });
    undo.push(profile.remove, () => engine.close());
    const settings = settingsFor(dovecot, user, protocol, { keep });
    const { id } = await engine.handlers['accounts.add']({ settings, password, secret: 'session' });
    const { vault } = engine.parts;
    const rows = () => vault.messages.list(vault.folders.byRole(id, 'inbox')?.id ?? 0, 100);
    return {
      engine,
      id,
      vault,
      rows,
      sync: () => engine.parts.runners.of(id).syncOnce(),
      /** Named by their subject's number. */
      row: (n: number) => rows().find(({ subject }) => subject === `number ${n}`)?.id ?? 0,
      text: async (message: number) => {
        const { shown } = await engine.handlers['messages.open']({ id: message });
        return readFileSync((await engine.parts.bodies.part(message, shown?.part ?? '')).file, 'utf8');
      },
      incoming: () => readdirSync(join(profile.folder, 'incoming')),
      walked: async () => (await walkProfile(profile.folder)).total,
      async leave(octets: number): Promise<void> {
        limit = (await walkProfile(profile.folder)).total + octets;
      },
      limit: () => limit ?? Number.POSITIVE_INFINITY,
      noLimit() {
        limit = null;
      },
    };
  }

  const held = ({ engine, rows }: { engine: Engine; rows: () => { id: number }[] }) =>
    rows().map(({ id }) => {
      const { vault } = engine.parts;
      return digest(readFileSync(vault.files.mailPath(vault.messages.get(id).file ?? '')));
    });

  test('POP3 deletes nothing on the server that it could not store; what is here is read, and what is deleted here makes room', async () => {
    const mails = [0, 1, 2, 3, 4, 5, 6, 7].map((n) => mail(n, 300 * kib));
    dovecot.fill('taker', 'INBOX', mails);
    const sent = dovecot.mails('taker').map(digest).sort();
    const desk1 = await desk('taker', 'pop3', { policy: 'delete' });
    const { sync, vault, rows, leave, walked, limit, incoming, noLimit, engine } = desk1;
    await leave(1600 * kib);
    await expect(sync()).rejects.toMatchObject(full);
    expect(rows()).toHaveLength(3);
    expect(await walked()).toBeLessThanOrEqual(limit());
    expect(incoming()).toEqual([]);
    expect(dovecot.mails('taker')).toHaveLength(8);
    expect(engine.parts.runners.of(desk1.id).status).toMatchObject({ state: 'error', error: { reason: 'disk-full' } });

    const [one] = rows();
    expect(await desk1.text(one?.id ?? 0)).toMatch(/^This is number \d\./);
    await engine.handlers['messages.flag']({ ids: [one?.id ?? 0], set: ['seen'], unset: [] });
    expect(await walked()).toBeLessThanOrEqual(limit());

    // To the Trash, and out of it: that makes room for as many, each of which is still on the server.
    const gone = held(desk1).filter((_, at) => at === 0);
    for (let times = 0; times < 2; times += 1) await engine.handlers['messages.delete']({ ids: [one?.id ?? 0] });
    await expect(sync()).rejects.toMatchObject(full);
    expect(rows()).toHaveLength(3);
    expect(await walked()).toBeLessThanOrEqual(limit());
    expect(dovecot.mails('taker')).toHaveLength(8);

    noLimit();
    await sync();
    expect([...held(desk1), ...gone].sort()).toEqual(sent);
    expect(dovecot.mails('taker')).toHaveLength(0);
    expect(await checkVault(vault)).toMatchObject({ ok: true, orphans: [] });
  });

  test('IMAP lists and reads; a file too large is refused where the room ends, and comes whole when there is room', async () => {
    dovecot.fill(
      'imapper',
      'INBOX',
      [0, 1, 2].map((n) => mail(n, 3000 * kib)),
    );
    const { sync, engine, rows, row, text, leave, walked, limit, incoming, noLimit, vault } = await desk(
      'imapper',
      'imap',
    );
    await leave(1600 * kib);
    await sync();
    expect(rows()).toHaveLength(3);
    for (const n of [0, 1, 2]) expect(await text(row(n))).toMatch(`This is number ${n}.`);

    const reader = engine.parts.runners.of(vault.accounts.list()[0]?.id ?? 0).counters;
    const before = reader.bytesIn;
    await expect(engine.parts.bodies.part(row(1), '2')).rejects.toMatchObject(full);
    expect(reader.bytesIn - before).toBeLessThan(3000 * kib); // of four million octets
    await expect(engine.parts.bodies.raw(row(1))).rejects.toMatchObject(full);
    expect(incoming()).toEqual([]);
    expect(await walked()).toBeLessThanOrEqual(limit());
    expect(await text(row(1))).toMatch('This is number 1.');

    noLimit();
    const { file, size } = await engine.parts.bodies.part(row(1), '2');
    expect(size).toBe(3000 * kib);
    expect(digest(readFileSync(file))).toBe(digest(Buffer.alloc(3000 * kib, 'file 1 ')));
    expect(await checkVault(vault)).toMatchObject({ ok: true, parts: [], orphans: [] });
  });

  test('what is written is kept as a draft where the mail that it makes has no room, and a file that has none is not kept by half', async () => {
    const { engine, id, leave, walked, limit, incoming, noLimit, vault } = await desk('writer', 'imap');
    const { handlers } = engine;
    await leave(1200 * kib);
    const upload = async (octets: number) => {
      const { id: begun } = await handlers['upload.begin']({ name: 'a.bin', type: 'application/octet-stream' });
      for (let sent = 0; sent < octets; sent += 100 * kib)
        await handlers['upload.chunk']({ id: begun, bytes: Buffer.alloc(100 * kib) });
      return { upload: begun, size: (await handlers['upload.end']({ id: begun })).size };
    };
    await expect(upload(2000 * kib)).rejects.toMatchObject(full);
    expect(vault.uploads.ids()).toEqual([]);

    const { upload: file, size } = await upload(500 * kib);
    const attachments = [{ upload: file, name: 'a.bin', type: 'application/octet-stream', size }];
    const to = [{ name: '', address: 'ben@hana.test' }];
    const draft = { account: id, to, cc: [], bcc: [], subject: 's', text: 'words', attachments, answers: null };
    const { id: draftId } = await handlers['drafts.save']({ id: null, draft });
    await expect(handlers['outbox.submit']({ draft, draftId })).rejects.toMatchObject(full);
    expect(vault.drafts.find(draftId)).toMatchObject({ text: 'words' });
    expect(vault.outbox.list()).toEqual([]);
    expect(incoming()).toEqual([]);
    expect(await walked()).toBeLessThanOrEqual(limit());

    noLimit();
    await handlers['outbox.submit']({ draft, draftId });
    expect(vault.outbox.list()).toHaveLength(1);
    expect(await checkVault(vault)).toMatchObject({ ok: true, orphans: [] });
  });
});
