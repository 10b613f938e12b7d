import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { mail } from '../../lab/imap/foreign/house.ts';
import { describeDovecot } from '../../servers/available.ts';
import { type Dovecot, type DovecotOptions, startDovecot } from '../../servers/dovecot.ts';
import { imapFolders, imapPython } from '../../servers/observer.ts';
import { password, settingsFor } from '../../support/house.ts';
import { dovecotStage, labStage, type Seat, seat } from './stage.ts';

for (const [name, describeIt, start] of [
  ['the lab', describe, labStage],
  ['Dovecot', describeDovecot, dovecotStage],
] as const)
  describeIt(`a folder made over IMAP: ${name}`, () => {
    let stage: Awaited<ReturnType<typeof start>>;
    let aiko: Seat;
    beforeAll(async () => {
      stage = await start();
      aiko = await seat(stage.settings('aiko'), stage.password);
    });
    afterAll(async () => {
      await aiko?.close();
      await stage?.close();
    });
    const create = async (path: string) =>
      (await aiko.engine.handlers['folders.create']({ account: aiko.account, path })).id;

    test('is on the server, subscribed, with its levels, and known here at once', async () => {
      const id = await create('Projects/2026');
      expect(await stage.folders('aiko')).toContain('Projects/2026');
      const rows = aiko.engine.parts.vault.folders.list(aiko.account);
      const row = rows.find((each) => each.id === id);
      expect(row).toMatchObject({ path: 'Projects/2026', name: '2026', role: null, selectable: true, local: false });
      expect(rows.find((each) => each.id === row?.parent)?.path).toBe('Projects');
      expect(aiko.said().filter((line) => /^(CREATE|SUBSCRIBE)/.test(line))).toEqual([
        'CREATE "Projects/2026"',
        'SUBSCRIBE "Projects/2026"',
      ]);
    });

    test('may have any name, and one that is there is given', async () => {
      const id = await create('仕事 & 趣味');
      expect(await create('仕事 & 趣味')).toBe(id);
      expect(await create('INBOX')).toBe(aiko.folder('INBOX'));
    });

    test('takes mail, and keeps it', async () => {
      await stage.fill('aiko', 'INBOX', [mail('one')]);
      await aiko.sync();
      const to = await create('Kept');
      await aiko.engine.handlers['messages.move']({ ids: aiko.mails('INBOX').map(({ id }) => id), to });
      await aiko.sync();
      expect(aiko.mails('Kept').map(({ subject }) => subject)).toEqual(['one']);
      expect(await stage.flags('aiko', 'Kept')).toHaveLength(1);
    });

    test('cannot have a name that is none', async () => {
      for (const path of ['/', 'a/', '/a', 'a\r\nb', 'a\0b'])
        await expect(create(path)).rejects.toMatchObject({ reason: 'bad-value' });
    });
  });

