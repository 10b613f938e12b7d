/** The numbers, types, encodings and octets of our own walk against a real server's BODYSTRUCTURE and BODY[n] for the same mails. */
import { ImapFlow } from 'imapflow';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type LocalPart, readStructure } from '../../src/message/index.ts';
import { describeDovecot } from '../servers/available.ts';
import { type Dovecot, startDovecot } from '../servers/dovecot.ts';
import { deepMail, manyParts } from './hostile.ts';
import { leavesOf, plain, theirs } from './leaves.ts';
import { randomMail } from './random-mail.ts';
import { mails } from './support.ts';

/** Where we differ on purpose, and why. */
const differs: Readonly<Record<string, string>> = {
  empty: 'a Maildir holds no empty file',
  'broken-boundary': 'a multipart without parts: Dovecot makes up an empty text, we show what is there',
  'no-boundary': 'the same',
};

describeDovecot('a mail from POP3 has the parts that an IMAP server tells', () => {
  let dovecot: Dovecot;
  let client: ImapFlow;
  const all = [...mails().map(({ name, bytes }) => ({ name, bytes: withCrlf(bytes) })), ...generated()].filter(
    ({ name }) => !(name in differs),
  );

  beforeAll(async () => {
    dovecot = await startDovecot({ users: { alice: 'secret' } });
    dovecot.fill(
      'alice',
      'INBOX',
      all.map(({ bytes }) => bytes),
    );
    client = new ImapFlow({
      host: '127.0.0.1',
      port: dovecot.imap,
      secure: false,
      doSTARTTLS: false,
      auth: { user: 'alice', pass: 'secret' },
      logger: false,
    });
    client.on('error', () => {});
    await client.connect();
    await client.mailboxOpen('INBOX', { readOnly: true });
  });
  afterAll(async () => {
    client?.close();
    await dovecot?.close();
  });

  test.each(all.map(({ name }, i) => [name, i] as const))('%s', async (_name, i) => {
    const { bytes } = all[i] as { bytes: Buffer };
    const told = await client.fetchOne(String(i + 1), { bodyStructure: true, size: true });
    if (told === false || told.bodyStructure === undefined) throw new Error('no such mail');
    expect(told.size).toBe(bytes.length);
    const ours = leavesOf(readStructure(bytes).root);
    expect(ours.map(plain)).toEqual(theirs(told.bodyStructure));

    const parts = ours.slice(0, 60);
    const fetched = await client.fetchOne(String(i + 1), { bodyParts: parts.map((p) => p.part) });
    if (fetched === false) throw new Error('no such mail');
    for (const part of parts) {
      const content = fetched.bodyParts?.get(part.part.toLowerCase()) ?? Buffer.alloc(0);
      expect(content.toString('latin1'), part.part).toBe(bytes.subarray(part.start, part.end).toString('latin1'));
    }
  });

  test('a thousand mails of random structure', { timeout: 60_000 }, async () => {
    const seeds = Array.from({ length: 1000 }, (_, i) => i + 1);
    dovecot.fill('alice', 'Random', seeds.map(randomMail));
    const lock = await client.getMailboxLock('Random', { readOnly: true });
    try {
      let compared = 0;
      for await (const told of client.fetch('1:*', { bodyStructure: true })) {
        const { root } = readStructure(randomMail(told.seq));
        if (told.bodyStructure === undefined || madeUp(root)) continue;
        compared += 1;
        expect(leavesOf(root).map(plain), `seed ${told.seq}`).toEqual(theirs(told.bodyStructure));
      }
      expect(compared).toBeGreaterThan(850);
    } finally {
      lock.release();
    }
  });
});

function withCrlf(bytes: Buffer): Buffer {
  return Buffer.from(bytes.toString('latin1').replace(/\r?\n/g, '\r\n'), 'latin1');
}

function generated(): { name: string; bytes: Buffer }[] {
  return [
    { name: '900 parts', bytes: manyParts(900) },
    { name: '45 levels', bytes: deepMail(45) },
  ];
}

/** A multipart without parts, whose text we make up from what is there: Dovecot makes up an empty one. */
function madeUp(node: LocalPart): boolean {
  return node.children.some((child) => (child.start === node.start && child.fields.length === 0) || madeUp(child));
}
