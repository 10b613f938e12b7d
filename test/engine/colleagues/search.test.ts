import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { mail } from '../../lab/imap/foreign/house.ts';
import { describeDovecot } from '../../servers/available.ts';
import { dovecotStage, labStage, type Seat, type Stage, seat } from './stage.ts';

const kinds = [
  ['the lab', describe, labStage],
  ['Dovecot', describeDovecot, dovecotStage],
] as const;

/** Encoded words in From and Subject, Japanese in Base64 in the body. */
const japanese = [
  'From: =?UTF-8?B?5L2Q6Jek?= <sato@yuki.test>',
  'To: Team Sakura <team@hana.test>',
  'Subject: =?UTF-8?B?5Lya6K2w44Gu5Lu2?=',
  'Message-ID: <kaigi@yuki.test>',
  'MIME-Version: 1.0',
  'Content-Type: text/plain; charset=utf-8',
  'Content-Transfer-Encoding: base64',
  '',
  Buffer.from('資料は金曜日までにお願いします。').toString('base64'),
  '',
].join('\r\n');

for (const [name, describeIt, start] of kinds)
  describeIt(`a search by the server: ${name}`, () => {
    let stage: Stage;
    let aiko: Seat;
    let fresh: Seat;
    beforeAll(async () => {
      stage = await start();
      await stage.fill('aiko', 'INBOX', [
        mail('plain', 'the blue bicycle'),
        japanese,
        mail('other', 'a red "car" \\ lorry'),
      ]);
      await stage.fill('aiko', 'Archive', [mail('kept', 'another blue bicycle')]);
      await stage.fill('aiko', 'Sent', [mail('sent', 'blue only')]);
      aiko = await seat(stage.settings('aiko'), stage.password);
      await aiko.sync();
      fresh = await seat(stage.settings('aiko'), stage.password);
    });
    afterAll(async () => {
      await aiko?.close();
      await fresh?.close();
      await stage?.close();
    });
    const ask = (who: Seat, question: { from?: string; to?: string; text?: string; limit?: number }) =>
      who.engine.handlers['messages.search']({ account: who.account, where: 'server', ...question });
    const subjects = async (who: Seat, question: { from?: string; to?: string; text?: string }) =>
      (await ask(who, question)).found.map(({ folder, subject }) => `${folder}: ${subject}`).sort();

    test('finds in every folder what was never fetched, before any sync, and fetches what names a hit and no more', async () => {
      const { found, total } = await ask(fresh, { text: 'blue bicycle' });
      expect(total).toBe(2);
      expect(found).toEqual([
        { id: null, messageId: expect.stringContaining('@yuki.test>'), folder: 'INBOX', uid: 1, subject: 'plain' },
        { id: null, messageId: expect.stringContaining('@yuki.test>'), folder: 'Archive', uid: 1, subject: 'kept' },
      ]);
      expect(fresh.engine.parts.vault.folders.list()).toEqual([]);
      const fetches = fresh.said().filter((line) => /FETCH/.test(line));
      expect(fetches).toEqual(['UID FETCH 1 (UID ENVELOPE)', 'UID FETCH 1 (UID ENVELOPE)']);
    });

    test('names by their ids what the vault knows, and fetches nothing', async () => {
      aiko.said();
      const { found } = await ask(aiko, { text: 'blue bicycle' });
      expect(found.map(({ id }) => id)).toEqual([aiko.mails('INBOX')[0]?.id, aiko.mails('Archive')[0]?.id]);
      const said = aiko.said();
      expect(said.filter((line) => /FETCH/.test(line))).toEqual([]);
      const searches = said.filter((line) => /SEARCH/.test(line));
      expect(searches.length).toBe(3);
      for (const line of searches) expect(line).toBe('UID SEARCH RETURN (ALL) TEXT "blue" TEXT "bicycle"');
    });

    test('finds by From, by To, and by both together', async () => {
      expect(await subjects(aiko, { from: 'sato@yuki' })).toEqual(['INBOX: 会議の件']);
      expect(await subjects(aiko, { to: 'team@hana' })).toEqual(['INBOX: 会議の件']);
      expect(await subjects(aiko, { to: 'team sakura', from: 'anna' })).toEqual([]);
      expect(await subjects(aiko, { from: 'Anna', text: 'RED' })).toEqual(['INBOX: other']);
    });

    test('finds Japanese in encoded words and in an encoded body, asked in UTF-8', async () => {
      aiko.said();
      expect(await subjects(aiko, { from: '佐藤' })).toEqual(['INBOX: 会議の件']);
      expect(aiko.said().find((line) => /SEARCH/.test(line))).toContain('CHARSET UTF-8 FROM {6');
      expect(await subjects(aiko, { text: '会議' })).toEqual(['INBOX: 会議の件']);
      expect(await subjects(aiko, { text: '金曜日' })).toEqual(['INBOX: 会議の件']);
      expect(await subjects(aiko, { text: '土曜日' })).toEqual([]);
      // As a Mac writes it: が in two characters.
      expect(await subjects(aiko, { text: 'お願い', from: '佐藤'.normalize('NFD') })).toEqual(['INBOX: 会議の件']);
    });

    test('takes quotes, backslashes and line ends for what they are', async () => {
      expect(await subjects(aiko, { text: '"car" \\' })).toEqual(['INBOX: other']);
      expect(await subjects(aiko, { text: 'red\r\nlorry' })).toEqual(['INBOX: other']);
      expect(await subjects(aiko, { text: 'x" OR ALL "' })).toEqual([]);
    });

    test('a limit cuts the list, and says how much there is', async () => {
      const { found, total } = await ask(aiko, { text: 'blue', limit: 2 });
      expect(total).toBe(3);
      expect(found.map(({ folder }) => folder)).toHaveLength(2);
      expect(found[0]?.folder).toBe('INBOX');
    });

    test('a question without a word is none', async () => {
      for (const question of [{}, { text: ' \t' }, { from: '', to: '\0' }])
        await expect(ask(aiko, question)).rejects.toMatchObject({ kind: 'bad-input', reason: 'bad-value' });
    });

    test('opening mail does not have to wait for a search', async () => {
      const searching = ask(aiko, { text: 'blue' });
      const id = aiko.mails('Archive')[0]?.id ?? 0;
      const [opened] = await Promise.all([aiko.engine.handlers['messages.open']({ id }), searching]);
      expect(opened.shown).not.toBeNull();
    });
  });

