/** The relay client against servers that say what a script says: over a fixed transport, as to a program that is not of the lab. */
import { expect, test } from 'vitest';
import type { World } from '../../../src/contract/lab/world.ts';
import type { Lab } from '../../../src/lab/surface.ts';
import { events, inbox, labWith, worldWith } from '../support/lab.ts';
import { scripted, usual } from './support/scripted.ts';

const labTo = (port: number): Promise<Lab> =>
  labWith({
    world: worldWith((world: World) => {
      world.transports.push({
        host: 'mx1.hana.test',
        domain: 'other.test',
        via: { kind: 'fixed', address: '127.0.0.1', port },
      });
    }),
  });

const mail = { from: 'aiko@hana.test', subject: 'dots', text: '.\n..\nend\n' };

test('with PIPELINING the envelope goes in one piece, dots are doubled, and each recipient’s answer is kept', async () => {
  const { port, heard } = await scripted((command) =>
    command.includes('no@')
      ? '550-5.1.1 not\r\n550 5.1.1 here\r\n'
      : usual(['PIPELINING', 'SIZE 10000000', '8BITMIME'])(command),
  );
  const lab = await labTo(port);
  await lab.send({ ...mail, to: ['yes@other.test', 'no@other.test'] });
  await lab.settled();
  const [commands] = heard;
  expect(commands?.[1]).toMatch(/^MAIL FROM:<aiko@hana\.test> SIZE=\d+/);
  expect(commands?.slice(2, 5)).toEqual(['RCPT TO:<yes@other.test>', 'RCPT TO:<no@other.test>', 'DATA']);
  expect(commands?.[5]).toContain('\r\n..\r\n...\r\nend');
  expect(
    events(lab, 'delivered').some(
      ({ recipient, next }) => recipient === 'yes@other.test' && next === `127.0.0.1:${port}`,
    ),
  ).toBe(true);
  const [report] = await inbox(lab, 'aiko@hana.test');
  expect(report).toContain('Final-Recipient: rfc822;no@other.test');
  expect(report).not.toContain('Final-Recipient: rfc822;yes@other.test');
  const ours = lab.trace
    .transcripts()
    .map((id) => lab.trace.transcript(id))
    .find((one) => one?.port === port);
  expect(ours?.pieces.some(({ who, octets }) => who === 'S' && octets.includes('550 5.1.1 here'))).toBe(true);
});

test('a server without EHLO is spoken to in plain SMTP, one command at a time', async () => {
  const { port, heard } = await scripted((command) =>
    command.startsWith('EHLO') ? '502 what?\r\n' : usual([])(command),
  );
  const lab = await labTo(port);
  await lab.send({ ...mail, to: ['x@other.test'] });
  await lab.settled();
  expect(heard[0]?.slice(0, 5)).toEqual([
    'EHLO mx1.hana.test',
    'HELO mx1.hana.test',
    'MAIL FROM:<aiko@hana.test>',
    'RCPT TO:<x@other.test>',
    'DATA',
  ]);
  expect(await lab.queue()).toEqual([]);
});

test('where TLS breaks, the mail goes in clear on a second connection', async () => {
  const { port, heard } = await scripted((command) =>
    command === 'STARTTLS' ? '220 go\r\nthis is no handshake\r\n' : usual(['STARTTLS'])(command),
  );
  const lab = await labTo(port);
  await lab.send({ ...mail, to: ['x@other.test'] });
  await lab.settled();
  expect(heard).toHaveLength(2);
  expect(heard[1]).not.toContain('STARTTLS');
  expect(await lab.queue()).toEqual([]);
});

test('a connection that is cut after the final dot means: once more, later', async () => {
  const { port, heard } = await scripted((command, n) =>
    command === '.' && n === 1 ? null : usual(['PIPELINING'])(command),
  );
  const lab = await labTo(port);
  await lab.send({ ...mail, to: ['x@other.test'] });
  await lab.settled();
  expect(events(lab, 'deferred').map(({ said }) => said)).toEqual([
    expect.stringMatching(/^451 4\.4\.2 .*after the whole mail/),
  ]);
  await lab.advance(5 * 60_000);
  expect(heard).toHaveLength(2);
  expect(await lab.queue()).toEqual([]);
});

test('what is no SMTP, or says 5xx as a greeting, hurts nobody', async () => {
  const { port } = await scripted((_, n) => (n === 1 ? 'HTTP/1.1 400 Bad Request\r\n' : '554 5.7.1 go away\r\n'));
  const lab = await labTo(port);
  await lab.send({ ...mail, to: ['x@other.test'] });
  await lab.settled();
  await lab.advance(5 * 60_000);
  const [report] = await inbox(lab, 'aiko@hana.test');
  expect(report).toContain('Status: 5.7.1');
});

test('nobody is called outside of this machine, whatever DNS says', async () => {
  const lab = await labWith({
    world: worldWith((world) => {
      world.zones.push({
        origin: 'far.test',
        records: [
          { name: '@', type: 'MX', ttl: 300, preference: 10, exchange: 'mx.far.test' },
          { name: 'mx', type: 'A', ttl: 300, address: '192.0.2.1' },
        ],
      });
    }),
  });
  await lab.send({ ...mail, to: ['x@far.test'] });
  await lab.settled();
  const [report] = await inbox(lab, 'aiko@hana.test');
  expect(report).toContain('Status: 5.4.4');
});
