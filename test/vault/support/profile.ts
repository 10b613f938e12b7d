import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach } from 'vitest';
import type { Clock } from '../../../src/base/ports.ts';
import { AccountSettings } from '../../../src/contract/account.ts';
import type { Draft } from '../../../src/contract/outbox.ts';
import { parseMessage } from '../../../src/message/index.ts';
import { type NewMessage, rebuildVault, Vault } from '../../../src/vault/index.ts';

const made: string[] = [];
const opened: Vault[] = [];
afterEach(async () => {
  for (const vault of opened.splice(0)) await vault.close().catch(() => {});
  for (const folder of made.splice(0)) rmSync(folder, { recursive: true, force: true });
});

export const clock: Clock = { now: () => 1_700_000_000_000, after: () => () => {} };

/** An empty profile folder, removed after the test. */
export function profile(): string {
  const folder = mkdtempSync(join(tmpdir(), 'tegami-vault-'));
  made.push(folder);
  return folder;
}

/** Closed after the test, if it was not before. */
export async function openVault(root: string): Promise<Vault> {
  const vault = await Vault.open(root, clock);
  opened.push(vault);
  return vault;
}

export const rebuild = (root: string): ReturnType<typeof rebuildVault> =>
  rebuildVault(root, clock, async (file) => parseMessage(readFileSync(file)));

export const settings = (protocol: 'imap' | 'pop3'): AccountSettings =>
  AccountSettings.parse({
    name: '田中 愛子',
    email: 'aiko@hana.test',
    protocol,
    incoming: { host: 'mail.hana.test', port: 995, security: 'implicit', user: 'aiko' },
    outgoing: { host: 'mail.hana.test', port: 587, security: 'starttls', user: 'aiko' },
    keep: { policy: 'forever' },
    trust: { pins: [] },
  });

export const mailText = (subject: string): Buffer =>
  Buffer.from(
    `From: Ben <ben@hana.test>\r\nTo: aiko@hana.test\r\nSubject: ${subject}\r\nMessage-ID: <${subject}@hana.test>\r\nDate: Mon, 1 Jan 2024 10:00:00 +0900\r\n\r\nThis is ${subject}.\r\n`,
  );

export const digest = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

export async function* chunks(...some: Uint8Array[]): AsyncGenerator<Uint8Array> {
  yield* some;
}

/** An account with an inbox. */
export function household(vault: Vault, protocol: 'imap' | 'pop3' = 'pop3'): { account: number; inbox: number } {
  return vault.write(() => {
    const account = vault.accounts.add(settings(protocol));
    return { account, inbox: folder(vault, account, 'INBOX', 'inbox') };
  });
}

export function folder(vault: Vault, account: number, path: string, role: 'inbox' | 'trash' | null = null): number {
  return vault.folders.put({ account, parent: null, name: path, path, role, selectable: true, local: true });
}

export function message(of: { account: number; inbox: number }, over: Partial<NewMessage> = {}): NewMessage {
  return {
    account: of.account,
    folder: of.inbox,
    uid: null,
    uidl: null,
    messageId: null,
    from: { name: 'Ben', address: 'ben@hana.test' },
    to: [],
    cc: [],
    bcc: [],
    replyTo: [],
    inReplyTo: null,
    references: [],
    subject: 'one',
    date: 0,
    size: 0,
    flags: [],
    preview: '',
    attachments: [],
    structure: null,
    file: null,
    ...over,
  };
}

/** A whole message by all the steps of the durability rule. */
export async function keep(
  vault: Vault,
  of: { account: number; inbox: number },
  subject: string,
  over: Partial<NewMessage> = {},
): Promise<{ id: number; file: string }> {
  const staged = await vault.files.stage(chunks(mailText(subject)));
  await vault.files.seal([staged]);
  const uidl = over.uidl === undefined ? `uidl-${subject}` : over.uidl;
  const id = vault.write(() => {
    if (uidl !== null) vault.uidls.add(of.account, uidl, 1);
    return vault.messages.add(
      message(of, {
        subject,
        messageId: `<${subject}@hana.test>`,
        size: staged.size,
        ...over,
        uidl,
        file: staged.sha256,
      }),
      'a test',
    );
  });
  return { id, file: staged.sha256 };
}

export const draft = (account: number, over: Partial<Draft> = {}): Draft => ({
  account,
  to: [{ name: '', address: 'ben@hana.test' }],
  cc: [],
  bcc: [],
  subject: 'draft',
  text: 'Dear Ben',
  attachments: [],
  answers: null,
  ...over,
});

/** Digest of every file of a profile that holds something: by these, "untouched" is proved. */
export function fingerprint(root: string): Record<string, string> {
  const found: Record<string, string> = {};
  for (const name of readdirSync(root, { recursive: true, withFileTypes: true })) {
    const path = join(name.parentPath, name.name);
    if (name.isFile() && !/\.lock|-shm$/.test(path)) found[path.slice(root.length + 1)] = digest(readFileSync(path));
  }
  return found;
}

export const reasonOf = (work: Promise<unknown>): Promise<unknown> =>
  work.then(
    () => 'done',
    (thrown: { reason?: unknown }) => thrown.reason ?? thrown,
  );
