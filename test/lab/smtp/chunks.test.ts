import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { Caller } from './support/dialogue.ts';
import { type Lab, lab, MemoryPolicy } from './support/world.ts';

let open: Lab;
let policy: MemoryPolicy;
beforeAll(async () => {
  policy = new MemoryPolicy();
  open = await lab({ policy });
});
afterAll(() => open.server.close());

const all = [
  'EHLO me\r\n',
  'NOOP\n',
  'RCPT TO:<early@hana.test>\r\n',
  'MAIL FROM:<chiyo@yuki.test> RET=HDRS ENVID=a+2Bb\r\n',
  'RCPT TO:<unknown@hana.test>\r\n',
  'RCPT TO:<aiko@hana.test> NOTIFY=SUCCESS,DELAY ORCPT=rfc822;Aiko@hana.test\r\n',
  'RCPT TO:<ben@hana.test>\r\n',
  'DATA\r\n',
  'Subject: x\r\n\r\n..\r\n...a\r\nb.\r\n\r\n.\r\n',
  `${'X'.repeat(3000)}\r\n`,
  `${'Y'.repeat(13000)}\r\n`,
  'MAIL FROM:<>\r\nRCPT TO:<aiko@hana.test>\r\nDATA\r\nbare\nline\r\n.\r\n',
  'MAIL FROM:<>\r\nRCPT TO:<aiko@hana.test>\r\n',
  'BDAT 5\r\nSubje',
  'BDAT 18 LAST\r\nct: y\r\n\r\nBDAT 3\r\n.',
  'BDAT 4\r\nQUIT',
  'VRFY aiko\r\nRSET\r\n',
  'QUIT\r\nNOOP\r\n',
].join('');

async function heard(pieces: readonly Buffer[]): Promise<string> {
  policy.taken.length = 0;
  const caller = await Caller.to(open.server.port);
  await caller.sayInPieces(pieces);
  const said = await caller.rest();
  return `${said}\n${JSON.stringify(policy.taken.map(({ envelope, content }) => ({ envelope, content })))}`;
}

test('a conversation said at once is answered as one said octet by octet, and as any between', async () => {
  const whole = Buffer.from(all, 'latin1');
  const once = await heard([whole]);
  expect(once.match(/^\d{3}/gm)).toEqual(
    '220 250 250 250 250 250 250 250 250 250 250 500 500 250 550 250 250 354 250 500 500 250 250 354 550 250 250 250 250 503 252 250 221'.split(
      ' ',
    ),
  );
  const cut = async (cuts: readonly number[]): Promise<void> => {
    const places = [...new Set([0, ...cuts, whole.length])].sort((a, b) => a - b);
    const pieces = places.slice(1).map((to, n) => whole.subarray(places[n], to));
    expect(await heard(pieces)).toBe(once);
  };
  for (let at = 1; at < 1200; at += 3) await cut([at]);
  await fc.assert(fc.asyncProperty(fc.array(fc.nat(whole.length), { maxLength: 40 }), cut), { numRuns: 60 });
}, 60_000);
