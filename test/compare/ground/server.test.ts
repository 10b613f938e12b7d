import { afterAll, beforeAll, expect, test } from 'vitest';
import { shipped } from '../../../src/compare/experiments/index.ts';
import type { Ground, GroundMailbox, ServerGroundOptions } from '../../../src/compare/ground/index.ts';
import { serverGround } from '../../../src/compare/ground/index.ts';
import type { Experiment } from '../../../src/contract/compare/experiment.ts';
import { describeDovecot, describeReal } from '../../servers/available.ts';
import { imapStore } from '../../servers/observer.ts';
import { startCuttingProxy } from '../../support/cutting-proxy.ts';
import { type Census, census } from '../support/census.ts';
import { type RealServers, realServers } from '../support/ground.ts';
import { imapTo, mailsFor, pop3To } from '../support/machine.ts';

const folders = ['Archive', 'Drafts', 'INBOX', 'Junk', 'Sent', 'Trash'];
const nothing: Census = Object.fromEntries(folders.map((each) => [each, []]));

const plain = { count: 1, as: 'm', shape: 'plain', text: 400, attachment: 0 } as const;

function must<T>(value: T | undefined): T {
  if (value === undefined) throw new Error('none');
  return value;
}

async function one(ground: Ground): Promise<GroundMailbox> {
  const [mailbox] = await ground.mailboxes(['mine']);
  if (mailbox === undefined) throw new Error('none');
  return mailbox;
}

/** As the machines of an experiment leave a mailbox. */
async function useIt(mine: GroundMailbox): Promise<void> {
  const session = await imapTo(mine);
  await session.createFolder('Projects');
  await session.createFolder('Projects/春');
  await session.select('INBOX');
  const uids = (await session.uids()).slice(-4);
  await session.store(uids.slice(0, 1), { set: ['seen', 'answered'] });
  await session.move(uids.slice(1, 2), 'Projects/春');
  await session.move(uids.slice(2, 3), 'Trash');
  await session.close();
}

