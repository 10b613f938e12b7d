/** Rows of the contract for tests and the gallery: one whole thing, changed where it matters. */
import type { AccountRow } from '../../../src/contract/account.ts';
import type { FolderRow, MessageRow } from '../../../src/contract/mail.ts';

export function messageRow(id: number, change: Partial<MessageRow> = {}): MessageRow {
  return {
    id,
    account: 1,
    folder: 1,
    uid: id,
    uidl: null,
    messageId: `<${id}@hana.test>`,
    from: { name: 'Aiko Tanaka', address: 'aiko@hana.test' },
    to: [{ name: 'Ben Ito', address: 'ben@kaze.test' }],
    cc: [],
    subject: `Message ${id}`,
    date: Date.UTC(2026, 10, 21, 9, 12) - id * 60_000,
    size: 1500,
    flags: [],
    preview: '',
    attachments: [],
    pending: false,
    ...change,
  };
}

export function folderRow(id: number, name: string, change: Partial<FolderRow> = {}): FolderRow {
  return {
    id,
    account: 1,
    parent: null,
    name,
    path: name,
    role: null,
    selectable: true,
    local: false,
    total: 0,
    unread: 0,
    ...change,
  };
}

export function accountRow(id: number, email: string, change: Partial<AccountRow['settings']> = {}): AccountRow {
  const host = email.split('@')[1] ?? 'hana.test';
  return {
    id,
    created: Date.UTC(2026, 10, 1),
    settings: {
      name: 'Ben Ito',
      email,
      protocol: 'imap',
      incoming: { host: `mail.${host}`, port: 993, security: 'implicit', user: email },
      outgoing: { host: `mail.${host}`, port: 465, security: 'implicit', user: email },
      keep: { policy: 'forever' },
      trust: { pins: [] },
      ...change,
    },
  };
}
