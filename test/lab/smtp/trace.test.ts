import { afterEach, expect, test } from 'vitest';
import { Caller, play } from './support/dialogue.ts';
import { type Lab, lab } from './support/world.ts';

let open: Lab | undefined;
afterEach(async () => {
  await open?.server.close();
  open = undefined;
});

test('the trace has every command and every answer, the mail that they are about, and the octets of both sides', async () => {
  open = await lab();
  await play(
    open.server.port,
    `
    S: 220 ...
    C: EHLO me
    S: 250-...
    C: MAIL FROM:<a@b>
    S: 250 ...
    C: RCPT TO:<unknown@hana.test>
    S: 550 ...
    C: RCPT TO:<aiko@hana.test>
    S: 250 ...
    C: DATA
    S: 354 ...
    C: Subject: x
    C: .
    S: 250 ...
    C: QUIT
    S: 221 ...
    *: closed
  `,
  );
  await expect.poll(() => open?.trace.since(0).at(-1)?.kind).toBe('closed');
  const events = open.trace.since(0);
  expect(
    events.map((event) => {
      if (event.kind === 'command') return `C ${event.text}${event.mail === undefined ? '' : ` [${event.mail}]`}`;
      if (event.kind === 'reply')
        return `S ${event.text.slice(0, 3)} ${event.outcome}${event.mail === undefined ? '' : ` [${event.mail}]`}`;
      return event.kind;
    }),
  ).toEqual([
    'connected',
    'S 220 passed',
    'C EHLO me',
    'S 250 passed',
    'C MAIL FROM:<a@b> [m1]',
    'S 250 passed [m1]',
    'C RCPT TO:<unknown@hana.test> [m1]',
    'S 550 refused [m1]',
    'C RCPT TO:<aiko@hana.test> [m1]',
    'S 250 passed [m1]',
    'C DATA [m1]',
    'S 354 passed [m1]',
    'S 250 passed [m1]',
    'C QUIT',
    'S 221 passed',
    'closed',
  ]);
  expect(events[0]).toMatchObject({ protocol: 'smtp', client: 'localhost.test', host: 'mx1.hana.test', tls: false });
  expect(events.at(-1)).toMatchObject({ why: 'quit' });
  const [id = ''] = open.trace.transcripts();
  const transcript = open.trace.transcript(id);
  const said = (who: 'C' | 'S'): string =>
    transcript?.pieces.flatMap((piece) => (piece.who === who ? [piece.octets] : [])).join('') ?? '';
  expect(said('C')).toBe(
    'EHLO me\r\nMAIL FROM:<a@b>\r\nRCPT TO:<unknown@hana.test>\r\nRCPT TO:<aiko@hana.test>\r\nDATA\r\nSubject: x\r\n.\r\nQUIT\r\n',
  );
  expect(said('S').length).toBe((events.at(-1) as { octetsOut: number }).octetsOut);
  expect(said('C').length).toBe((events.at(-1) as { octetsIn: number }).octetsIn);
  expect(transcript?.ended).not.toBeNull();
});

test('a server that closes says 421 to whoever waits, and lets an answer under way be given', async () => {
  open = await lab();
  let release: () => void = () => {};
  open.policy.content = () => ({
    write: () => {},
    abort: () => {},
    done: () =>
      new Promise((resolve) => {
        release = () => resolve({ code: 250, text: '2.0.0 durable' });
      }),
  });
  const idle = await Caller.to(open.server.port);
  await idle.reply();
  const busy = await Caller.to(open.server.port);
  busy.say('EHLO me\r\nMAIL FROM:<a@b>\r\nRCPT TO:<ben@hana.test>\r\nDATA\r\nx\r\n.\r\n');
  for (const code of ['220', '250', '250', '250', '354']) expect((await busy.reply()).slice(0, 3)).toBe(code);
  const closed = open.server.close();
  expect(await idle.rest()).toMatch(/^421 4\.3\.2 /);
  release();
  expect(await busy.rest()).toMatch(/^250 2\.0\.0 durable\r\n421 4\.3\.2 [^\r]*\r\n$/);
  await closed;
  const ends = open.trace.since(0).flatMap((event) => (event.kind === 'closed' ? [event.why] : []));
  expect(ends).toEqual(['stopped', 'stopped']);
});

test('a policy that never answers does not keep the server from closing', async () => {
  open = await lab({ limits: { stopMs: 50 } });
  open.policy.mail = () => new Promise(() => {});
  const caller = await Caller.to(open.server.port);
  caller.say('EHLO me\r\nMAIL FROM:<a@b>\r\n');
  for (const code of ['220', '250']) expect((await caller.reply()).slice(0, 3)).toBe(code);
  await open.server.close();
});

test('silence ends a conversation, but not while an answer of ours is under way', async () => {
  open = await lab({ limits: { silenceMs: 40 } });
  const { policy } = open;
  const mail = policy.mail.bind(policy);
  policy.mail = async (peer, path) => {
    await new Promise((resolve) => setTimeout(resolve, 120));
    return mail(peer, path);
  };
  const caller = await Caller.to(open.server.port);
  caller.say('EHLO me\r\nMAIL FROM:<a@b>\r\n');
  expect((await caller.rest()).match(/^\d{3} [\d.]*/gm)).toEqual(['220 ', '250 ', '250 2.1.0', '421 4.4.2']);
  await expect.poll(() => open?.trace.since(0).at(-1)).toMatchObject({ kind: 'closed', why: 'timeout' });
});

test('one conversation too many hears 421', async () => {
  open = await lab({ limits: { conversations: 1 } });
  const first = await Caller.to(open.server.port);
  await first.reply();
  const second = await Caller.to(open.server.port);
  expect(await second.rest()).toMatch(/^421 4\.3\.2 [^\r]*\r\n$/);
  expect(await first.ask('NOOP')).toMatch(/^250 /);
});