describeDovecot('folders, sharing and search where they cannot be', () => {
  let dovecot: Dovecot;
  const seats: Seat[] = [];
  beforeAll(async () => {
    dovecot = await startDovecot({ users: { aiko: password, ben: password } });
    dovecot.fill('aiko', 'INBOX', [mail('one', 'bicycle'), mail('two', 'car')]);
  });
  afterAll(async () => {
    for (const each of seats) await each.close();
    await dovecot?.close();
  });
  const sit = async (protocol: 'imap' | 'pop3') => {
    const one = await seat(settingsFor(dovecot, 'aiko', protocol), password);
    seats.push(one);
    await one.sync();
    return one;
  };

  test('a folder of a POP3 account is in this profile, with its levels, and mail that is moved there stays', async () => {
    const { engine, account, ...aiko } = await sit('pop3');
    const { id } = await engine.handlers['folders.create']({ account, path: 'Projects/春' });
    expect((await engine.handlers['folders.create']({ account, path: 'Projects/春' })).id).toBe(id);
    expect((await engine.handlers['folders.create']({ account, path: 'Projects' })).id).toBe(aiko.folder('Projects'));
    expect(engine.parts.vault.folders.get(id)).toMatchObject({
      name: '春',
      local: true,
      selectable: true,
      parent: aiko.folder('Projects'),
    });
    const one = aiko.mails('Inbox').find(({ subject }) => subject === 'one');
    await engine.handlers['messages.move']({ ids: [one?.id ?? 0], to: id });
    await aiko.sync();
    expect(aiko.mails('Projects/春').map(({ subject }) => subject)).toEqual(['one']);
    expect(aiko.mails('Inbox').map(({ subject }) => subject)).toEqual(['two']);
    expect(await imapFolders(dovecot, 'aiko')).not.toContain('Projects');
  });

  test('POP3 has no search and nothing to share, and says so without a word to the server', async () => {
    const { engine, account, ...aiko } = await sit('pop3');
    aiko.said();
    const peer = `localhost:${dovecot.pop3s}`;
    await expect(
      engine.handlers['messages.search']({ account, where: 'server', text: 'bicycle' }),
    ).rejects.toMatchObject({ kind: 'refused', reason: 'pop3-no-search', peer });
    await expect(
      engine.handlers['folders.share']({ folder: aiko.folder('Inbox'), with: 'ben', may: 'read' }),
    ).rejects.toMatchObject({ kind: 'refused', reason: 'pop3-no-sharing', peer });
    expect(aiko.said()).toEqual([]);
    // What it holds whole it finds by its text too.
    const { found, total } = await engine.handlers['messages.search']({ account, where: 'here', text: 'BICYCLE' });
    expect(found).toMatchObject([{ subject: 'one', folder: 'Inbox', uid: null, id: expect.any(Number) }]);
    expect(total).toBe(1);
  });

  test('an IMAP server without ACL is not asked to share', async () => {
    const { engine, ...aiko } = await sit('imap');
    aiko.said();
    await expect(
      engine.handlers['folders.share']({ folder: aiko.folder('INBOX'), with: 'ben', may: 'read' }),
    ).rejects.toMatchObject({ reason: 'acl-missing', advice: 'check-server', peer: `localhost:${dovecot.imaps}` });
    expect(aiko.said().filter((line) => line.includes('ACL'))).toEqual([]);
  });
});

describeDovecot('a Dovecot with a prefix for what is one’s own', () => {
  const open: { close(): Promise<void> }[] = [];
  afterEach(async () => {
    for (const each of open.splice(0).reverse()) await each.close();
  });
  const start = async (o: Partial<DovecotOptions>) => {
    const users = { aiko: password, ben: password };
    const dovecot = await startDovecot({
      users,
      separator: '.',
      extra: 'namespace inbox {\n prefix = INBOX.\n}',
      ...o,
    });
    open.push(dovecot);
    const aiko = await seat(settingsFor(dovecot, 'aiko', 'imap'), password);
    open.push(aiko);
    return { dovecot, aiko };
  };

  test('makes the folder below it', async () => {
    const { dovecot, aiko } = await start({});
    const { id } = await aiko.engine.handlers['folders.create']({ account: aiko.account, path: 'Plans' });
    expect(aiko.engine.parts.vault.folders.get(id).path).toBe('INBOX.Plans');
    expect(await imapFolders(dovecot, 'aiko')).toContain('INBOX.Plans');
  });

  test('makes a Trash below it too, where others share beside it', async () => {
    const { dovecot, aiko } = await start({
      acl: true,
      extra: 'namespace inbox {\n prefix = INBOX.\n mailbox Trash {\n auto = no\n special_use =\n }\n}',
    });
    await imapPython(dovecot, 'ben', `c.create('INBOX.Plans'); print(c.setacl('INBOX.Plans', 'aiko', 'lr'))`);
    dovecot.fill('aiko', 'INBOX', [mail('one')]);
    await aiko.sync();
    expect(aiko.paths()).toContain('Other Users.ben.Plans');
    await aiko.engine.handlers['messages.delete']({ ids: aiko.mails('INBOX').map(({ id }) => id) });
    await aiko.sync();
    expect(await imapFolders(dovecot, 'aiko')).toContain('INBOX.Trash');
    expect(aiko.mails('INBOX.Trash').map(({ subject }) => subject)).toEqual(['one']);
    expect(aiko.engine.parts.vault.operations.list()).toEqual([]);
  });
});
