import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { describeDovecot } from '../../servers/available.ts';
import { type Dovecot, startDovecot } from '../../servers/dovecot.ts';
import { RawClient } from './support/client.ts';
import { aiko, type Served, serve } from './support/server.ts';
import { fetched, type Value } from './support/values.ts';

const folder = path.join(import.meta.dirname, '../../messages');
// An empty message: Dovecot takes `{0}` for the end of a MULTIAPPEND (RFC 3502) and hangs up.
const names = readdirSync(folder).filter((name) => name.endsWith('.eml') && name !== 'empty.eml');

/** Sections that are asked of every message, there or not. */
const parts = ['1', '2', '3', '1.1', '1.2', '2.1', '2.2', '1.1.1', '2.1.1', '2.1.2', '3.1', '9'];
const sections = [
  '',
  'HEADER',
  'TEXT',
  'HEADER.FIELDS (FROM SUBJECT X-NONE)',
  'HEADER.FIELDS.NOT (RECEIVED DATE)',
  ...parts.flatMap((part) => [part, `${part}.MIME`, `${part}.HEADER`, `${part}.TEXT`]),
];
const asked = ['RFC822.SIZE', 'ENVELOPE', 'BODY', 'BODYSTRUCTURE', ...sections.map((each) => `BODY.PEEK[${each}]`)];

/** Differences that stay, and why. */
const known: Readonly<Record<string, { readonly why: string; readonly items: readonly string[] }>> = {
  'digest.eml': {
    why: 'Dovecot counts the line end before a delimiter to the multipart that ends there (see below)',
    items: ['BODY', 'BODYSTRUCTURE'],
  },
  'encoded-message.eml': {
    why: 'a message/rfc822 in base64, which RFC 2046 §5.2.1 forbids: the same line end again',
    items: ['BODY', 'BODYSTRUCTURE'],
  },
  'raw-iso-2022-jp-headers.eml': {
    why: 'From is in raw ISO-2022-JP with a comma and an angle bracket in it: no address can be read',
    items: ['ENVELOPE'],
  },
  'rfc2047-name.eml': {
    why: 'raw Shift_JIS without quotes: Dovecot drops the parameter, here it is given as far as it goes',
    items: ['BODY', 'BODYSTRUCTURE'],
  },
  'rfc2231-name.eml': {
    why: 'Dovecot joins name*0 and name*1; RFC 3501 says nothing, here they stand as they are written',
    items: ['BODY', 'BODYSTRUCTURE'],
  },
  'empty entries': { why: 'RFC 5322 §4.4 has them ignored, Dovecot writes MISSING_MAILBOX', items: ['ENVELOPE'] },
  'a dot at the end': { why: 'Dovecot drops such a host', items: ['ENVELOPE'] },
  'a subject folded by a tab': {
    why: 'Dovecot makes one space of it; here the line end goes, no more',
    items: ['ENVELOPE'],
  },
  'two subjects': { why: 'Dovecot takes the last one', items: ['ENVELOPE'] },
  'a type without subtype': { why: 'RFC 2045 §5.2: text/plain; Dovecot says ""', items: ['BODY', 'BODYSTRUCTURE'] },
  'parameters without values': {
    why: 'Dovecot stops at the first that is broken, here the others are read',
    items: ['BODY', 'BODYSTRUCTURE'],
  },
};

/** Header fields that ENVELOPE and BODYSTRUCTURE are made of, in all the ways that people and programs write them. */
const headers: Readonly<Record<string, string>> = {
  'a group': 'To: Friends: a@b.example, "C, D" <c@d.example>;, e@f.example',
  'an empty group': 'To: undisclosed-recipients:;',
  'a name in a comment': 'From: a@b.example (Anna (the first))',
  'a quoted local part': 'From: "a b"@c.example',
  'escapes in a name': 'From: "An \\"other\\" \\\\ one" <a@b.example>',
  'a route': 'From: <@x.example,@y.example:a@b.example>',
  'a name of several words': 'From: Anna  Maria "von der" Heide <a@b.example>',
  'a literal for a host': 'From: a@[127.0.0.1]',
  'comments everywhere': 'From: (one) Anna (two) <(three) a (four) @ (five) b.example> (six)',
  'folded addresses': 'To: a@b.example,\r\n\tc@d.example,\r\n  "E" <e@f.example>',
  'no host': 'From: root',
  'no host in brackets': 'From: Root <root>',
  'nothing in brackets': 'From: Nobody <>',
  'an empty field': 'From: \r\nTo:\r\nSubject:',
  'empty entries': 'To: , a@b.example,, c@d.example,',
  'a dot in a name': 'From: Anna M. Heide <a@b.example>',
  'a dot at the end': 'From: a.@b.example.',
  'an encoded name': 'From: =?utf-8?B?5pil?= <a@b.example>',
  'all fields':
    'Date: Sat, 21 Nov 2026 12:00:00 +0900\r\nFrom: a@b.example\r\nSender: s@b.example\r\nReply-To: r@b.example\r\nTo: t@b.example\r\nCc: c@b.example\r\nBcc: x@b.example\r\nIn-Reply-To: <1@b.example>\r\n <2@b.example>\r\nMessage-ID: <3@b.example>\r\nSubject: a\r\n folded one',
  'a subject folded by a tab': 'Subject: a\r\n\tfolded one',
  'sender empty': 'From: a@b.example\r\nSender:\r\nReply-To: ',
  'two subjects': 'Subject: one\r\nSubject: two',
  'two To': 'To: a@b.example\r\nTo: c@d.example',
  'quotes and backslashes': 'Subject: a "b" \\c\r\nMessage-ID: <"x\\"y"@z.example>',
  'eight bits': 'Subject: caf\xe9\r\nFrom: Ren\xe9 <a@b.example>',
  'a type without subtype': 'Content-Type: text',
  'a type with comments': 'Content-Type: (a) text (b) / (c) html (d) ; (e) charset (f) = (g) "utf-8" (h)',
  'parameters without values': 'Content-Type: text/plain; charset; format=flowed;; x=',
  'quoted parameters': 'Content-Type: text/plain; charset="utf-8"; name="a \\"b\\" c"',
  'a binary type':
    'Content-Type: application/octet-stream; name=x.bin\r\nContent-Transfer-Encoding: BASE64\r\nContent-ID: <a@b>\r\nContent-Description: what it is\r\nContent-MD5: Q2hlY2s=\r\nContent-Disposition: attachment; filename=x.bin; size=3\r\nContent-Language: en, ja\r\nContent-Location: http://a.example/x',
  'a multipart without boundary': 'Content-Type: multipart/mixed',
  'a multipart without parts': 'Content-Type: multipart/mixed; boundary=x',
  'a message': 'Content-Type: message/rfc822',
  'an encoding that is none': 'Content-Transfer-Encoding: 7bit; what\r\nContent-Type: text/plain',
};

