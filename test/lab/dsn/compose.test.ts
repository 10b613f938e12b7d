import { execFileSync } from 'node:child_process';
import { expect, test } from 'vitest';
import { composeReport, type Report } from '../../../src/lab/dsn/index.ts';

const base: Report = {
  host: 'mx1.hana.test',
  id: 'ABC123',
  to: 'aiko@hana.test',
  now: Date.UTC(2026, 10, 21, 9),
  arrived: Date.UTC(2026, 10, 21, 8),
  until: Date.UTC(2026, 10, 26, 8),
  envid: 'QQ314159',
  ret: null,
  subject: 'お茶の件 and a subject that is long enough to need more than one encoded word',
  message: Buffer.from('From: <aiko@hana.test>\r\nSubject: x\r\n\r\n三時に\r\n'),
  recipients: [
    {
      address: 'nobody@yuki.test',
      original: 'rfc822;no+body@yuki.test',
      action: 'failed',
      said: `550 5.1.1 <nobody@yuki.test> No such user${' in this house'.repeat(20)}`,
      remote: 'mx.minato.test',
      expired: false,
    },
  ],
};

function asPython(content: Buffer): {
  subject: string;
  types: string[];
  blocks: [string, string][][];
  defects: string[];
  text: string;
} {
  const program = `
import email, email.policy, json, sys
m = email.message_from_bytes(sys.stdin.buffer.read(), policy=email.policy.default)
parts = list(m.iter_parts())
status = parts[1].get_payload()
blocks = [[[k, str(v)] for k, v in b.items()] for b in status] if isinstance(status, list) else []
print(json.dumps({ 'subject': str(m['Subject']), 'types': [p.get_content_type() for p in parts], 'blocks': blocks,
  'defects': [str(d) for p in m.walk() for d in p.defects], 'text': parts[0].get_content() }))`;
  return JSON.parse(execFileSync('python3', ['-c', program], { input: content, encoding: 'utf8' })) as ReturnType<
    typeof asPython
  >;
}

test('a report parses in another program: three parts, all fields of RFC 3464, both languages', () => {
  const { content, smtputf8 } = composeReport(base);
  const { subject, types, blocks, defects, text } = asPython(content);
  expect(smtputf8).toBe(false);
  expect(defects).toEqual([]);
  expect(subject).toBe(`Not delivered / 配達できませんでした: ${base.subject}`);
  expect(types).toEqual(['text/plain', 'message/delivery-status', 'message/rfc822']);
  expect(blocks).toEqual([
    [
      ['Original-Envelope-Id', 'QQ314159'],
      ['Reporting-MTA', 'dns;mx1.hana.test'],
      ['Arrival-Date', 'Sat, 21 Nov 2026 08:00:00 +0000'],
    ],
    [
      ['Original-Recipient', 'rfc822;no+body@yuki.test'],
      ['Final-Recipient', 'rfc822;nobody@yuki.test'],
      ['Action', 'failed'],
      ['Status', '5.1.1'],
      ['Remote-MTA', 'dns;mx.minato.test'],
      ['Diagnostic-Code', `smtp; ${base.recipients[0]?.said}`],
      ['Last-Attempt-Date', 'Sat, 21 Nov 2026 09:00:00 +0000'],
    ],
  ]);
  expect(text).toContain('mx.minato.test said: 550 5.1.1');
  expect(text).toContain('mx.minato.test の応答: 550 5.1.1');
});

test.each([
  ['full', 'failed', 'message/rfc822'],
  ['hdrs', 'failed', 'text/rfc822-headers'],
  ['full', 'delayed', 'text/rfc822-headers'],
  ['full', 'delivered', 'text/rfc822-headers'],
] as const)('RET=%s of what is %s returns %s', (ret, action, type) => {
  const recipients = base.recipients.map((one) => ({ ...one, action }));
  expect(asPython(composeReport({ ...base, ret, recipients }).content).types[2]).toBe(type);
});

test('what stands in a part of eight bits is told at the top too: RFC 2045 §6.4', () => {
  const [header = ''] = composeReport(base).content.toString('utf8').split('\r\n\r\n');
  expect(header).toMatch(/^Content-Transfer-Encoding: 8bit$/m);
});

test('addresses beyond ASCII make the parts of RFC 6533', () => {
  const recipients = base.recipients.map((one) => ({ ...one, address: '愛子@yuki.test', original: null }));
  const { content, smtputf8 } = composeReport({ ...base, recipients });
  const text = content.toString('utf8');
  expect(smtputf8).toBe(false);
  expect(text).toContain('Content-Type: message/global-delivery-status');
  expect(text).toContain('Final-Recipient: utf-8;愛子@yuki.test');
  expect(text).toContain('Content-Type: message/global\r\n');
  expect(composeReport({ ...base, to: '愛子@hana.test' }).smtputf8).toBe(true);
});

test('a server’s words can end no field and no part', () => {
  const said = '550 5.7.1 no\r\nAction: delivered\r\n\r\n--=_report_ABC123--\x00';
  const recipients = base.recipients.map((one) => ({ ...one, said }));
  const { blocks, types, defects } = asPython(composeReport({ ...base, recipients }).content);
  expect(types).toHaveLength(3);
  expect(defects).toEqual([]);
  expect(blocks[1]?.filter(([name]) => name === 'Action')).toEqual([['Action', 'failed']]);
});
