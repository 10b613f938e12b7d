import { readdirSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Ground, GroundMailbox } from '../../../src/compare/ground/index.ts';
import { labGround } from '../../../src/compare/ground/index.ts';
import { guardedFolder } from '../../servers/guard.ts';
import { imapTo, mailsFor, pop3To } from '../support/machine.ts';

let ground: Ground;
const folder = guardedFolder('compare-ground');
beforeAll(async () => {
  ground = await labGround({ folder });
});
afterAll(() => ground.close());

const one = async (name = 'mine'): Promise<GroundMailbox> => {
  const [mailbox] = await ground.mailboxes([name]);
  if (mailbox === undefined) throw new Error('none');
  return mailbox;
};

describe('the lab as the ground of an experiment', () => {
  test('it says what its servers call themselves', () => {
    expect(ground.about).toMatchObject({ kind: 'lab', name: 'Tegami' });
    expect(ground.about.imap).toContain('mail.tomo.test');
    expect(ground.about.pop3).toContain('mail.tomo.test');
  });

  test('mail goes through SMTP into the inbox, in order, and is seen there unread', async () => {
    const mine = await one();
    const sent = mailsFor(mine, { count: 12 });
    await mine.deliver(sent);
    const { folders } = await mine.observe();
    const inbox = folders.find(({ path }) => path === 'INBOX');
    expect(inbox?.mails.map(({ messageId }) => messageId)).toEqual(sent.map(({ messageId }) => messageId));
    expect(inbox?.mails.every(({ flags }) => flags.length === 0)).toBe(true);
    expect(inbox?.mails.map(({ uid }) => uid)).toEqual([...Array(12).keys()].map((i) => i + 1));
  });

  test('a mail with a file of ten megabytes arrives octet for octet, with the fields of its way above it', async () => {
    const mine = await one();
    const [sent] = mailsFor(mine, { attachment: 10_000_000 });
    if (sent === undefined) throw new Error('none');
    await mine.deliver([sent]);
    const session = await imapTo(mine);
    await session.examine('INBOX');
    const stored = Buffer.from(await session.part(1, ''));
    await session.close();
    expect(stored.subarray(-sent.raw.length).equals(sent.raw)).toBe(true);
    const way = stored.subarray(0, stored.length - sent.raw.length).toString();
    expect(way.match(/^Received: /gm)?.length).toBe(2);
    expect(way).toContain('mail.tomo.test');
  });

  test('looking changes nothing: not a flag, nor that a mail is \\Recent, nor what POP3 tells', async () => {
    const mine = await one();
    await mine.deliver(mailsFor(mine, { count: 2 }));
    await mine.observe();
    await mine.observe();
    const heard: string[] = [];
    const session = await imapTo(mine, heard);
    await session.select('INBOX');
    expect((await session.flags('1:*')).messages.map(({ flags }) => flags)).toEqual([[], []]);
    await session.close();
    expect(heard).toContain('* 2 RECENT');
  });

  test('a mailbox that is asked for again is an empty one at the same address, so that the same seed gives the same letters', async () => {
    const before = await one();
    await before.deliver(mailsFor(before));
    const session = await imapTo(before);
    await session.createFolder('Projects');
    const { uidValidity } = await session.status('INBOX');
    await session.close();
    const after = await one();
    expect(after.address).toBe(before.address);
    const { folders } = await after.observe();
    expect(folders.flatMap((each) => each.mails)).toEqual([]);
    expect(folders.map(({ path }) => path)).not.toContain('Projects');
    const again = await imapTo(after);
    expect((await again.status('INBOX')).uidValidity).not.toBe(uidValidity);
    await again.close();
  });

  test('several mailboxes keep the order of their names, and each has both protocols', async () => {
    const both = await ground.mailboxes(['hers', 'his']);
    expect(both.map(({ name }) => name)).toEqual(['hers', 'his']);
    await both[1]?.deliver(mailsFor(both[1]));
    for (const [i, mailbox] of both.entries()) {
      const session = await pop3To(mailbox);
      expect((await session.stat()).count).toBe(i);
      await session.quit();
    }
  });

  test('folders and flags of machines are seen by the observer, which stays where it was', async () => {
    const mine = await one();
    await mine.deliver(mailsFor(mine));
    await mine.observe();
    const session = await imapTo(mine);
    await session.createFolder('Projects/春');
    await session.select('INBOX');
    await session.store([1], { set: ['seen', 'flagged'] });
    const seen = async () =>
      Object.fromEntries(
        (await mine.observe()).folders.map((each) => [each.path, each.mails.map(({ flags }) => flags)]),
      );
    const { INBOX, ...folders } = await seen();
    expect(INBOX?.[0]).toEqual(expect.arrayContaining(['seen', 'flagged']));
    expect(Object.keys(folders)).toContain('Projects/春');
    await session.move([1], 'Projects/春');
    expect((await seen())['Projects/春']).toHaveLength(1);
    await session.close();
  });

  test('a mail that a machine sends outside arrives, and its clock is moved on', async () => {
    expect(ground.outsider).toBe('yuko@tomo.test');
    const mine = await one();
    await mine.deliver(mailsFor(mine));
    const arrived = async () => {
      const session = await imapTo(mine);
      let at = 0;
      await session.examine('INBOX');
      await session.summaries(await session.uids(), ({ internalDate }) => void (at = internalDate));
      await session.close();
      return at;
    };
    const before = await arrived();
    await ground.advance(7 * 86_400_000);
    await mine.deliver(mailsFor(mine, { as: 'later' }));
    expect((await arrived()) - before).toBeGreaterThanOrEqual(7 * 86_400_000);
  });

  test('nothing is left where it lay', async () => {
    const other = await labGround({ folder });
    expect(readdirSync(folder)).toHaveLength(2);
    await other.close();
    expect(readdirSync(folder)).toHaveLength(1);
  });
});
