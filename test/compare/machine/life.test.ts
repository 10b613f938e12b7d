import { existsSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, test } from 'vitest';
import { describeReal } from '../../servers/available.ts';
import { arrive, desk, one, onServer } from './support/desk.ts';
import { dovecotPlaces, labPlaces, type Place } from './support/places.ts';

describe('a machine in the lab', () => {
  const place = labPlaces();
  machines(place);

  test('a folder that is shared is seen by the colleague; POP3 has nothing to share', async () => {
    const [mine, theirs] = [place().mailbox(), place().mailbox()];
    const mail = await one(mine);
    const imap = await desk(mine, 'imap');
    const pop3 = await desk(mine, 'pop3');
    const colleague = await desk(theirs, 'imap');
    for (const each of [pop3, imap]) {
      await each.do({ do: 'sync' });
      await each.do({ do: 'make-folder', folder: 'Project' });
      await each.do({ do: 'move', to: 'Project' }, [mail]);
    }
    const step = { do: 'share', folder: 'Project', may: 'read' } as const;
    expect((await pop3.attempt({ ...step, with: 'x' }, [], theirs.user)).error).toMatchObject({
      reason: 'pop3-no-sharing',
    });
    expect((await imap.attempt({ ...step, with: 'x' }, [], theirs.user)).error).toBe(null);
    await colleague.do({ do: 'sync' });
    expect((await colleague.knows(mail))?.folder).toMatch(/^Other Users.*Project$/);
    // What the server refuses is said, and shown as it is so there.
    const refused = await colleague.attempt({ do: 'mark', set: ['flagged'], unset: [] }, [mail]);
    expect(refused.error).toMatchObject({ kind: 'refused' });
    expect(await colleague.knows(mail)).toMatchObject({ row: { flags: [], pending: false } });
  });
});

describeReal('a machine on Dovecot', () => machines(dovecotPlaces()));

