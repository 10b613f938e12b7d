import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { mail } from '../../lab/imap/foreign/house.ts';
import { describeDovecot } from '../../servers/available.ts';
import { dovecotStage, labStage, type Seat, type Stage, seat } from './stage.ts';

const kinds = [
  ['the lab', describe, () => labStage()],
  ['Dovecot', describeDovecot, () => dovecotStage()],
  ['Dovecot, each with their own \\Seen', describeDovecot, () => dovecotStage({ ownSeen: true })],
  [
    'Dovecot, which lists what others share only below their prefix',
    describeDovecot,
    () => dovecotStage({ hidden: true }),
  ],
] as const;

for (const [name, describeIt, start] of kinds)
  describeIt(`a folder that Ben shares with Aiko: ${name}`, () => {
    let stage: Stage;
    let aiko: Seat;
    let ben: Seat;
    let shared: string;
    const ownSeen = name.includes('own');

    beforeAll(async () => {
      stage = await start();
      aiko = await seat(stage.settings('aiko'), stage.password);
      ben = await seat(stage.settings('ben'), stage.password);
      shared = `Other Users/${stage.nameOf('ben')}/Plans`;
      const { id } = await ben.engine.handlers['folders.create']({ account: ben.account, path: 'Plans' });
      expect(id).toBe(ben.folder('Plans'));
      await stage.fill('ben', 'Plans', [mail('one'), mail('two')]);
      await ben.sync();
      await aiko.sync();
    });
    afterAll(async () => {
      await aiko?.close();
      await ben?.close();
      await stage?.close();
    });
    const share = (may: 'nothing' | 'read' | 'write') =>
      ben.engine.handlers['folders.share']({ folder: ben.folder('Plans'), with: stage.nameOf('aiko'), may });

    test('is not there before', () => {
      expect(aiko.paths().filter((path) => path.includes('Plans'))).toEqual([]);
    });

    test('is seen with its mails by a program that has looked before, without roles and below their names', async () => {
      await share('read');
      await aiko.sync();
      expect(aiko.mails(shared).map(({ subject }) => subject)).toEqual(['one', 'two']);
      const rows = aiko.engine.parts.vault.folders.list(aiko.account);
      const row = rows.find(({ path }) => path === shared);
      expect(row).toMatchObject({ name: 'Plans', role: null, selectable: true, local: false });
      expect(rows.find(({ id }) => id === row?.parent)?.path).toBe(`Other Users/${stage.nameOf('ben')}`);
      for (const role of ['sent', 'trash', 'drafts', 'junk'] as const)
        expect(rows.filter((each) => each.role === role && each.path.startsWith('Other'))).toEqual([]);
    });

    test('is kept in step: what comes later comes', async () => {
      await stage.fill('ben', 'Plans', [mail('three')]);
      await aiko.sync();
      expect(aiko.mails(shared).map(({ subject }) => subject)).toEqual(['one', 'two', 'three']);
    });

    test('who may read may mark as read, and nothing else: what the server does not keep is not shown for long', async () => {
      const [one, two] = aiko.mails(shared);
      const ids = [one?.id ?? 0];
      await aiko.engine.handlers['messages.open']({ id: ids[0] ?? 0 });
      await aiko.engine.handlers['messages.flag']({ ids, set: ['seen'], unset: [] });
      await aiko.engine.handlers['messages.flag']({ ids: [two?.id ?? 0], set: ['flagged'], unset: [] });
      await aiko.sync();
      expect(aiko.mails(shared).map(({ flags }) => flags)).toEqual([['seen'], [], []]);
      expect((await stage.flags('ben', 'Plans'))[0]).toEqual(ownSeen ? [] : ['\\Seen']);
      const failed = aiko.engine.parts.vault.operations.list();
      expect(failed.map(({ kind, state }) => [kind, state])).toEqual([['flag', 'failed']]);
      expect(['flag-not-kept', 'server-refused']).toContain(failed[0]?.error?.reason);
    });

    test('who may read cannot take mail away: it comes back', async () => {
      const ids = aiko.mails(shared).map(({ id }) => id);
      await aiko.engine.handlers['messages.delete']({ ids: ids.slice(0, 1) });
      await aiko.sync();
      await aiko.sync();
      expect(aiko.mails(shared).map(({ subject }) => subject)).toEqual(['one', 'two', 'three']);
      expect(await stage.flags('ben', 'Plans')).toHaveLength(3);
    });

    test('who may write may flag, and take mail away', async () => {
      await share('write');
      await aiko.sync();
      const [, two, three] = aiko.mails(shared);
      await aiko.engine.handlers['messages.flag']({ ids: [two?.id ?? 0], set: ['flagged'], unset: [] });
      await aiko.engine.handlers['messages.delete']({ ids: [three?.id ?? 0] });
      await aiko.sync();
      expect(aiko.mails(shared).map(({ subject, flags }) => [subject, flags])).toEqual([
        ['one', ['seen']],
        ['two', ['flagged']],
      ]);
      expect((await stage.flags('ben', 'Plans')).map((flags) => flags.includes('\\Flagged'))).toEqual([false, true]);
      expect(aiko.mails('Trash').map(({ subject }) => subject)).toContain('three');
      await ben.sync();
      expect(ben.mails('Plans').map(({ subject }) => subject)).toEqual(['one', 'two']);
    });

    test('a search finds what lies there, by its path', async () => {
      const { found } = await aiko.engine.handlers['messages.search']({
        account: aiko.account,
        where: 'server',
        text: 'two',
      });
      expect(found).toMatchObject([{ folder: shared, subject: 'two', id: aiko.mails(shared)[1]?.id }]);
    });

    test('is gone when it is shared no more, with the reason on record', async () => {
      const id = aiko.mails(shared)[0]?.id ?? 0;
      await share('nothing');
      await aiko.sync();
      expect(aiko.paths()).not.toContain(shared);
      expect((await aiko.engine.handlers['why.of']({ id })).at(-1)?.cause).toContain('no longer names the folder');
      expect(await stage.flags('ben', 'Plans')).toHaveLength(2);
    });

    test('without the right to keep \\Seen it is read all the same, and stays unread', async () => {
      await stage.give('ben', 'Plans', 'lr');
      await aiko.sync();
      const ids = aiko.mails(shared).map(({ id }) => id);
      expect(ids).toHaveLength(2);
      await stage.fill('ben', 'Plans', [mail('four', 'read me')]);
      await aiko.sync();
      const four = aiko.mails(shared).find(({ subject }) => subject === 'four')?.id ?? 0;
      const opened = await aiko.engine.handlers['messages.open']({ id: four });
      expect(opened.shown).toMatchObject({ part: '1', kind: 'text' });
      await aiko.engine.handlers['messages.flag']({ ids: [four], set: ['seen'], unset: [] });
      await aiko.sync();
      expect(aiko.mails(shared).find(({ id }) => id === four)?.flags).toEqual([]);
      expect((await stage.flags('ben', 'Plans')).at(-1)).toEqual([]);
      expect(aiko.engine.parts.runners.of(aiko.account).status).toMatchObject({ state: 'up-to-date' });
    });

    test('rights that are given while the folder is open count as soon as the server knows of them', async () => {
      const four = aiko.mails(shared).find(({ subject }) => subject === 'four')?.id ?? 0;
      await share('write');
      await aiko.engine.handlers['messages.flag']({ ids: [four], set: ['flagged'], unset: [] });
      await aiko.engine.parts.runners.of(aiko.account).flush();
      const there = (await stage.flags('ben', 'Plans')).at(-1);
      // Dovecot's session remembers the old ones for half a minute (acl_cache_secs): then it is refused, and not pretended.
      if (name === 'the lab') expect(there).toEqual(['\\Flagged']);
      await aiko.sync();
      expect(aiko.mails(shared).find(({ id }) => id === four)?.flags).toEqual(there?.length === 0 ? [] : ['flagged']);
    });

    test('one that is listed and may not be opened does not keep the others from being in step', async () => {
      await ben.engine.handlers['folders.create']({ account: ben.account, path: 'Secret' });
      await stage.fill('ben', 'Secret', [mail('hidden')]);
      await stage.give('ben', 'Secret', 'l');
      await stage.fill('ben', 'Plans', [mail('five')]);
      await aiko.sync();
      expect(aiko.mails(shared).map(({ subject }) => subject)).toContain('five');
      const secret = shared.replace('Plans', 'Secret');
      expect(aiko.mails(secret)).toEqual([]);
      const { found } = await aiko.engine.handlers['messages.search']({
        account: aiko.account,
        where: 'server',
        text: 'hidden',
      });
      expect(found).toEqual([]);
    });

    test('comes by itself to a program that runs in the background', async () => {
      await share('nothing');
      const other = await seat(stage.settings('aiko'), stage.password, 100);
      try {
        await expect.poll(() => other.engine.parts.runners.of(other.account).status.state).toBe('up-to-date');
        expect(other.paths()).not.toContain(shared);
        await share('read');
        await expect.poll(() => other.paths(), { timeout: 10_000 }).toContain(shared);
        await expect.poll(() => other.mails(shared).length, { timeout: 10_000 }).toBeGreaterThan(2);
      } finally {
        await other.close();
      }
    });

    test('nobody shares with themselves, and an unknown folder is none', async () => {
      const folder = ben.folder('Plans');
      for (const who of [stage.nameOf('ben').toUpperCase(), stage.settings('ben').email])
        await expect(ben.engine.handlers['folders.share']({ folder, with: who, may: 'read' })).rejects.toMatchObject({
          reason: 'shared-with-oneself',
        });
      for (const who of ['-aiko', 'a\r\nx LOGOUT'])
        await expect(ben.engine.handlers['folders.share']({ folder, with: who, may: 'read' })).rejects.toMatchObject({
          reason: 'bad-value',
        });
      await expect(
        ben.engine.handlers['folders.share']({ folder: 999, with: 'aiko', may: 'read' }),
      ).rejects.toMatchObject({ reason: 'not-found' });
    });
  });