describeDovecot('somebody’s real servers as the ground of an experiment', () => {
  let servers: RealServers;
  let ground: Ground;
  const on = (o: Partial<ServerGroundOptions> = {}) => serverGround({ accounts: servers.accounts, ...o });
  const seen = (user = 'box1') => census(servers.dovecot, user);
  /** Mail of somebody else; the names of its folders are those of the census. */
  const foreign = async (...where: string[]): Promise<Census> => {
    for (const folder of where) servers.dovecot.fill('box1', folder, 3, { flags: folder === 'INBOX' ? '' : 'FS' });
    return seen();
  };
  const fresh = async () => {
    await ground?.close();
    await servers?.close();
    servers = await realServers({ boxes: 2, sends: false });
    ground = await on();
  };
  beforeAll(fresh);
  afterAll(async () => {
    await ground?.close();
    await servers?.close();
  });

  test('says what they call themselves', () => {
    expect(ground.about).toMatchObject({ kind: 'server', name: 'localhost' });
    for (const told of [ground.about.imap, ground.about.pop3]) expect(told).toMatch(/^Dovecot .*ready\.$/);
    expect(ground.capacity).toBe(2);
    expect(ground.outsider).toBeNull();
  });

  test('mail lies in the inbox at once, in order, new, and the same over IMAP and POP3', async () => {
    const mine = await one(ground);
    const sent = mailsFor(mine, { count: 5 });
    await mine.deliver(sent);
    const inbox = (await mine.observe()).folders.find(({ path }) => path === 'INBOX');
    expect(inbox?.mails.map(({ messageId }) => messageId)).toEqual(sent.map(({ messageId }) => messageId));
    expect(inbox?.mails.flatMap(({ flags }) => flags)).toEqual([]);
    const heard: string[] = [];
    const session = await imapTo(mine, heard);
    await session.select('INBOX');
    const over = Buffer.from(await session.part(3, '')).toString();
    await session.close();
    // RFC 3501 §2.3.2: the observer, which was there before, has not taken it away.
    expect(heard).toContain('* 5 RECENT');
    const pop3 = await pop3To(mine);
    const got: string[] = [];
    await pop3.retr([3], async (_, content) => {
      for await (const chunk of content) got.push(chunk.toString());
    });
    await pop3.quit();
    expect(got.join('')).toBe(over);
    expect(over.endsWith(sent[2]?.raw.toString() ?? '')).toBe(true);
  });

  test('a mail with a file of ten megabytes comes in too', async () => {
    const mine = await one(ground);
    await mine.deliver(mailsFor(mine, { attachment: 10_000_000 }));
    const pop3 = await pop3To(mine);
    expect((await pop3.stat()).octets).toBeGreaterThan(13_500_000);
    await pop3.quit();
  });

  test('before the next experiment everything is gone that was made: mails wherever they went, and folders', async () => {
    const mine = await one(ground);
    await mine.deliver(mailsFor(mine, { count: 4 }));
    await useIt(mine);
    expect((await seen())['Projects/&ZiU-']).toHaveLength(1);
    await ground.mailboxes(['mine', 'hers']);
    expect(await seen()).toEqual(nothing);
  });

  test('an inbox that is not empty is refused in plain words, and nothing is touched', async () => {
    await fresh();
    const before = await foreign('INBOX');
    await expect(one(ground)).rejects.toMatchObject({
      reason: 'mailbox-not-empty',
      facts: { user: 'box1', count: 3 },
    });
    await ground.close();
    expect(await seen()).toEqual(before);
  });

  test('mail in other folders, and what is done in them meanwhile, stays byte for byte what it was', async () => {
    await fresh();
    const before = await foreign('Sent', 'Trash', 'Archive', 'Old/Letters');
    const mine = await one(ground);
    await mine.deliver(mailsFor(mine, { count: 4 }));
    await useIt(mine);
    const told = (await mine.observe()).folders.flatMap(({ mails }) => mails);
    expect(told).toHaveLength(4);
    servers.dovecot.fill('box1', 'Trash', 1);
    await ground.close();
    const after = await seen();
    expect(after['Trash']?.slice(0, 3)).toEqual(before['Trash']);
    expect(after['Trash']).toHaveLength(4);
    expect({ ...after, Trash: before['Trash'] }).toEqual(before);
  });

  test('told to go on, it works beside mail of others, which stays byte for byte what it was', async () => {
    await fresh();
    const before = await foreign('INBOX', 'Trash');
    const careful = await on({ evenIfNotEmpty: true });
    const mine = await one(careful);
    await mine.deliver(mailsFor(mine, { count: 4 }));
    expect((await mine.observe()).folders.flatMap(({ mails }) => mails)).toHaveLength(4);
    await useIt(mine);
    await one(careful);
    expect(await seen()).toEqual(before);
    await careful.close();
    expect(await seen()).toEqual(before);
  });

  test('a new folder in which somebody put a mail stays, with that mail alone', async () => {
    await fresh();
    const mine = await one(ground);
    await mine.deliver(mailsFor(mine, { count: 4 }));
    await useIt(mine);
    servers.dovecot.fill('box1', 'Projects/春', ['From: a@b.example\r\nSubject: mine\r\n\r\nHello.\r\n']);
    await ground.close();
    const after = await seen();
    expect(after['Projects/&ZiU-']).toHaveLength(1);
    expect(after).toMatchObject({ ...nothing, Projects: [] });
  });

  test('a mail of the same Message-ID that it did not bring itself stays', async () => {
    await fresh();
    const mine = await one(ground);
    const sent = mailsFor(mine, { count: 2 });
    await mine.deliver(sent);
    servers.dovecot.fill(
      'box1',
      'INBOX',
      sent.map(({ raw }) => raw),
    );
    await ground.close();
    expect((await seen())['INBOX']).toHaveLength(2);
  });

  test('nothing is left behind after a delivery that failed, nor after connections that were cut', async () => {
    await fresh();
    const proxy = await startCuttingProxy(servers.dovecot.imaps);
    const accounts = servers.accounts.map((each) => ({ ...each, imap: { ...each.imap, port: proxy.port } }));
    const far = await on({ accounts });
    const mine = await one(far);
    await mine.deliver(mailsFor(mine, { count: 3 }));
    proxy.cutAfter('up', 200_000);
    await expect(mine.deliver(mailsFor(mine, { as: 'big', attachment: 1_000_000 }))).rejects.toMatchObject({
      kind: 'unreachable',
    });
    expect((await seen())['INBOX']?.length).toBeGreaterThanOrEqual(3);
    proxy.cutNow();
    await far.close();
    await proxy.close();
    expect(await seen()).toEqual(nothing);
  });

  test('where others marked mails and the server cannot expunge ours alone, it says what stays', async () => {
    await ground.close();
    await servers.close();
    servers = await realServers({ boxes: 1, sends: false, without: ['UIDPLUS'] });
    const before = await foreign('INBOX');
    await imapStore(servers.dovecot, 'box1', 'INBOX', [2], '+', '\\Deleted');
    ground = await on({ evenIfNotEmpty: true });
    const mine = await one(ground);
    await mine.deliver(mailsFor(mine, { count: 2 }));
    await expect(ground.close()).rejects.toMatchObject({ reason: 'left-behind', facts: { user: 'box1', count: 2 } });
    const after = await seen();
    expect(after['INBOX']).toHaveLength(5);
    expect(after['INBOX']?.filter((_, i) => i !== 1).slice(0, 2)).toEqual(before['INBOX']?.filter((_, i) => i !== 1));
    await imapStore(servers.dovecot, 'box1', 'INBOX', [2], '-', '\\Deleted');
    await ground.close();
    expect(await seen()).toEqual(before);
  });

  test('what would harm mail of others is refused before anything is begun; what the last experiment made is not of others', async () => {
    await fresh();
    const experiment = (o: Partial<Experiment>) => ({ ...must(shipped[0]), machines: [], ...o });
    const makes = experiment({ steps: [{ do: 'make-folder', on: 'all', folder: 'Projects' }] });
    await ground.check(makes);
    const mine = await one(ground);
    await mine.deliver(mailsFor(mine, { count: 4 }));
    await useIt(mine);
    await ground.check({ ...makes, steps: [...makes.steps, { do: 'deliver', to: 'mine', ...plain }] });
    expect(await seen()).toEqual(nothing);
    await foreign('Projects');
    await expect(
      ground.check({ ...makes, steps: [...makes.steps, { do: 'deliver', to: 'mine', ...plain }] }),
    ).rejects.toMatchObject({ reason: 'folder-not-ours', facts: { folder: 'Projects', user: 'box1' } });
    const careful = await on({ evenIfNotEmpty: true });
    const deletes = must(shipped.find(({ machines }) => machines.some(({ keep }) => keep.policy === 'delete')));
    await expect(careful.check(deletes)).rejects.toMatchObject({ reason: 'would-delete-foreign' });
    await careful.close();
  });

  test('no more mailboxes than there are accounts', async () => {
    await expect(ground.mailboxes(['a', 'b', 'c'])).rejects.toMatchObject({ reason: 'too-few-mailboxes' });
    await expect(serverGround({ accounts: [] })).rejects.toMatchObject({ reason: 'too-few-mailboxes' });
  });
});