function machines(place: () => Place): void {
  test('one that listens is told; one that only does what it is told hears nothing, and says nothing by itself', async () => {
    const mailbox = place().mailbox();
    const listener = await desk(mailbox, 'imap', { fetch: 'text' });
    const quiet = await desk(mailbox, 'imap');
    const pop3 = await desk(mailbox, 'pop3');
    for (const each of [listener, quiet, pop3]) await each.do({ do: 'sync' });
    await listener.do({ do: 'listen' });
    await pop3.do({ do: 'listen' });
    const before = (await quiet.machine.look()).traffic;
    const mail = await one(mailbox);
    await Promise.all([listener, quiet, pop3].map((each) => each.machine.told([mail.messageId])));
    expect(await listener.knows(mail)).toMatchObject({ holds: 'text', row: { flags: [] } });
    expect(await quiet.knows(mail)).toBeUndefined();
    expect(await pop3.knows(mail)).toBeUndefined();
    expect((await quiet.machine.look()).traffic).toEqual(before);
    expect(quiet.machine.heard().some(({ text }) => / IDLE$/.test(text))).toBe(false);
    expect(listener.machine.heard().some(({ text }) => / IDLE$/.test(text))).toBe(true);

    await listener.do({ do: 'rest' });
    const later = await one(mailbox, { as: 'later' });
    await listener.machine.told([later.messageId]);
    expect(await listener.knows(later)).toBeUndefined();
    await listener.do({ do: 'sync' });
    expect(await listener.knows(later)).toMatchObject({ holds: 'text' });
  });

  test('one that listens is told again after it was offline', async () => {
    const mailbox = place().mailbox();
    const listener = await desk(mailbox, 'imap');
    await listener.do({ do: 'listen' });
    await listener.do({ do: 'offline' });
    const missed = await one(mailbox);
    await listener.machine.told([missed.messageId]);
    expect(await listener.knows(missed)).toBeUndefined();
    await listener.do({ do: 'online' });
    expect(await listener.knows(missed)).toBeDefined();
    const next = await one(mailbox, { as: 'next' });
    await listener.machine.told([next.messageId]);
    expect(await listener.knows(next)).toBeDefined();
    await listener.do({ do: 'offline' });
    expect((await listener.attempt({ do: 'listen' })).error).toMatchObject({ kind: 'unreachable' });
  });

  test('while one POP3 machine is inside, the maildrop is locked to the other; IMAP lets both in', async () => {
    const mailbox = place().mailbox();
    const mail = await one(mailbox);
    const [first, second] = [await desk(mailbox, 'pop3'), await desk(mailbox, 'pop3')];
    const inside = await first.machine.hold();
    expect(await first.knows(mail)).toBeUndefined();
    expect((await second.attempt({ do: 'sync' })).error).toMatchObject({ kind: 'refused', reason: 'mailbox-locked' });
    expect((await inside.go()).error).toBe(null);
    expect(await first.knows(mail)).toBeDefined();
    await second.do({ do: 'sync' });
    expect(await second.knows(mail)).toBeDefined();

    const [office, home] = [await desk(mailbox, 'imap'), await desk(mailbox, 'imap')];
    await office.do({ do: 'sync' });
    const busy = await office.machine.hold();
    await home.do({ do: 'sync' });
    expect(await home.knows(mail)).toBeDefined();
    expect((await busy.go()).error).toBe(null);
  });

  test('a full disk is said, nothing is lost by it, and with room the rest comes', async () => {
    const mailbox = place().mailbox();
    const pop3 = await desk(mailbox, 'pop3', { keep: { policy: 'delete' } });
    const imap = await desk(place().mailbox(), 'imap');
    await pop3.do({ do: 'sync' });
    await pop3.do({ do: 'fill-disk', leave: 1_500_000 });
    const mails = await arrive(mailbox, { count: 3, attachment: 600_000 });
    expect((await pop3.attempt({ do: 'sync' })).error).toMatchObject({ kind: 'not-stored', reason: 'disk-full' });
    for (const mail of mails)
      expect((await pop3.knows(mail)) !== undefined || (await onServer(mailbox, mail)) !== undefined).toBe(true);
    expect((await pop3.machine.look()).known.length).toBeLessThan(3);
    await pop3.do({ do: 'free-disk' });
    await pop3.do({ do: 'sync' });
    expect((await pop3.machine.look()).known).toHaveLength(3);
    for (const mail of mails) expect(await onServer(mailbox, mail)).toBeUndefined();
    await imap.do({ do: 'fill-disk' });
    expect((await imap.attempt({ do: 'make-folder', folder: 'More' })).error?.reason ?? 'disk-full').toBe('disk-full');
  });

  test('what is lost with a machine is gone from the disk; a new one begins with nothing, and the traffic counts on', async () => {
    const mailbox = place().mailbox();
    const mail = await one(mailbox);
    const pop3 = await desk(mailbox, 'pop3', { keep: { policy: 'delete' } });
    await pop3.do({ do: 'sync' });
    const before = await pop3.machine.look();
    const heard = pop3.machine.heard();
    await pop3.machine.lose();
    expect(readdirSync(pop3.folder)).toEqual([]);
    const lost = await pop3.machine.look();
    expect(lost).toMatchObject({ state: 'lost', known: [], folders: [], disk: { total: 0 }, traffic: before.traffic });
    expect((await pop3.attempt({ do: 'sync' })).error).toMatchObject({ reason: 'not-found' });
    await pop3.machine.replace();
    expect((await pop3.machine.look()).state).toBe('on');
    await pop3.do({ do: 'sync' });
    expect(await pop3.knows(mail)).toBeUndefined();
    expect(await onServer(mailbox, mail)).toBeUndefined();
    const after = await pop3.machine.look();
    expect(after.traffic.connections).toBe(before.traffic.connections + 1);
    expect(after.traffic.bytesIn).toBeGreaterThan(before.traffic.bytesIn);
    for (const way of ['bytesIn', 'bytesOut'] as const)
      expect(Math.abs(after.line[way] - after.traffic[way])).toBeLessThanOrEqual(after.traffic[way] / 100);
    const more = pop3.machine.heard();
    expect(more[0]?.n).toBe((heard.at(-1)?.n ?? 0) + 1);
    expect(new Set(more.map(({ connection }) => connection))).not.toContain(heard.at(-1)?.connection);
  });

  test('an IMAP machine that stands in for a lost one has all that the server has', async () => {
    const mailbox = place().mailbox();
    const mail = await one(mailbox);
    const imap = await desk(mailbox, 'imap');
    await imap.do({ do: 'sync' });
    await imap.do({ do: 'open' }, [mail]);
    await imap.machine.replace();
    expect((await imap.machine.look()).known).toEqual([]);
    await imap.do({ do: 'sync' });
    expect(await imap.knows(mail)).toMatchObject({ holds: 'listed', row: { flags: ['seen'] } });
  });

  test.each(['imap', 'pop3'] as const)(
    'the same steps cost the same commands and round trips: %s',
    async (protocol) => {
      const runs = [];
      for (const _run of [1, 2]) {
        const mailbox = place().mailbox();
        const { machine, do: act } = await desk(mailbox, protocol, { fetch: 'text' });
        await act({ do: 'sync' });
        const mails = await arrive(mailbox, { count: 5, attachment: 20_000 });
        await act({ do: 'sync' });
        await act({ do: 'open' }, mails);
        await act({ do: 'fetch' }, mails.slice(0, 2));
        await act({ do: 'delete' }, mails.slice(3));
        await act({ do: 'sync' });
        const { commands, connections, roundTrips } = (await machine.look()).traffic;
        runs.push({ commands, connections, roundTrips });
      }
      expect(runs[1]).toEqual(runs[0]);
    },
  );

  test('it ends whatever it is in the middle of, and more than once', async () => {
    const mailbox = place().mailbox();
    await arrive(mailbox, { attachment: 400_000 });
    const held = await desk(mailbox, 'pop3');
    await held.machine.hold();
    await held.machine.close();
    await held.machine.close();
    const offline = await desk(mailbox, 'imap');
    await offline.do({ do: 'sync' });
    await offline.do({ do: 'offline' });
    await offline.machine.close();
    const listener = await desk(mailbox, 'imap');
    await listener.do({ do: 'listen' });
    const under = listener.attempt({ do: 'sync' });
    await listener.machine.lose();
    expect((await under).error === null || (await under).error?.kind === 'unreachable').toBe(true);
    expect(existsSync(path.join(listener.folder, '1'))).toBe(false);
    await listener.machine.close();
  });
}
