import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { describeReal } from '../servers/available.ts';
import { type Dovecot, startDovecot } from '../servers/dovecot.ts';
import { modifiedUtf7 } from '../servers/maildir.ts';
import { imapExpunge, imapFlags, imapPython, imapStore } from '../servers/observer.ts';
import { password, settingsFor } from '../support/house.ts';
import { type Desk, deskFor, must } from './bench.ts';

const servers: [string, string[]][] = [
  ['with CONDSTORE and QRESYNC', []],
  ['without CONDSTORE and QRESYNC', ['CONDSTORE', 'QRESYNC']],
  ['without UIDPLUS and MOVE', ['UIDPLUS', 'MOVE']],
  ['without any of them', ['CONDSTORE', 'QRESYNC', 'UIDPLUS', 'MOVE', 'ESEARCH', 'LIST-EXTENDED']],
];

describeReal('what other clients do', () => {
  describe.each(servers)('a server %s', (_name, without) => {
    let dovecot: Dovecot;
    let desk: Desk;
    const users = ['changes', 'moves', 'renumbered', 'folders', 'marked', 'ghost'];

    beforeAll(async () => {
      dovecot = await startDovecot({ users: Object.fromEntries(users.map((user) => [user, password])), without });
    });
    afterEach(() => desk?.close());
    afterAll(() => dovecot?.close());

    const here = (path = 'INBOX') =>
      desk
        .rows(desk.at(path))
        .map((row) => `${row.uid} ${row.subject} ${row.flags.join(' ')}`)
        .sort();
    const there = async (user: string, path = 'INBOX') =>
      (await imapFlags(dovecot, user, path)).map(({ uid, messageId }) => `${uid} ${messageId}`);

    test('flags, removals and arrivals are here after the next sync, with few octets', async () => {
      dovecot.fill('changes', 'INBOX', 500);
      desk = await deskFor(settingsFor(dovecot, 'changes', 'imap'));
      expect((await desk.sync())[0]).toMatchObject({ added: 500 });
      await imapStore(dovecot, 'changes', 'INBOX', [3, 4, 5], '+', '\\Seen');
      await imapStore(dovecot, 'changes', 'INBOX', [6], '+', '$Forwarded');
      await imapExpunge(dovecot, 'changes', 'INBOX', [10, 11, 12, 499]);
      dovecot.fill('changes', 'INBOX', 2);
      const [report] = await desk.sync();
      expect(report).toMatchObject({ added: 2, updated: 4, removed: 4 });
      expect(report?.bytesIn).toBeLessThan(without.length === 0 || !without.includes('CONDSTORE') ? 12_000 : 60_000);
      expect(
        desk
          .rows(desk.at('INBOX'))
          .map((row) => `${row.uid} ${row.messageId}`)
          .sort(),
      ).toEqual((await there('changes')).sort());
      expect(here().filter((line) => /seen|forwarded/.test(line))).toHaveLength(4);
      expect((await desk.sync())[0]).toMatchObject({ added: 0, updated: 0, removed: 0 });
    });

    test('a move here is a move there, with no second copy, and delete and delete again removes it', async () => {
      dovecot.fill('moves', 'INBOX', 20);
      desk = await deskFor(settingsFor(dovecot, 'moves', 'imap'));
      await desk.sync();
      const rows = desk.rows(desk.at('INBOX')).slice(0, 5);
      const ids = rows.map((row) => row.id);
      await desk.engine.handlers['messages.move']({ ids, to: desk.at('Archive').id });
      await desk.flush();
      await desk.sync();
      await desk.sync();
      expect(
        desk
          .rows(desk.at('Archive'))
          .map((row) => row.id)
          .sort(),
      ).toEqual([...ids].sort());
      expect(desk.rows(desk.at('Archive')).every((row) => row.uid !== null && !row.pending)).toBe(true);
      expect(await there('moves', 'Archive')).toHaveLength(5);
      expect(await there('moves')).toHaveLength(15);
      await desk.engine.handlers['messages.delete']({ ids });
      await desk.engine.handlers['messages.delete']({ ids });
      await desk.sync();
      expect((await desk.sync())[0]).toMatchObject({ added: 0, removed: 0 });
      for (const path of ['Archive', 'Trash']) expect(await there('moves', path)).toEqual([]);
      expect(desk.engine.parts.vault.operations.list()).toEqual([]);
      expect(desk.rows(desk.at('INBOX'))).toHaveLength(15);
    });

    test('another UIDVALIDITY keeps what matches, drops the rest with a reason, and makes no duplicate', async () => {
      dovecot.fill('renumbered', 'INBOX', 30);
      await imapPython(
        dovecot,
        'renumbered',
        `c.create('Work'); c.select('INBOX'); c.uid('COPY', '1:20', 'Work'); c.select('Work'); c.uid('STORE', '1:3', '+FLAGS', '(\\\\Seen)')`,
      );
      desk = await deskFor(settingsFor(dovecot, 'renumbered', 'imap'));
      await desk.sync();
      const before = new Map(desk.rows(desk.at('Work')).map((row) => [row.messageId, row.id]));
      expect(before.size).toBe(20);
      // An operation that waits with the old numbers must not hit what has them now.
      const doomed = must(desk.rows(desk.at('Work')).find((row) => row.uid === 7));
      const kept = must(desk.rows(desk.at('Work')).find((row) => row.uid === 12));
      await desk.engine.handlers['messages.move']({ ids: [doomed.id], to: desk.at('Archive').id });
      await desk.engine.handlers['messages.flag']({ ids: [kept.id], set: ['flagged'], unset: [] });
      await imapPython(
        dovecot,
        'renumbered',
        `c.delete('Work'); c.create('Work'); c.select('INBOX')
for uid in range(18, 5, -1): c.uid('COPY', str(uid), 'Work')`,
      );
      await desk.sync();
      await desk.sync();
      const rows = desk.rows(desk.at('Work'));
      expect(rows.map((row) => row.messageId).sort()).toEqual(
        (await imapFlags(dovecot, 'renumbered', 'Work')).map((each) => each.messageId).sort(),
      );
      expect(rows.every((row) => before.get(row.messageId) === row.id)).toBe(true);
      const [archived] = await imapFlags(dovecot, 'renumbered', 'Archive');
      expect(archived?.messageId).toBe(doomed.messageId);
      const flagged = (await imapFlags(dovecot, 'renumbered', 'Work')).filter((m) => m.flags.includes('\\Flagged'));
      expect(flagged.map((each) => each.messageId)).toEqual([kept.messageId]);
      expect(desk.engine.parts.vault.operations.list()).toEqual([]);
      const gone = [...before.values()].filter((id) => desk.engine.parts.vault.messages.find(id) === null);
      expect(gone).toHaveLength(7);
      for (const id of gone) {
        const why = await desk.engine.handlers['why.of']({ id });
        expect(why.at(-1)).toMatchObject({ what: 'removed' });
        expect(why.some((line) => line.cause.includes('UIDVALIDITY'))).toBe(true);
      }
    });

    test('folders of other clients come, are renamed and go, with Japanese names, their place and their role', async () => {
      desk = await deskFor(settingsFor(dovecot, 'folders', 'imap'));
      await desk.sync();
      dovecot.fill('folders', '仕事', 3);
      dovecot.fill('folders', '仕事/会議 & 議事録', 2);
      await imapPython(dovecot, 'folders', `c.subscribe('&TtVOiw-')`);
      await desk.sync();
      const work = desk.at('仕事');
      const minutes = desk.at('仕事/会議 & 議事録');
      const listed = await desk.engine.handlers['folders.list']({});
      expect(listed.find((each) => each.id === minutes.id)).toMatchObject({
        name: '会議 & 議事録',
        parent: work.id,
        total: 2,
        selectable: true,
      });
      for (const role of ['inbox', 'sent', 'trash', 'junk', 'drafts', 'archive'] as const)
        expect(listed.filter((each) => each.role === role)).toHaveLength(1);
      await imapPython(dovecot, 'folders', `c.rename('&TtVOiw-', 'Work')`);
      await desk.sync();
      expect(desk.engine.parts.vault.folders.byPath(desk.account, '仕事')).toBeNull();
      expect(desk.at('Work')).toMatchObject({ total: 3, unread: 3 });
      expect(desk.at('Work/会議 & 議事録')).toMatchObject({ total: 2, parent: desk.at('Work').id });
      // Dovecot goes on listing a parent that was deleted, as if it could be selected; that is no reason for a sync to fail.
      await imapPython(dovecot, 'folders', `c.delete('Work')`);
      await desk.sync();
      expect(desk.at('Work/会議 & 議事録')).toMatchObject({ total: 2 });
      await imapPython(dovecot, 'folders', `c.delete('"Work/${modifiedUtf7('会議 & 議事録')}"')`);
      await desk.sync();
      expect(desk.engine.parts.vault.folders.byPath(desk.account, 'Work')).toBeNull();
    });

    test('mail that another client marked as deleted is shown, and what was removed here does not come back', async () => {
      dovecot.fill('marked', 'Trash', 6);
      desk = await deskFor(settingsFor(dovecot, 'marked', 'imap'));
      await desk.sync();
      await imapStore(dovecot, 'marked', 'Trash', [1, 2], '+', '\\Deleted');
      await desk.sync();
      expect(desk.rows(desk.at('Trash')).filter((row) => row.flags.includes('deleted'))).toHaveLength(2);
      const own = must(desk.rows(desk.at('Trash')).find((row) => row.uid === 5));
      await desk.engine.handlers['messages.delete']({ ids: [own.id] });
      await desk.flush();
      await desk.reopen();
      expect((await desk.sync())[0]).toMatchObject({ added: 0, removed: 0 });
      expect(
        desk
          .rows(desk.at('Trash'))
          .map((row) => row.uid)
          .sort(),
      ).toEqual([1, 2, 3, 4, 6]);
      expect((await imapFlags(dovecot, 'marked', 'Trash')).some((each) => each.uid === 1)).toBe(true);
      // When the other client clears up, or takes the mark back, ours goes too.
      await imapStore(dovecot, 'marked', 'Trash', [1, 2], '-', '\\Deleted');
      await desk.sync();
      expect((await imapFlags(dovecot, 'marked', 'Trash')).map((each) => each.uid)).toEqual([1, 2, 3, 4, 6]);
      expect(desk.engine.parts.vault.operations.list()).toEqual([]);
    });

    test('mail that was moved here and at once moved on by another client leaves no ghost', async () => {
      dovecot.fill('ghost', 'INBOX', 4);
      desk = await deskFor(settingsFor(dovecot, 'ghost', 'imap'));
      await desk.sync();
      const [row] = desk.rows(desk.at('INBOX'));
      await desk.engine.handlers['messages.move']({ ids: [must(row).id], to: desk.at('Archive').id });
      await imapExpunge(dovecot, 'ghost', 'INBOX', [must(must(row).uid)]);
      await desk.sync();
      await desk.sync();
      expect(desk.rows(desk.at('Archive'))).toEqual([]);
      expect(desk.rows(desk.at('INBOX'))).toHaveLength(3);
      expect(desk.engine.parts.vault.operations.list()).toEqual([]);
    });
  });
});
