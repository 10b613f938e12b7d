/** Who may hand over what: submission and the exchanger, by what they say. */
import { connect } from 'node:net';
import { expect, test } from 'vitest';
import type { Lab } from '../../../src/lab/surface.ts';
import { events, inbox, labWith } from '../support/lab.ts';

/** The last line of each reply; a message is one command. */
async function talk(
  lab: Lab,
  host: string,
  service: 'smtp' | 'submission',
  commands: readonly string[],
): Promise<string[]> {
  const status = lab.status();
  const at = status.state === 'on' ? status.hosts.find(({ name }) => name === host) : undefined;
  const socket = connect({ host: at?.address ?? '', port: at?.[service] ?? 0 });
  const replies: string[] = [];
  let buffer = '';
  await new Promise<void>((done, fail) => {
    socket.on('error', fail);
    socket.on('close', () => done());
    socket.on('data', (chunk) => {
      buffer += chunk.toString();
      for (let end = buffer.indexOf('\r\n'); end >= 0; end = buffer.indexOf('\r\n')) {
        const line = buffer.slice(0, end);
        buffer = buffer.slice(end + 2);
        if (line[3] === '-') continue;
        const next = commands[replies.push(line) - 1];
        if (next === undefined) socket.end();
        else socket.write(`${next}\r\n`);
      }
    });
  });
  return replies.slice(1);
}

test('anybody may call the exchanger; for strangers it carries nothing on, and unknown names are refused', async () => {
  const lab = await labWith();
  const replies = await talk(lab, 'mx.minato.test', 'smtp', [
    'EHLO stranger.test',
    'MAIL FROM:<anybody@anywhere.test>',
    'RCPT TO:<aiko@hana.test>',
    'RCPT TO:<nobody@yuki.test>',
    'RCPT TO:<Postmaster>',
    'RCPT TO:<CHIYO@yuki.test>',
    'DATA',
    'Bcc: <x@y.test>\r\nReturn-Path: <liar@y.test>\r\nSubject: x\r\n\r\nx\r\n.',
  ]);
  expect(replies.slice(2)).toEqual([
    expect.stringMatching(/^550 5\.7\.1 Relay access denied: mx\.minato\.test carries no mail from .* to hana\.test/),
    expect.stringMatching(/^550 5\.1\.1 <nobody@yuki\.test>/),
    expect.stringMatching(/^250 /),
    expect.stringMatching(/^250 /),
    expect.stringMatching(/^354 /),
    expect.stringMatching(/^250 2\.0\.0 Queued as /),
  ]);
  await lab.settled();
  const mails = await inbox(lab, 'chiyo@yuki.test');
  // postmaster@ is chiyo@: one person, one copy.
  expect(mails).toHaveLength(1);
  expect(mails[0]?.match(/^Return-Path:.*$/gm)).toEqual(['Return-Path: <anybody@anywhere.test>']);
  expect(mails[0]).toMatch(/^Received: from stranger\.test \(.*\[127\..*\]\)\r\n\tby mx\.minato\.test with ESMTP id /m);
});

test('submission wants a sign-in at the user’s own server; what it takes is signed and keeps one name over both hosts', async () => {
  const lab = await labWith();
  const plain = (user: string): string => `AUTH PLAIN ${Buffer.from(`\0${user}\0tegami`).toString('base64')}`;
  const world = lab.world();
  expect(world.domains.find(({ name }) => name === 'hana.test')?.forging).toBe('refused');
  const sent = await lab.send({ from: 'ben@hana.test', to: ['chiyo@yuki.test'], subject: 'x', text: 'x' });
  expect(sent.mail).not.toBeNull();
  const clear = await talk(lab, 'mx1.hana.test', 'submission', ['EHLO me.test', 'MAIL FROM:<ben@hana.test>']);
  expect(clear.at(-1)).toMatch(/^530 5\.7\.0/);
  const strange = await talk(lab, 'mx1.hana.test', 'submission', ['EHLO me.test', plain('chiyo@yuki.test')]);
  expect(strange.at(-1)).toMatch(/^5/);
  await lab.settled();
  const [mail] = await inbox(lab, 'chiyo@yuki.test');
  expect(mail).toMatch(/with ESMTPSA/);
  expect(mail).toMatch(/^DKIM-Signature:/m);
  expect(events(lab, 'queued').map(({ why }) => why)).toEqual(['submitted', 'relayed']);
  expect(new Set(events(lab, 'queued').map((event) => event.mail)).size).toBe(1);
  const between = events(lab, 'command').filter(
    ({ host, text }) => host === 'mx.minato.test' && text.startsWith('MAIL'),
  );
  expect(between.map((event) => event.mail)).toEqual([sent.mail]);
});