describeDovecot('the lab beside Dovecot', () => {
  let dovecot: Dovecot;
  let lab: Served;
  let end: () => Promise<void> = async () => {};
  beforeAll(async () => {
    dovecot = await startDovecot({ users: { aiko: 'tegami' } });
    lab = await serve({
      finish: (close) => {
        end = close;
      },
    });
  }, 60_000);
  afterAll(async () => {
    await end();
    await dovecot.close();
  });

  describe('says the same of', () => {
    test.each(names)('%s', async (name) => {
      const octets = readFileSync(path.join(folder, name)).toString('latin1').replace(/\r?\n/g, '\r\n');
      const [ours, theirs] = await Promise.all([
        ask(lab, `LOGIN ${aiko} tegami`, octets),
        ask({ address: '127.0.0.1', port: dovecot.imap }, 'LOGIN aiko tegami', octets),
      ]);
      differ(name, ours, theirs);
    });

    test.each(Object.entries(headers))('a header with %s', async (name, header) => {
      const octets = `${header}\r\nMIME-Version: 1.0\r\n\r\nText\r\n`;
      const [ours, theirs] = await Promise.all([
        ask(lab, `LOGIN ${aiko} tegami`, octets, ['ENVELOPE', 'BODY', 'BODYSTRUCTURE']),
        ask({ address: '127.0.0.1', port: dovecot.imap }, 'LOGIN aiko tegami', octets, [
          'ENVELOPE',
          'BODY',
          'BODYSTRUCTURE',
        ]),
      ]);
      differ(name, ours, theirs);
    });
  });
});

/** Nothing differs but what is known to. */
function differ(name: string, ours: ReadonlyMap<string, Value>, theirs: ReadonlyMap<string, Value>): void {
  const differences = [...theirs]
    .filter(([item, value]) => !same(ours.get(item), value) && !dovecotsWay(item, value, ours))
    .map(([item, value]) => ({ item, theirs: value, ours: ours.get(item) }));
  expect(differences.filter(({ item }) => !known[name]?.items.includes(item))).toEqual([]);
  expect(differences.map(({ item }) => item)).toEqual(known[name]?.items ?? []);
}

async function ask(
  server: { address: string; port: number },
  login: string,
  octets: string,
  items = asked,
): Promise<Map<string, Value>> {
  const client = await RawClient.open(server);
  await client.ok(login);
  const appended = await client.command(`APPEND INBOX {${octets.length}+}\r\n${octets}`);
  const uid = /APPENDUID \d+ (\d+)/.exec(appended.at(-1) ?? '')?.[1];
  await client.ok('SELECT INBOX');
  const found = new Map<string, Value>();
  for (const item of items) {
    const [line, ...more] = await client.command(`UID FETCH ${uid} (${item})`);
    if (more.length === 0) found.set(item, `refused: ${line?.slice(0, 6)}`);
    else for (const [key, value] of fetched(line ?? '')) if (key !== 'UID' && key !== 'FLAGS') found.set(key, value);
  }
  return found;
}

function same(a: Value | undefined, b: Value): boolean {
  return JSON.stringify(a).toLowerCase() === JSON.stringify(b).toLowerCase();
}

/**
 * Where Dovecot goes its own way. A part that is no multipart and no message has no parts (RFC 3501 §6.4.5): Dovecot takes 1.1 for 1. The line end before
 * a delimiter belongs to the delimiter (RFC 2046 §5.1.1): Dovecot leaves it to a multipart that ended with a delimiter of its own.
 */
function dovecotsWay(item: string, theirs: Value, ours: ReadonlyMap<string, Value>): boolean {
  const own = ours.get(item);
  const above = /^(BODY\[.*)\.1((?:\.MIME)?\])$/.exec(item);
  if (above !== null && own === '') return same(ours.get(`${above[1]}${above[2]}`), theirs);
  return item.startsWith('BODY[') && typeof own === 'string' && theirs === `${own}\r\n`;
}
