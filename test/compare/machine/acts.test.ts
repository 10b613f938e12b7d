import { describe, expect, test } from 'vitest';
import { describeReal } from '../../servers/available.ts';
import { arrive, desk, one, onServer } from './support/desk.ts';
import { dovecotPlaces, labPlaces, type Place } from './support/places.ts';

describe('a machine in the lab', () => machines(labPlaces()));
describeReal('a machine on Dovecot', () => machines(dovecotPlaces()));

function machines(place: () => Place): void {
  test.each(['imap', 'pop3'] as const)(
    'fetches by %s, is measured, and its line counts the same octets',
    async (protocol) => {
      const mailbox = place().mailbox();
      const { machine, do: act } = await desk(mailbox, protocol);
      const empty = await machine.look();
      expect(empty).toMatchObject({ state: 'on', known: [], traffic: { bytesIn: 0, connections: 0, commands: 0 } });
      const mail = await one(mailbox, { attachment: 300_000 });
      await act({ do: 'sync' });
      const look = await machine.look();
      expect(look.known).toHaveLength(1);
      expect(look.known[0]).toMatchObject({
        messageId: mail.messageId,
        holds: protocol === 'pop3' ? 'whole' : 'listed',
        local: protocol === 'pop3',
        row: { flags: [], attachments: [{ held: protocol === 'pop3' }] },
      });
      expect(look.known[0]?.folder.toUpperCase()).toBe('INBOX');
      expect(look.known[0]?.why[0]?.cause).toMatch(protocol === 'pop3' ? /POP3 RETR 1/ : /IMAP FETCH UID 1/);
      expect(look.disk.total).toBe(look.disk.mail + look.disk.parts + look.disk.database + look.disk.other);
      if (protocol === 'pop3') {
        expect(look.traffic.bytesIn).toBeGreaterThan(mail.raw.length);
        expect(look.disk.mail).toBeGreaterThan(mail.raw.length * 0.9);
      } else expect(look.traffic.bytesIn).toBeLessThan(50_000);
      expect(look.traffic.connections).toBe(1);
      expect(look.traffic.roundTrips).toBeGreaterThan(4);
      expect(look.lineMs).toBeGreaterThan(0);
      for (const way of ['bytesIn', 'bytesOut'] as const) {
        expect(Math.abs(look.line[way] - look.traffic[way])).toBeLessThanOrEqual(look.traffic[way] / 100);
      }
      const said = machine.heard().filter(({ who }) => who === 'C');
      // One step of the sign-in is said without a tag of its own.
      expect(said.length - look.traffic.commands).toBeLessThanOrEqual(1);
      expect(said.some(({ text }) => (protocol === 'pop3' ? /^RETR/ : / UID FETCH /).test(text))).toBe(true);
      expect(machine.heard()).toEqual([]);
    },
  );

  test('opened over IMAP: only the text comes, and it is \\Seen on the server; over POP3 only this machine knows', async () => {
    const mailbox = place().mailbox();
    const mail = await one(mailbox, { attachment: 300_000 });
    const imap = await desk(mailbox, 'imap');
    const pop3 = await desk(mailbox, 'pop3');
    await imap.do({ do: 'sync' });
    await pop3.do({ do: 'sync' });
    const before = (await pop3.machine.look()).traffic;
    await pop3.do({ do: 'open' }, [mail]);
    expect((await pop3.machine.look()).traffic).toEqual(before);
    expect(await pop3.knows(mail)).toMatchObject({ holds: 'whole', row: { flags: ['seen'] } });
    expect((await onServer(mailbox, mail))?.flags).not.toContain('seen');

    await imap.do({ do: 'open' }, [mail]);
    expect(await imap.knows(mail)).toMatchObject({ holds: 'text', row: { flags: ['seen'], pending: false } });
    expect((await onServer(mailbox, mail))?.flags).toContain('seen');
    const { traffic } = await imap.machine.look();
    expect(traffic.bytesIn).toBeLessThan(60_000);

    await imap.do({ do: 'fetch' }, [mail]);
    expect(await imap.knows(mail)).toMatchObject({ holds: 'text', row: { attachments: [{ held: true }] } });
    expect((await imap.machine.look()).traffic.bytesIn - traffic.bytesIn).toBeGreaterThan(300_000);
  });

  test('what is fetched without being asked for is not marked as read', async () => {
    const mailbox = place().mailbox();
    const mail = await one(mailbox, { attachment: 50_000 });
    const text = await desk(mailbox, 'imap', { fetch: 'text' });
    await text.do({ do: 'sync' });
    expect(await text.knows(mail)).toMatchObject({ holds: 'text', row: { flags: [], attachments: [{ held: false }] } });
    const everything = await desk(mailbox, 'imap', { fetch: 'everything' });
    await everything.do({ do: 'sync' });
    expect(await everything.knows(mail)).toMatchObject({ holds: 'text', row: { attachments: [{ held: true }] } });
    expect((await onServer(mailbox, mail))?.flags).not.toContain('seen');
    const { bytesIn } = (await everything.machine.look()).traffic;
    await everything.do({ do: 'sync' });
    expect((await everything.machine.look()).traffic.bytesIn - bytesIn).toBeLessThan(5_000);
  });

  test('marks, folders, moves and deletions reach an IMAP server at once, and stay with a POP3 machine', async () => {
    const mailbox = place().mailbox();
    const mails = await arrive(mailbox, { count: 4 });
    const [a, b, c, d] = mails;
    if (a === undefined || b === undefined || c === undefined || d === undefined) throw new Error('four mails');
    const pop3 = await desk(mailbox, 'pop3');
    const imap = await desk(mailbox, 'imap');
    for (const machine of [pop3, imap]) {
      await machine.do({ do: 'sync' });
      await machine.do({ do: 'mark', set: ['flagged'], unset: [] }, [a]);
      await machine.do({ do: 'make-folder', folder: 'Receipts' });
      await machine.do({ do: 'move', to: 'Receipts' }, [b]);
      await machine.do({ do: 'delete' }, [c]);
      await machine.do({ do: 'delete', forGood: true }, [d]);
      expect(await machine.knows(a)).toMatchObject({ row: { flags: ['flagged'], pending: false } });
      expect(await machine.knows(b)).toMatchObject({ folder: 'Receipts', local: machine === pop3 });
      expect(await machine.knows(c)).toMatchObject({ folder: 'Trash', local: machine === pop3 });
      expect(await machine.knows(d)).toBeUndefined();
      expect((await machine.machine.look()).folders).toContainEqual({ path: 'Receipts', local: machine === pop3 });
      if (machine === imap) continue;
      for (const mail of mails) expect(await onServer(mailbox, mail)).toMatchObject({ folder: 'INBOX' });
    }
    expect((await onServer(mailbox, a))?.flags).toContain('flagged');
    expect(await onServer(mailbox, b)).toMatchObject({ folder: 'Receipts' });
    expect(await onServer(mailbox, c)).toMatchObject({ folder: 'Trash' });
    expect(await onServer(mailbox, d)).toBeUndefined();
    // Deleted once more, it stays in the Trash: only `forGood` takes it out of there.
    await imap.do({ do: 'delete' }, [c]);
    expect(await onServer(mailbox, c)).toMatchObject({ folder: 'Trash' });
    await imap.do({ do: 'move', to: 'inbox' }, [b]);
    expect(await onServer(mailbox, b)).toMatchObject({ folder: 'INBOX' });
  });

  test('a word deep in a mail that was never downloaded is found by the server; POP3 has nobody to ask', async () => {
    const mailbox = place().mailbox();
    const [other, wanted] = [
      ...(await arrive(mailbox, { text: 3000 })),
      ...(await arrive(mailbox, { text: 3000, word: 'Quittenbrot', as: 'wanted' })),
    ];
    if (other === undefined || wanted === undefined) throw new Error('two mails');
    const imap = await desk(mailbox, 'imap');
    const pop3 = await desk(mailbox, 'pop3');
    const step = { do: 'search', where: 'server', text: 'Quittenbrot' } as const;
    expect((await imap.do(step)).found).toEqual([wanted.messageId]);
    const refused = await pop3.attempt(step);
    expect(refused).toMatchObject({ found: null, error: { kind: 'refused' } });
    expect(refused.error?.reason).not.toBe('unexpected');
    await pop3.do({ do: 'sync' });
    expect((await pop3.do({ do: 'search', where: 'here', from: wanted.from })).found).toContain(wanted.messageId);
  });

  test('what one IMAP machine sends, the other sees in Sent; a POP3 machine keeps it to itself', async () => {
    const mailbox = place().mailbox();
    const to = place().outsider;
    const office = await desk(mailbox, 'imap');
    const home = await desk(mailbox, 'imap');
    const pop3 = await desk(mailbox, 'pop3');
    const { sent } = await office.do({ do: 'send', to, subject: '見積もり' });
    const own = await pop3.do({ do: 'send', to });
    expect((await onServer(mailbox, { messageId: sent ?? '' }))?.folder).toBe('Sent');
    expect(await onServer(mailbox, { messageId: own.sent ?? '' })).toBeUndefined();
    await home.do({ do: 'sync' });
    expect((await home.machine.look()).known).toMatchObject([
      { messageId: sent, folder: 'Sent', row: { subject: '見積もり' } },
    ]);
    expect((await pop3.machine.look()).known).toMatchObject([{ messageId: own.sent, local: true, holds: 'whole' }]);
    const { traffic, line } = await pop3.machine.look();
    expect(traffic.bytesOut).toBeGreaterThan(0);
    expect(Math.abs(line.bytesOut - traffic.bytesOut)).toBeLessThanOrEqual(traffic.bytesOut / 100);
    const refused = await office.attempt({ do: 'send', to: 'nobody' });
    expect(refused).toMatchObject({ sent: null, error: { kind: 'bad-input' } });
  });

  test('a mail that this machine does not know cannot be opened, and that is said', async () => {
    const mailbox = place().mailbox();
    const mail = await one(mailbox);
    const imap = await desk(mailbox, 'imap');
    expect((await imap.attempt({ do: 'open' }, [mail])).error).toMatchObject({ reason: 'not-found' });
    expect((await imap.attempt({ do: 'move', to: 'Nowhere' }, [mail])).error).toMatchObject({ reason: 'not-found' });
  });

  test('offline, what is done waits; the next sync carries it', async () => {
    const mailbox = place().mailbox();
    const [a, b] = await arrive(mailbox, { count: 2 });
    if (a === undefined || b === undefined) throw new Error('two mails');
    const imap = await desk(mailbox, 'imap', { fetch: 'text' });
    await imap.do({ do: 'sync' });
    await imap.do({ do: 'offline' });
    await imap.do({ do: 'open' }, [a]);
    const { sent } = await imap.do({ do: 'send', to: place().outsider });
    expect((await imap.attempt({ do: 'sync' })).error).toMatchObject({ kind: 'unreachable', reason: 'no-route' });
    expect((await imap.machine.look()).state).toBe('offline');
    expect(await imap.knows(a)).toMatchObject({ row: { flags: ['seen'], pending: true } });
    expect((await onServer(mailbox, a))?.flags).not.toContain('seen');
    const meanwhile = await one(mailbox, { as: 'meanwhile' });
    await imap.do({ do: 'online' });
    expect((await imap.machine.look()).state).toBe('on');
    await imap.do({ do: 'sync' });
    expect((await onServer(mailbox, a))?.flags).toContain('seen');
    expect((await onServer(mailbox, { messageId: sent ?? '' }))?.folder).toBe('Sent');
    expect(await imap.knows(meanwhile)).toMatchObject({ holds: 'text' });

    const list = await desk(mailbox, 'imap');
    await list.do({ do: 'sync' });
    await list.do({ do: 'offline' });
    expect((await list.attempt({ do: 'open' }, [b])).error).toMatchObject({ kind: 'unreachable' });
    expect(await list.knows(b)).toMatchObject({ row: { flags: [] } });
  });
}