describeDovecot('a search among what is here', () => {
  let stage: Stage;
  let aiko: Seat;
  beforeAll(async () => {
    stage = await dovecotStage();
    await stage.fill('aiko', 'INBOX', [
      mail('first', `${'x'.repeat(1000)} the blue bicycle`),
      mail('second', `${'x'.repeat(1000)} the blue bicycle`),
      japanese,
    ]);
    aiko = await seat(stage.settings('aiko'), stage.password);
    await aiko.sync();
  });
  afterAll(async () => {
    await aiko?.close();
    await stage?.close();
  });
  const subjects = async (question: { from?: string; to?: string; text?: string }) => {
    const { found } = await aiko.engine.handlers['messages.search']({
      account: aiko.account,
      where: 'here',
      ...question,
    });
    return found.map(({ subject }) => subject);
  };

  test('finds by what a list shows, and in texts that are here, and asks no server', async () => {
    aiko.said();
    expect(await subjects({ text: 'bicycle' })).toEqual([]);
    await aiko.engine.handlers['messages.open']({ id: aiko.mails('INBOX')[1]?.id ?? 0 });
    aiko.said();
    expect(await subjects({ text: 'BICYCLE second' })).toEqual(['second']);
    expect(await subjects({ text: 'bicycle' })).toEqual(['second']);
    expect(await subjects({ from: '佐藤' })).toEqual(['会議の件']);
    expect(await subjects({ to: 'ｔｅａｍ', text: '金曜日' })).toEqual(['会議の件']);
    expect(await subjects({ to: 'anna' })).toEqual([]);
    expect(aiko.said()).toEqual([]);
  });
});
