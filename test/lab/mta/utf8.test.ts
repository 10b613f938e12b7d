/** Addresses in UTF-8 on their way out: RFC 6531. */
import { expect, test } from 'vitest';
import { agentOf, envelope, recipient, through } from './support/agent.ts';
import { scripted, usual } from './support/scripted.ts';

/** As the script hears it: octet by octet. */
const octets = (text: string): string => Buffer.from(text).toString('latin1');

test('an address in UTF-8 goes on as it is to a host that takes it', async () => {
  const { port, heard } = await scripted(usual(['SMTPUTF8', '8BITMIME']));
  const { mta, send, queue } = await agentOf('mx1.hana.test', through(port));
  mta.start();
  await send(envelope('aiko@hana.test', [recipient('春@other.test')], { smtputf8: true, body: '8bitmime' }));
  await mta.settled();
  expect(heard[0]?.slice(1, 3)).toEqual([
    'MAIL FROM:<aiko@hana.test> BODY=8BITMIME SMTPUTF8',
    octets('RCPT TO:<春@other.test>'),
  ]);
  expect(queue.list()).toEqual([]);
});

test('a host that takes none: that recipient fails with 5.6.7, and the others have the mail', async () => {
  const { port, heard } = await scripted(usual(['PIPELINING']));
  const { mta, send, queue, inbox } = await agentOf('mx1.hana.test', through(port));
  mta.start();
  await send(
    envelope('aiko@hana.test', [recipient('a@other.test'), recipient('春@other.test'), recipient('b@other.test')], {
      smtputf8: true,
    }),
  );
  await mta.settled();
  expect(heard[0]?.slice(1, 5)).toEqual([
    'MAIL FROM:<aiko@hana.test>',
    'RCPT TO:<a@other.test>',
    'RCPT TO:<b@other.test>',
    'DATA',
  ]);
  const [report, ...more] = await inbox('aiko@hana.test');
  expect(more).toEqual([]);
  expect(report).toContain('Final-Recipient: utf-8;春@other.test\r\nAction: failed\r\nStatus: 5.6.7\r\n');
  expect(report).not.toContain('Final-Recipient: rfc822;');
  expect(report).toContain('Content-Type: message/global-delivery-status');
  expect(queue.list()).toEqual([]);
});

test('an alias that leads to an address in UTF-8 needs a host that takes it, whatever the sender has said', async () => {
  const { port, heard } = await scripted(usual([]));
  const { mta, send, inbox } = await agentOf('mx1.hana.test', (world) => {
    through(port)(world);
    world.aliases.push({ address: 'haru@hana.test', to: ['春@other.test'] });
  });
  mta.start();
  await send(envelope('aiko@hana.test', [recipient('haru@hana.test')]));
  await mta.settled();
  expect(heard.flat().some((command) => command.startsWith('RCPT'))).toBe(false);
  expect((await inbox('aiko@hana.test'))[0]).toContain('Status: 5.6.7');
});

test('a sender in UTF-8 is told by a report that stays in this house', async () => {
  const { port, heard } = await scripted(usual([]));
  const { mta, send, inbox } = await agentOf('mx1.hana.test', (world) => {
    through(port)(world);
    world.users.push({ ...(world.users[0] as (typeof world.users)[number]), address: '春@hana.test', owns: [] });
  });
  mta.start();
  await send(envelope('春@hana.test', [recipient('a@other.test')], { smtputf8: true }));
  await mta.settled();
  expect(heard.flat().some((command) => command.startsWith('MAIL'))).toBe(false);
  expect((await inbox('春@hana.test'))[0]).toContain(
    'Final-Recipient: rfc822;a@other.test\r\nAction: failed\r\nStatus: 5.6.7',
  );
});
