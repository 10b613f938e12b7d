/** A peer: what Python's email package reads in the same mails, where both must agree. */
import { execFileSync, spawnSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { parseMessage } from '../../src/message/index.ts';
import { mails } from './support.ts';

/** Mails whose faults Python reads otherwise: lying labels, raw octets in headers, words cut in two, forbidden nesting. */
const sound = [
  'apple-inline-picture',
  'bounce',
  'calendar',
  'digest',
  'euc-jp',
  'html-newsletter',
  'latin1-is-cp1252',
  'many-charsets',
  'nested-message',
  'outlook-winmail',
  'reply-with-quote',
  'rfc2231-name',
  'signed',
];

const script = `
import sys, json, hashlib, email, email.header, email.utils
m = email.message_from_bytes(sys.stdin.buffer.read())
leaves = []
def walk(p):
    if p.get_content_type() == 'message/rfc822':
        for c in p.get_payload(): walk(c)
    elif p.is_multipart() and p.get_content_maintype() == 'multipart':
        for c in p.get_payload(): walk(c)
    elif p.get_content_maintype() != 'message':
        body = p.get_payload(decode=True) or b''
        leaves.append([p.get_content_type(), None if p.get_content_maintype() == 'text' else hashlib.sha256(body).hexdigest()])
walk(m)
when = email.utils.mktime_tz(email.utils.parsedate_tz(m['date']))
print(json.dumps({ 'address': email.utils.parseaddr(m['from'])[1], 'date': when * 1000, 'leaves': leaves,
  'to': [a for n, a in email.utils.getaddresses([m['to'] or '']) if a] }))
`;

const python = spawnSync('python3', ['-c', 'import email']).status === 0;

test.skipIf(!python && !process.env.CI)(
  'sender, recipients, date, types and decoded files are those that Python reads',
  async () => {
    const { createHash } = await import('node:crypto');
    for (const name of sound) {
      const bytes = mails().find((m) => m.name === name)?.bytes as Buffer;
      const theirs = JSON.parse(execFileSync('python3', ['-c', script], { input: bytes, encoding: 'utf8' }));
      const m = parseMessage(bytes);
      const leaves = m.parts
        .filter(({ type }) => !type.startsWith('message/'))
        .map(({ part, type }) => [
          type,
          type.startsWith('text/')
            ? null
            : createHash('sha256')
                .update(m.content(part) as Uint8Array)
                .digest('hex'),
        ]);
      const ours = { address: m.from?.address, date: m.date, leaves, to: m.to.map((t) => t.address) };
      expect(ours, name).toEqual(theirs);
    }
  },
);
