/** Handmade looks at machines. */
import type { Known, Look } from '../../../src/compare/machine/machine.ts';
import { MailNames } from '../../../src/compare/run/names.ts';

export function knownMail(id: number, over: Partial<Known> & { flags?: string[] } = {}): Known {
  const { flags = [], ...rest } = over;
  return {
    messageId: `<m${id}@machi.test>`,
    row: {
      id,
      account: 1,
      folder: 1,
      uid: id,
      uidl: null,
      messageId: `<m${id}@machi.test>`,
      from: null,
      to: [],
      cc: [],
      subject: `m${id}`,
      date: 0,
      size: 100,
      flags,
      preview: '',
      attachments: [],
      pending: false,
    },
    holds: 'listed',
    folder: 'INBOX',
    local: false,
    why: [{ what: 'added', cause: `IMAP FETCH (UID ${id})` }],
    ...rest,
  };
}

export function look(known: readonly Known[], over: Partial<Look> = {}): Look {
  return {
    state: 'on',
    traffic: { bytesIn: 0, bytesOut: 0, connections: 0, roundTrips: 0, commands: 0 },
    line: { bytesIn: 0, bytesOut: 0 },
    lineMs: 0,
    disk: { total: 0, mail: 0, parts: 0, database: 0, other: 0 },
    known,
    folders: [],
    ...over,
  };
}

/** Mails 1 to `count`, called m1, m2 …, in the mailbox `mine`. */
export function namesOf(count: number, mailbox = 'mine'): MailNames {
  const names = new MailNames();
  for (let i = 1; i <= count; i += 1)
    names.add({
      mail: `m${i}`,
      mailbox,
      messageId: `<m${i}@machi.test>`,
      subject: `m${i}`,
      from: 'a@machi.test',
      size: 100,
      attachment: 0,
    });
  return names;
}