describeReal('real servers that deliver', () => {
  let servers: RealServers;
  let ground: Ground;
  beforeAll(async () => {
    servers = await realServers({ boxes: 2 });
    ground = await serverGround({ accounts: servers.accounts, outsider: 'yuko@tomo.test' });
  });
  afterAll(async () => {
    await ground?.close();
    await servers?.close();
  });

  test('a mail from one mailbox to the other is waited for, and taken away with its copies', async () => {
    const [mine, hers] = await ground.mailboxes(['mine', 'hers']);
    if (mine === undefined || hers === undefined) throw new Error('none');
    const { outgoing, trust } = mine.settings('imap');
    const [mail] = mailsFor(hers);
    if (mail === undefined) throw new Error('none');
    const { submit } = await import('../../../src/smtp/index.ts');
    const { writeFileSync } = await import('node:fs');
    const file = `${servers.dovecot.folder}/sent.eml`;
    writeFileSync(file, mail.raw);
    await submit({
      server: outgoing,
      password: mine.password,
      trust,
      envelope: { from: mine.address, to: [hers.address] },
      message: file,
      size: mail.raw.length,
    });
    const session = await imapTo(mine);
    await session.append('Sent', file, ['seen'], Date.now());
    await session.close();
    ground.sent(mail.messageId, hers.address);
    await ground.settled();
    expect((await census(servers.dovecot, 'box2'))['INBOX']).toHaveLength(1);
    expect((await census(servers.dovecot, 'box1'))['Sent']).toHaveLength(1);
    await ground.mailboxes(['mine']);
    expect(await census(servers.dovecot, 'box1')).toEqual(nothing);
    expect(await census(servers.dovecot, 'box2')).toEqual(nothing);
  });

  test('a folder that was shared goes, and nobody sees it any more', async () => {
    const [mine, hers] = await ground.mailboxes(['mine', 'hers']);
    if (mine === undefined || hers === undefined) throw new Error('none');
    await mine.deliver(mailsFor(mine, { count: 2 }));
    const session = await imapTo(mine);
    await session.createFolder('Project');
    await session.select('INBOX');
    await session.move([(await session.uids())[0] ?? 0], 'Project');
    await session.share('Project', hers.user, 'read');
    await session.close();
    expect((await hers.observe()).folders.map(({ path }) => path)).toContain(`Other Users/${mine.user}/Project`);
    await ground.mailboxes(['mine', 'hers']);
    expect(await census(servers.dovecot, 'box1')).toEqual(nothing);
    expect(await census(servers.dovecot, 'box2')).toEqual(nothing);
  });
});
