/** Reports that are asked for, and what is asked handed on to the next host. RFC 3461. */
import { expect, test } from 'vitest';
import { agentOf, envelope, recipient, through } from './support/agent.ts';
import { scripted, usual } from './support/scripted.ts';

const asked = recipient('x@other.test', { notify: ['success', 'delay'], original: 'rfc822;x+y=z@other.test' });
const from = (recipients = [asked]) => envelope('aiko@hana.test', recipients, { ret: 'hdrs', envid: 'tea+3=4 pm' });

test('RET, ENVID, NOTIFY and ORCPT go on in xtext to a host that knows them; it has promised to tell, and we do not', async () => {
  const { port, heard } = await scripted(usual(['DSN', 'PIPELINING']));
  const { mta, send, queue, inbox } = await agentOf('mx1.hana.test', through(port));
  mta.start();
  expect(await send(from())).toMatchObject({ code: 250 });
  await mta.settled();
  expect(heard[0]?.slice(1, 3)).toEqual([
    'MAIL FROM:<aiko@hana.test> RET=HDRS ENVID=tea+2B3+3D4+20pm',
    'RCPT TO:<x@other.test> NOTIFY=SUCCESS,DELAY ORCPT=rfc822;x+2By+3Dz@other.test',
  ]);
  expect(queue.list()).toEqual([]);
  expect(await inbox('aiko@hana.test')).toEqual([]);
});

test('an original recipient in UTF-8 goes on in the form that needs no SMTPUTF8', async () => {
  const { port, heard } = await scripted(usual(['DSN']));
  const { mta, send } = await agentOf('mx1.hana.test', through(port));
  mta.start();
  await send(from([recipient('x@other.test', { original: 'utf-8;春+\\=@x.test' })]));
  await mta.settled();
  expect(heard[0]?.[2]).toBe('RCPT TO:<x@other.test> ORCPT=utf-8;\\x{6625}\\x{2B}\\x{5C}\\x{3D}@x.test');
});

test('a host without DSN hears nothing of it, and who asked for success is told that the mail was relayed', async () => {
  const { port, heard } = await scripted(usual([]));
  const { mta, send, queue, inbox } = await agentOf('mx1.hana.test', through(port));
  mta.start();
  await send(from());
  await mta.settled();
  expect(heard[0]?.slice(1, 3)).toEqual(['MAIL FROM:<aiko@hana.test>', 'RCPT TO:<x@other.test>']);
  const [report, ...more] = await inbox('aiko@hana.test');
  expect(more).toEqual([]);
  expect(report).toContain('Original-Envelope-Id: tea+3=4 pm\r\n');
  expect(report).toContain('Original-Recipient: rfc822;x+y=z@other.test\r\nFinal-Recipient: rfc822;x@other.test\r\n');
  expect(report).toContain('Action: relayed\r\nStatus: 2.0.0\r\n');
  expect(report).toContain('Content-Type: text/rfc822-headers');
  expect(report).toMatch(/^Return-Path: <>\r\n/);
  expect(queue.list()).toEqual([]);
});

test('success is told of those who asked: delivered here, also through an alias; never to who said NEVER', async () => {
  const { mta, send, inbox } = await agentOf('mx1.hana.test');
  mta.start();
  await send(
    envelope('aiko@hana.test', [
      recipient('ben@hana.test', { notify: ['success'] }),
      recipient('nobody@hana.test', { notify: ['never'] }),
      recipient('gone@hana.test', { notify: ['success'] }),
    ]),
  );
  await mta.settled();
  const reports = await inbox('aiko@hana.test');
  // Of gone@ only success would be told, of nobody@ nothing.
  expect(reports).toHaveLength(1);
  expect(reports[0]).toContain('Final-Recipient: rfc822;ben@hana.test\r\nAction: delivered\r\n');
  expect(reports[0]).not.toContain('Final-Recipient: rfc822;nobody');
  await send(envelope('ben@hana.test', [recipient('office@hana.test', { notify: ['success', 'failure'] })]));
  await mta.settled();
  const told = (await inbox('ben@hana.test')).filter((mail) => mail.includes('Action: delivered'));
  expect(told).toHaveLength(1);
  expect(told[0]?.match(/^Final-Recipient: .*$/gm)).toEqual([
    'Final-Recipient: rfc822;aiko@hana.test',
    'Final-Recipient: rfc822;ben@hana.test',
  ]);
});

test('a list says “expanded”, and its members’ copies ask for nothing', async () => {
  const { mta, send, queue, inbox } = await agentOf('mail.sora.test');
  mta.start();
  await send(envelope('emi@sora.test', [recipient('tea@sora.test', { notify: ['success'] })], { envid: 'mine' }));
  await mta.settled();
  const reports = (await inbox('emi@sora.test')).filter((mail) => mail.includes('multipart/report'));
  expect(reports).toHaveLength(1);
  expect(reports[0]).toContain('Action: expanded');
  for (const { envelope: copy } of queue.list()) {
    expect(copy).toMatchObject({ reversePath: 'tea-bounces@sora.test', envid: null });
    expect(copy.recipients.every(({ notify }) => notify === null)).toBe(true);
  }
});
