import fc from 'fast-check';
import { afterEach, expect, test } from 'vitest';
import { Caller } from './support/dialogue.ts';
import { type Lab, lab } from './support/world.ts';

let open: Lab | undefined;
afterEach(async () => {
  await open?.server.close();
  open = undefined;
});

const words = fc.constantFrom(
  'EHLO me\r\n',
  'HELO me\r\n',
  'MAIL FROM:<a@b>',
  'MAIL FROM:<',
  'RCPT TO:<aiko@hana.test>',
  ' NOTIFY=',
  ' SIZE=99999999999999999999',
  'DATA\r\n',
  'BDAT 10 LAST\r\n',
  'BDAT 99999999999999999999\r\n',
  'BDAT 3\r\n',
  'AUTH PLAIN\r\n',
  'AUTH LOGIN ====\r\n',
  'RSET\r\n',
  'HELP\r\n',
  '\r\n.\r\n',
  '\r\n',
  '\n',
  '\r',
  '\0',
  '.',
  '"\\',
  'é花',
  'x'.repeat(3000),
  'x'.repeat(15000),
);
const octets = fc.uint8Array({ maxLength: 40 }).map((bytes) => Buffer.from(bytes).toString('latin1'));

for (const kind of ['mx', 'submission'] as const)
  test(`whatever is said to ${kind}, every octet that comes back belongs to a reply, and the next caller is served`, async () => {
    open = await lab({ kind, tls: false, limits: { mistakes: 1000, bareSilenceMs: 60_000 } });
    const { port } = open.server;
    await fc.assert(
      fc.asyncProperty(fc.array(fc.oneof(words, words, octets), { maxLength: 30 }), async (parts) => {
        const caller = await Caller.to(port);
        caller.say(Buffer.from(parts.join(''), 'utf8')).finish();
        expect(await caller.rest()).toMatch(/^(?:(?:\d{3}-[^\r\n]*\r\n)*\d{3} [^\r\n]*\r\n)*$/);
      }),
      { numRuns: 300 },
    );
    const caller = await Caller.to(port);
    expect(await caller.reply()).toMatch(/^220 /);
    expect(await caller.ask('EHLO me')).toMatch(/^250-/);
    caller.destroy();
    await expect
      .poll(() => open?.trace.since(0).filter((event) => event.kind === 'closed').length)
      .toBeGreaterThanOrEqual(1);
  }, 60_000);

test('a line without end, a crowd of commands and answers that nobody reads cost no memory', async () => {
  open = await lab({ limits: { lingerMs: 10 } });
  const before = process.memoryUsage().rss;
  const flood = async (first: string, piece: string, count: number): Promise<void> => {
    const caller = await Caller.to(open?.server.port ?? 0);
    caller.deaf();
    await caller.pour(first, Buffer.from(piece), count);
    caller.destroy();
  };
  await flood('EHLO me\r\n', 'x'.repeat(65_536), 1000);
  // Nobody reads the answers: at some time the server reads no more either, and `pour` gives up.
  await flood('EHLO me\r\n', 'HELP\r\n'.repeat(10_000), 1000);
  await flood('EHLO me\r\nMAIL FROM:<a@b>\r\nRCPT TO:<b@hana.test>\r\nDATA\r\n', 'y'.repeat(65_536), 1000);
  expect(process.memoryUsage().rss - before).toBeLessThan(200e6);
  const caller = await Caller.to(open.server.port);
  expect(await caller.reply()).toMatch(/^220 /);
}, 60_000);
